import type { SyntheticEvent } from "react";
import { createAuthorizationRequest, redirect } from "../../core/authorizationRequest";
import type { Browser } from "../../core/browser";
import { onConnected } from "../../core/connectionEvents";
import { type FullscriptError, toFullscriptError } from "../../core/FullscriptError";
import type { CallbackSessionOptions } from "../../core/callback/FullscriptCallbackState";
import { createTransactionStore } from "../../core/transactionStore";
import { currentPage, takePendingAction } from "../../core/pendingAction";
import { runHostCallback, warnOf } from "../../core/report";
import { isOtherSubject, isUnknownSubject } from "../../core/transaction";
import { withDefaults } from "../shared/withDefaults";
import {
  type FullscriptAuthActions,
  type FullscriptAuthorizeOverrides,
  type FullscriptAuthState,
  type FullscriptAuthMode,
  type FullscriptAuthOptions,
  NOTHING,
} from "./authState";
import { createPopups, loadPopupMonitor } from "./popups";

interface Options extends FullscriptAuthOptions, Pick<CallbackSessionOptions, "refreshConnection"> {
  /** Runs once if the user is back on this page and has connected for this `resumeKey`. */
  onReturn?: (() => void) | undefined;
}

/** Routers don't announce that the callback's page is gone, so the URL is read until then. */
const POLL_MS = 250;
const MAX_POLLS = 240;

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
  const popups = createPopups(() => options, show, fail, browser);
  let owner: string | undefined;
  let stopRedirect: (() => void) | undefined;
  let checkedKey: string | undefined;

  function endRedirect(): void {
    stopRedirect?.();
    stopRedirect = undefined;
    show(IDLE);
  }

  function reset(): void {
    popups.cancel();
    endRedirect();
  }

  function authorize(argument?: FullscriptAuthorizeOverrides | SyntheticEvent): void {
    if (stopRedirect || popups.focus()) return;
    try {
      const overrides = argument && typeof argument === "object" && !("nativeEvent" in argument) ? argument : {};
      const request = withDefaults(options, overrides);
      const mode = resolveMode(request.mode);
      if (mode === "popup") return popups.open(request, () => authorize(overrides));
      const { url } = createAuthorizationRequest(options, request, browser);
      stopRedirect = redirect(url, endRedirect, mode === "top" ? { ...browser, assign: browser.assignTop } : browser);
      show({ ...NOTHING, status: "redirecting" });
    } catch (thrown) {
      fail(toFullscriptError(thrown));
    }
  }

  function resolveMode(mode: FullscriptAuthMode = "auto"): Exclude<FullscriptAuthMode, "auto"> {
    if (mode !== "auto") return mode;
    return browser.isInForeignFrame() ? "popup" : "redirect";
  }

  function fail(error: FullscriptError): void {
    warnOf(error);
    show({ ...NOTHING, status: "failed", error });
  }

  /** Shows that the user is back and has connected. Returns whether that is so. Reads the storage only if something has changed. */
  function checkReturn(): boolean {
    const { resumeKey, subject, onReturn } = options;
    if (resumeKey === undefined || isUnknownSubject(subject)) return false;
    const key = actionKey(options, browser);
    if (key === checkedKey) return false;
    checkedKey = key;
    if (!takePendingAction({ ...options, resumeKey }, browser)) return false;
    show({ ...NOTHING, status: "connected" });
    onReturn?.();
    return true;
  }

  return {
    authorize,
    reset,
    fail,
    update: (next) => {
      options = next;
      const { subject } = next;
      popups.update();
      // The next user must not see the previous user's outcome.
      if (owner !== undefined && isOtherSubject(owner, subject)) reset();
      if (typeof subject === "string") owner = subject;
      runHostCallback(checkReturn);
    },
    attach: () => {
      createTransactionStore(options.storage, browser).prune();
      // Before the click. If loading fails, the click loads it again.
      if (resolveMode(options.mode) === "popup") loadPopupMonitor().catch(() => undefined);
      let timer: ReturnType<typeof setInterval> | undefined;
      const removeListener = onConnected(() => {
        clearInterval(timer);
        let polls = 0;
        // A button in a layout outlives the callback's page, and no router renders it again.
        timer = setInterval(() => {
          if (checkReturn() || ++polls >= MAX_POLLS) clearInterval(timer);
        }, POLL_MS);
      });
      return () => {
        removeListener();
        clearInterval(timer);
        checkedKey = undefined;
        // The outcome of a window stays, because the button may only be hidden.
        if (stopRedirect) endRedirect();
      };
    },
  };
}

/** Identifies what a click is for: the action, its user and its page. */
export function actionKey(
  { resumeKey, appState, subject }: Pick<FullscriptAuthOptions, "resumeKey" | "appState" | "subject">,
  browser: Browser,
): string {
  return JSON.stringify([resumeKey, appState, subject, currentPage(browser)]);
}
