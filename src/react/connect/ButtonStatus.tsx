import type { ReactElement, RefObject } from "react";
import type { FullscriptErrorCode } from "../../core/FullscriptError";
import type { ButtonMessages } from "../../locales/en";
import type { ThemeProps } from "../shared/theme";
import { useFocusLoss } from "../shared/useFocusLoss";
import { useTheme } from "../shared/useTheme";
import type { FullscriptAuthState } from "./authState";

interface ButtonStatusProps extends ThemeProps {
  /** The id that the button's `aria-describedby` refers to. */
  id: string;
  state: FullscriptAuthState;
  text: string;
  texts: ButtonMessages;
  onCancel: (() => void) | undefined;
  onSignIn: (() => void) | undefined;
  /** Gets the focus if the action that had it is gone. */
  button: RefObject<HTMLButtonElement | null>;
}

/** Renders what the button has to say, with the action that goes with it. */
export function ButtonStatus(props: ButtonStatusProps): ReactElement {
  const { id, state, text, texts, onCancel, onSignIn, button } = props;
  const { status, error } = state;
  const { ref, ...attributes } = useTheme(props);
  const actionRef = useFocusLoss(button);
  const kind = error ? "error" : "note";
  const isSignedOut = error?.code === "exchange_unauthorized";
  const run = status === "awaiting" ? onCancel : isSignedOut ? onSignIn : undefined;
  return (
    <span key={kind} {...attributes} ref={ref} data-fullscript={kind} data-status={status}>
      <span id={id} role={error ? "alert" : "status"} lang={texts.lang}>
        {text}
      </span>
      {run && (
        <button
          {...attributes}
          ref={actionRef}
          type="button"
          lang={texts.lang}
          data-fullscript="button"
          data-variant="ghost"
          data-size="small"
          onClick={() => run()}
        >
          {error ? texts.signIn : texts.cancel}
        </button>
      )}
    </span>
  );
}

/** The texts of errors. All others say that connecting failed. */
const ERROR_TEXTS: Readonly<Partial<Record<FullscriptErrorCode, keyof ButtonMessages>>> = {
  misconfigured: "startFailed",
  storage_unavailable: "startFailed",
  popup_blocked: "popupBlocked",
  exchange_unauthorized: "sessionEnded",
  subject_mismatch: "userChanged",
};

/** Returns the text below the button, if its status has one. */
export function statusText(
  { status, error, isOpen }: FullscriptAuthState,
  texts: ButtonMessages,
  canSignIn: boolean,
): string | undefined {
  if (status === "awaiting") return isOpen ? texts.awaitingText : texts.awaitingClosedText;
  if (status === "cancelled") return texts.cancelled;
  if (!error) return undefined;
  if (error.code === "exchange_unauthorized" && canSignIn) return texts.signInText;
  // Firefox never requests a script again that failed to load, so only a reload helps.
  if (error.code === "exchange_unreachable" && !error.retryable) return texts.loadFailed;
  return texts[ERROR_TEXTS[error.code] ?? "connectFailed"];
}

/** Returns the button's own label, if its status has one. */
export function statusLabel({ status, isOpen }: FullscriptAuthState, texts: ButtonMessages): string | undefined {
  if (status === "redirecting" || status === "exchanging" || status === "connected") return texts[status];
  // A window that the browser reports as closed can't be focused, so the button starts again.
  return isOpen ? texts.awaiting : undefined;
}
