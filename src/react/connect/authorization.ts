import type { SyntheticEvent } from "react";
import {
  type AuthorizationRequest,
  type AuthorizationRequestOptions,
  createAuthorizationRequest,
} from "../../core/authorizationRequest";
import type { Browser, StorageLike } from "../../core/browser";
import { onConnected } from "../../core/connectionEvents";
import type { AuthorizationConfig } from "../../core/FullscriptConfig";
import { FullscriptError, toFullscriptError } from "../../core/FullscriptError";
import type { CallbackSessionOptions } from "../../core/callback/FullscriptCallbackState";
import { createMemoryStorage, createTransactionStore } from "../../core/transactionStore";
import { currentPage, takePendingAction } from "../../core/pendingAction";
import { redirect } from "../../core/redirect";
import { runHostCallback, warnOf } from "../../core/report";
import { isOtherSubject, isUnknownSubject } from "../../core/subject";
import type {
  FullscriptAuthActions,
  FullscriptAuthorizeOverrides,
  FullscriptAuthState,
  FullscriptAuthMode,
  FullscriptAuthOptions,
} from "./authState";
import { loadPopupMonitor, openPopup, type Popup } from "./popup";
import type { PopupState } from "./popupMonitor";

interface Options extends FullscriptAuthOptions, Pick<CallbackSessionOptions, "refreshConnection"> {
  /** Runs once if the user is back on this page and has connected for this `resumeKey`. */
  onReturn?: (() => void) | undefined;
}

/** Routers don't announce that the callback's page is gone, so the URL is read until then. */
const POLL_MS = 250;
const MAX_POLLS = 240;

const NOTHING = { error: undefined, connection: undefined } as const;
export const IDLE: FullscriptAuthState<never> = { ...NOTHING, status: "idle" };

/** The authorizations of one button, outside React: a window outlives the button. */
export interface Authorization extends FullscriptAuthActions {
  /** Shows an error. */
  fail: (error: FullscriptError) => void;
  /** Sets the host's latest options. */
  update: (options: Options) => void;
  /** The button has mounted. Returns a function to call when it unmounts. */
  attach: () => () => void;
}

