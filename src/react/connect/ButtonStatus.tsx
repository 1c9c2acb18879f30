import type { ReactElement } from "react";
import type { ButtonMessages } from "../../locales/en";
import { themeAttributes, type ThemeProps } from "../shared/theme";
import { useFocusLoss } from "../shared/useFocusLoss";
import { useThemeTokens } from "../shared/useThemeTokens";
import type { FullscriptAuthState } from "./authState";

interface ButtonStatusProps extends ThemeProps {
  /** The id that the button's `aria-describedby` refers to. */
  id: string;
  state: FullscriptAuthState;
  texts: ButtonMessages;
  onCancel: (() => void) | undefined;
  onSignIn: (() => void) | undefined;
  /** Moves the focus, because the button that had it is gone. */
  onFocusLost: () => void;
}

/** Renders what the button has to say, with the action that goes with it. */
export function ButtonStatus(props: ButtonStatusProps): ReactElement | null {
  const { state, texts, onSignIn } = props;
  const { status } = state;
  // Some screen readers don't announce a changed label, so a hidden status repeats it.
  const text =
    statusText(state, texts, onSignIn !== undefined) ??
    (status === "exchanging" || status === "connected" ? texts[status] : undefined);
  return text === undefined ? null : <StatusLine {...props} text={text} />;
}

/** A component of its own, because most buttons have no status and a page may have thousands of buttons. */
function StatusLine({
  id,
  state,
  texts,
  onCancel,
  onSignIn,
  onFocusLost,
  text,
  ...themeProps
}: ButtonStatusProps & { text: string }): ReactElement {
  const { status, error } = state;
  const attributes = themeAttributes(themeProps);
  const kind = error ? "error" : "note";
  const ref = useThemeTokens(themeProps.theme);
  const actionRef = useFocusLoss(onFocusLost);
  const action =
    status === "awaiting"
      ? { label: texts.cancel, run: onCancel }
      : { label: texts.signIn, run: isSignedOut(state) ? onSignIn : undefined };
  return (
    <span key={kind} {...attributes} ref={ref} data-fullscript={kind} data-status={status}>
      <span id={id} role={error ? "alert" : "status"} lang={texts.lang}>
        {text}
      </span>
      {action.run && (
        <button
          {...attributes}
          ref={actionRef}
          type="button"
          lang={texts.lang}
          data-fullscript="button"
          data-variant="ghost"
          data-size="small"
          onClick={() => action.run?.()}
        >
          {action.label}
        </button>
      )}
    </span>
  );
}

const isSignedOut = ({ error }: FullscriptAuthState) => error?.code === "exchange_unauthorized";

/** Returns the text below the button, if its status has one. */
export function statusText(
  { status, error, isOpen }: FullscriptAuthState,
  texts: ButtonMessages,
  canSignIn: boolean,
): string | undefined {
  switch (status) {
    case "idle":
    case "redirecting":
    case "exchanging":
    case "connected":
      return undefined;
    case "awaiting":
      return isOpen ? texts.awaitingText : texts.awaitingClosedText;
    case "cancelled":
      return texts.cancelled;
    case "expired":
      return texts.connectFailed;
    case "failed":
      switch (error.code) {
        case "popup_blocked":
          return texts.popupBlocked;
        case "exchange_unauthorized":
          return canSignIn ? texts.signInText : texts.sessionEnded;
        case "subject_mismatch":
          return texts.userChanged;
        case "misconfigured":
        case "storage_unavailable":
          return texts.startFailed;
        case "exchange_unreachable":
          // Firefox never requests a script again that failed to load, so only a reload helps.
          return error.retryable ? texts.connectFailed : texts.loadFailed;
        default:
          return texts.connectFailed;
      }
    default:
      return status satisfies never;
  }
}

/** Returns the button's own label, if its status has one. */
export function statusLabel({ status, isOpen }: FullscriptAuthState, texts: ButtonMessages): string | undefined {
  switch (status) {
    case "redirecting":
    case "exchanging":
    case "connected":
      return texts[status];
    case "awaiting":
      // A window that the browser reports as closed can't be focused, so the button starts again.
      return isOpen ? texts.awaiting : undefined;
    default:
      return undefined;
  }
}
