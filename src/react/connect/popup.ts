import type { AuthorizationRequest } from "../../core/authorizationRequest";
import type { Browser } from "../../core/browser";
import type { CallbackSessionOptions } from "../../core/callback/FullscriptCallbackState";
import { FullscriptError } from "../../core/FullscriptError";
import { windowName } from "../../core/popupWindow";
import { warnOf } from "../../core/report";
import type { monitorPopup, PopupMonitor, PopupState } from "./popupMonitor";

/** An authorization in a popup. It goes on after the button was unmounted. */
export interface Popup extends Omit<PopupMonitor, "stop"> {
  /** Stops waiting, shows nothing more, and closes the popup. */
  cancel: () => void;
}

const LOAD_TIMEOUT_MS = 10_000;

let loaded: typeof monitorPopup | undefined;

/** Loads the popup monitor. A page that only redirects never needs it. */
export async function loadPopupMonitor(): Promise<typeof monitorPopup> {
  return (loaded ??= (await import("./popupMonitor")).monitorPopup);
}

/** Opens a popup inside a click, and follows it to its outcome. */
export function openPopup(
  request: AuthorizationRequest,
  options: () => CallbackSessionOptions,
  onState: (state: PopupState) => void,
  browser: Browser,
): Popup {
  const popup = browser.open(request.url, windowName(request.transaction.nonce));
  let monitor: PopupMonitor | undefined;
  let isSuperseded = false;
  let isCancelled = false;

  function show(state: PopupState): void {
    if (!isCancelled) onState(state);
  }
  function fail(error: FullscriptError): void {
    if (isCancelled) return;
    warnOf(error);
    onState({ status: "failed", error });
  }
  function start(monitorPopup: NonNullable<typeof loaded>): void {
    if (isCancelled) return;
    monitor = monitorPopup({ popup, request, options, onState: show });
    if (isSuperseded) monitor.supersede();
  }

  if (popup) show({ status: "awaiting", isOpen: true });
  else fail(new FullscriptError("popup_blocked", "The popup was blocked, or it opened apart from this page."));
  if (loaded) start(loaded);
  else {
    // The popup stays open: without this page it may finish alone. If the monitor loads later, it goes on from there.
    const failLoading = () =>
      fail(new FullscriptError("exchange_unreachable", "The popup monitor couldn't be loaded."));
    const timer = setTimeout(failLoading, LOAD_TIMEOUT_MS);
    loadPopupMonitor()
      .then(start)
      .catch(failLoading)
      .finally(() => clearTimeout(timer));
  }

  return {
    focus: () => {
      if (monitor) return monitor.focus();
      popup?.focus();
      return popup?.closed === false;
    },
    update: () => monitor?.update(),
    supersede: () => {
      isSuperseded = true;
      monitor?.supersede();
    },
    cancel: () => {
      isCancelled = true;
      monitor?.stop();
      popup?.close();
    },
  };
}