export function createAuthorization(
  options: Options,
  show: (state: FullscriptAuthState) => void,
  browser: Browser,
): Authorization {
  let owner: string | undefined;
  let stopRedirect: (() => void) | undefined;
  let checkedKey: string | undefined;
  const popups: Popup[] = [];

  function endRedirect(): void {
    stopRedirect?.();
    stopRedirect = undefined;
    show(IDLE);
  }

  function cancelPopups(except?: Popup): void {
    for (const popup of popups.splice(0)) if (popup !== except) popup.cancel();
  }

  function reset(): void {
    cancelPopups();
    endRedirect();
  }

  function authorize(argument?: FullscriptAuthorizeOverrides | SyntheticEvent): void {
    if (stopRedirect || popups.some((popup) => popup.focus())) return;
    try {
      const overrides = argument && typeof argument === "object" && !("nativeEvent" in argument) ? argument : {};
      const mode = resolveMode(overrides.mode ?? options.mode, browser);
      const request = {
        appState: overrides.appState === undefined ? options.appState : overrides.appState,
        appStateIn: overrides.appStateIn ?? options.appStateIn,
        returnTo: overrides.returnTo ?? options.returnTo,
        resumeKey: overrides.resumeKey ?? options.resumeKey,
      };
      if (mode === "popup") return openWindow(request, overrides);
      const { url } = createAuthorizationRequest(options, request, browser);
      stopRedirect = redirect(url, endRedirect, mode === "top" ? { ...browser, assign: browser.assignTop } : browser);
      show({ ...NOTHING, status: "redirecting" });
    } catch (thrown) {
      fail(toFullscriptError(thrown));
    }
  }

  function fail(error: FullscriptError): void {
    warnOf(error);
    show({ ...NOTHING, status: "failed", error });
  }

  /** Shows that the user is back and has connected. Returns whether that is so. Reads the storage only if something has changed. */
  function checkReturn(): boolean {
    const { resumeKey, appState, subject, storage, onReturn } = options;
    if (resumeKey === undefined || isUnknownSubject(subject)) return false;
    const key = JSON.stringify([resumeKey, appState, subject, currentPage(browser)]);
    if (key === checkedKey) return false;
    checkedKey = key;
    if (!takePendingAction({ resumeKey, appState, subject, storage }, browser)) return false;
    show({ ...NOTHING, status: "connected" });
    onReturn?.();
    return true;
  }

  /** A button in a layout outlives the callback's page, and no router renders it again. */
  function awaitReturn(): () => void {
    let polls = 0;
    const timer = setInterval(() => {
      if (checkReturn() || ++polls >= MAX_POLLS) clearInterval(timer);
    }, POLL_MS);
    return () => clearInterval(timer);
  }

  function openWindow(request: AuthorizationRequestOptions, overrides: FullscriptAuthorizeOverrides): void {
    const { endpoint } = options;
    if (!endpoint)
      throw new FullscriptError(
        "misconfigured",
        '`endpoint` is missing, and the answer from a window is exchanged by this page. Pass it, or use `mode: "redirect"`.',
      );
    const [popupRequest, storage] = rememberSomewhere(
      options,
      { ...request, resumeKey: undefined, popup: true },
      browser,
    );
    const current = () => ({ ...options, endpoint: options.endpoint ?? endpoint, storage, autoLeave: false });
    const follow = (next: PopupState) => {
      // One window has connected, so the others have nothing left to do.
      if (next.status === "connected") cancelPopups(popup);
      const present = "retry" in next ? next.retry : undefined;
      // Called inside the click, which may open a window.
      const retry = present && (() => (present() ? undefined : authorize(overrides)));
      show({ ...NOTHING, ...next, retry } as FullscriptAuthState);
    };
    for (const older of popups) older.supersede();
    const popup: Popup = openPopup(popupRequest, current, follow, browser);
    popups.push(popup);
  }

  return {
    authorize,
    reset,
    fail,
    update: (next) => {
      options = next;
      const { subject } = next;
      for (const popup of popups) popup.update();
      // The next user must not see the previous user's outcome.
      if (owner !== undefined && isOtherSubject(owner, subject)) reset();
      if (typeof subject === "string") owner = subject;
      runHostCallback(checkReturn);
    },
    attach: () => {
      createTransactionStore(options.storage, browser).prune();
      // Before the click. If loading fails, the click loads it again.
      if (resolveMode(options.mode, browser) === "popup") loadPopupMonitor().catch(() => undefined);
      let stopWaiting: (() => void) | undefined;
      const removeListener = onConnected(() => {
        stopWaiting?.();
        stopWaiting = awaitReturn();
      });
      return () => {
        removeListener();
        stopWaiting?.();
        checkedKey = undefined;
        // The outcome of a window stays, because the button may only be hidden.
        if (stopRedirect) endRedirect();
      };
    },
  };
}

/** A frame may have no storage. Then the page's memory is enough, because the response comes back to this page. */
function rememberSomewhere(
  config: AuthorizationConfig,
  options: AuthorizationRequestOptions,
  browser: Browser,
): [AuthorizationRequest, StorageLike | undefined] {
  try {
    return [createAuthorizationRequest(config, options, browser), config.storage];
  } catch (error) {
    if (!(error instanceof FullscriptError) || error.code !== "storage_unavailable") throw error;
    const storage = createMemoryStorage();
    return [createAuthorizationRequest({ ...config, storage }, options, browser), storage];
  }
}

function resolveMode(mode: FullscriptAuthMode = "auto", browser: Browser): Exclude<FullscriptAuthMode, "auto"> {
  if (mode !== "auto") return mode;
  return browser.isInForeignFrame() ? "popup" : "redirect";
}
