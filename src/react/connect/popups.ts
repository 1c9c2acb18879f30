import {
  type AuthorizationRequest,
  type AuthorizationRequestOptions,
  createAuthorizationRequest,
} from "../../core/authorizationRequest";
import { type Browser, type OtherWindow, type StorageLike, windowName } from "../../core/browser";
import type { CallbackSessionOptions } from "../../core/callback/FullscriptCallbackState";
import type { AuthorizationConfig } from "../../core/FullscriptConfig";
import { FullscriptError } from "../../core/FullscriptError";
import { createMemoryStorage } from "../../core/transactionStore";
import { type FullscriptAuthOptions, type FullscriptAuthState, NOTHING } from "./authState";
import type { monitorPopup, PopupMonitor } from "./popupMonitor";

interface Popup {
  /** `null` if the popup was blocked, or if it opened apart from this page. */
  opened: OtherWindow | null;
  /** Follows the popup to its outcome, once it has loaded. */
  monitor?: PopupMonitor;
}

/** The popups of one button. They go on after the button was unmounted. */
export interface Popups {
  /** Opens a popup inside a click, and follows it to its outcome. Throws if it can't be requested. */
  open: (request: AuthorizationRequestOptions, restart: () => void) => void;
  /** Brings an open popup to the front, and returns whether there's nothing else to do. */
  focus: () => boolean;
  /** Reads the host's options again. */
  update: () => void;
  /** Cancels all popups. */
  cancel: () => void;
}

const LOAD_TIMEOUT_MS = 10_000;

let loaded: typeof monitorPopup | undefined;

/** Loads the popup monitor. A page that only redirects never needs it. */
export async function loadPopupMonitor(): Promise<typeof monitorPopup> {
  return (loaded ??= (await import("./popupMonitor")).monitorPopup);
}

export function createPopups(
  getOptions: () => FullscriptAuthOptions & Pick<CallbackSessionOptions, "refreshConnection">,
  show: (state: FullscriptAuthState) => void,
  fail: (error: FullscriptError) => void,
  browser: Browser,
): Popups {
  const popups: Popup[] = [];

  /** Stops waiting, shows nothing more, and closes the popups. */
  function cancel(except?: Popup): void {
    for (const popup of popups.splice(0)) {
      if (popup === except) continue;
      popup.monitor?.stop();
      popup.opened?.close();
    }
  }

  function open(requestOptions: AuthorizationRequestOptions, restart: () => void): void {
    const { endpoint } = getOptions();
    if (!endpoint)
      throw new FullscriptError(
        "misconfigured",
        '`endpoint` is missing, and the answer from a window is exchanged by this page. Pass it, or use `mode: "redirect"`.',
      );
    const [request, storage] = rememberSomewhere(getOptions(), requestOptions, browser);
    const opened = browser.open(request.url, windowName(request.transaction.nonce));
    const popup: Popup = { opened };
    popups.push(popup);

    const start = (monitorPopup: NonNullable<typeof loaded>) => {
      if (!popups.includes(popup)) return;
      popup.monitor = monitorPopup({
        popup: opened,
        request,
        options: () => ({ ...getOptions(), endpoint: getOptions().endpoint ?? endpoint, storage, autoLeave: false }),
        isNewest: () => popups.at(-1) === popup,
        restart,
        onState: (state) => {
          // One window has connected, so the others have nothing left to do.
          if (state.status === "connected") cancel(popup);
          show(state);
        },
      });
    };

    if (opened) show({ ...NOTHING, status: "awaiting", isOpen: true });
    else fail(new FullscriptError("popup_blocked", "The popup was blocked, or it opened apart from this page."));
    if (loaded) return start(loaded);
    // The popup stays open: without this page it may finish alone. If the monitor loads later, it goes on from there.
    const failLoading = () => {
      if (popups.includes(popup))
        fail(new FullscriptError("exchange_unreachable", "The popup monitor couldn't be loaded."));
    };
    const timer = setTimeout(failLoading, LOAD_TIMEOUT_MS);
    loadPopupMonitor()
      .then(start)
      .catch(failLoading)
      .finally(() => clearTimeout(timer));
  }

  return {
    open,
    focus: () =>
      popups.some(({ opened, monitor }) => {
        if (monitor) return monitor.focus();
        opened?.focus();
        return opened?.closed === false;
      }),
    update: () => {
      for (const { monitor } of popups) monitor?.update();
    },
    cancel: () => cancel(),
  };
}

/** A frame may have no storage. Then the page's memory is enough, because the response comes back to this page. */
function rememberSomewhere(
  config: AuthorizationConfig,
  options: AuthorizationRequestOptions,
  browser: Browser,
): [AuthorizationRequest, StorageLike | undefined] {
  const request = { ...options, resumeKey: undefined, popup: true };
  try {
    return [createAuthorizationRequest(config, request, browser), config.storage];
  } catch (error) {
    if (!(error instanceof FullscriptError) || error.code !== "storage_unavailable") throw error;
    const storage = createMemoryStorage();
    return [createAuthorizationRequest({ ...config, storage }, request, browser), storage];
  }
}
