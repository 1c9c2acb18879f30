import type { ReactElement } from "react";
import type { ButtonMessages } from "../../locales/en";
import { themeAttributes, type ThemeProps } from "../shared/theme";
import { useFocusLoss } from "../shared/useFocusLoss";
import type { FullscriptAuth } from "./authState";
import { useThemeTokens } from "../shared/useThemeTokens";

interface ButtonAsideProps extends ThemeProps {
  /** For `aria-describedby` of the button. */
  id: string;
  auth: FullscriptAuth;
  texts: ButtonMessages;
  /** The button that cancels has gone, and the keyboard's place with it. */
  onFocusLost: () => void;
}

/** What there is to say beside the button, and to do while a window is open. */
export function ButtonAside(props: ButtonAsideProps): ReactElement | null {
  const { auth, texts } = props;
  const { status } = auth;
  // What the button itself shows is said here as well, unseen: not every screen reader tells of a label that changes.
  const said =
    buttonNote(auth, texts) ?? (status === "exchanging" || status === "connected" ? texts[status] : undefined);
  return said === undefined ? null : <Aside {...props} said={said} />;
}

/** Apart, because most buttons have nothing to say, and a page may have thousands. */
function Aside({
  id,
  auth,
  texts,
  onFocusLost,
  said,
  ...themeProps
}: ButtonAsideProps & { said: string }): ReactElement {
  const { status, reset } = auth;
  const looks = themeAttributes(themeProps);
  const kind = auth.error ? "error" : "note";
  const ref = useThemeTokens(themeProps.theme);
  const cancel = useFocusLoss(onFocusLost);
  return (
    <span key={kind} {...looks} ref={ref} data-fullscript={kind} data-status={status}>
      <span id={id} role={auth.error ? "alert" : "status"} lang={texts.lang}>
        {said}
      </span>
      {status === "awaiting" && (
        <button
          {...looks}
          ref={cancel}
          type="button"
          lang={texts.lang}
          data-fullscript="button"
          data-variant="ghost"
          data-size="small"
          onClick={reset}
        >
          {texts.cancel}
        </button>
      )}
    </span>
  );
}

/** What is said beside the button, if anything. */
export function buttonNote({ status, error, isOpen }: FullscriptAuth, texts: ButtonMessages): string | undefined {
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
      if (error.code === "popup_blocked") return texts.popupBlocked;
      if (error.code === "exchange_unauthorized") return texts.sessionEnded;
      // Firefox never asks again, on one page, for a part that could not be loaded.
      if (error.code === "exchange_unreachable" && !error.retryable) return texts.loadFailed;
      return error.code === "misconfigured" || error.code === "storage_unavailable"
        ? texts.startFailed
        : texts.connectFailed;
    default:
      return status satisfies never;
  }
}

/** The button's own text, where its status has one. */
export function statusLabel(
  { status, isOpen }: Pick<FullscriptAuth, "status" | "isOpen">,
  texts: ButtonMessages,
): string | undefined {
  switch (status) {
    case "redirecting":
    case "exchanging":
    case "connected":
      return texts[status];
    case "awaiting":
      // A window that reads as closed cannot be brought to the front: the button starts again.
      return isOpen ? texts.awaiting : undefined;
    default:
      return undefined;
  }
}

/** The labels that the button may show as well, one a line. */
export function otherLabels(shown: unknown, label: unknown, isPopup: boolean, texts: ButtonMessages): string {
  const all = isPopup ? [label, texts.awaiting, texts.exchanging, texts.connected] : [label, texts.redirecting];
  return all.filter((text) => typeof text === "string" && text !== shown).join("\n");
}
