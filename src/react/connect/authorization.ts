import type { QueryClient } from "@tanstack/react-query";
import type { SyntheticEvent } from "react";
import {
  type AuthorizationRequest,
  type AuthorizationRequestOptions,
  createAuthorizationRequest,
} from "../../core/authorizationRequest";
import type { Browser, StorageLike } from "../../core/browser";
import type { AuthorizationConfig } from "../../core/FullscriptConfig";
import { FullscriptError } from "../../core/FullscriptError";
import { createMemoryStorage } from "../../core/memoryStorage";
import { isOtherSubject } from "../../core/subject";
import { toFullscriptError } from "../../core/toFullscriptError";
import { pruneTransactions } from "../../core/transaction";
import { warnOf } from "../../core/warn";
import type {
  FullscriptAuthActions,
  FullscriptAuthorizeOverrides,
  FullscriptAuthState,
  FullscriptAuthMode,
  FullscriptAuthOptions,
} from "./authState";
import type { Host } from "../callback/hosts";
import { loadPopupSession, openPopup, type PopupSession, type PopupState } from "./popup";
import { redirect } from "./redirect";

type Options = FullscriptAuthOptions & { queryClient?: QueryClient | undefined };

const NOTHING = { error: undefined, connection: undefined } as const;
export const IDLE: FullscriptAuthState<never> = { ...NOTHING, status: "idle" };

/** The authorizations of one button, outside React: a window goes on where the button has been unmounted. */
export interface Authorization extends FullscriptAuthActions {
  /** The host's options of now. */
  update: (options: Options) => void;
  /** The button is on a page; gives a function for when it no longer is. */
  attach: () => () => void;
}

export function createAuthorization(
  options: Options,
  show: (state: FullscriptAuthState) => void,
  browser: Browser,
): Authorization {
  let owner: string | undefined;
  let stopRedirect: (() => void) | undefined;
  const sessions: PopupSession[] = [];

  function endRedirect(): void {
    stopRedirect?.();
    stopRedirect = undefined;
    show(IDLE);
  }

  function cancelSessions(but?: PopupSession): void {
    for (const session of sessions.splice(0)) if (session !== but) session.cancel();
  }

  function reset(): void {
    cancelSessions();
    endRedirect();
  }

  function authorize(argument?: FullscriptAuthorizeOverrides | SyntheticEvent): void {
    if (stopRedirect || sessions.some((session) => session.focus())) return;
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
      const error = toFullscriptError(thrown);
      warnOf(error);
      show({ ...NOTHING, status: "failed", error });
    }
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
    const host: Host = {
      get current() {
        return { ...options, endpoint: options.endpoint ?? endpoint, storage, autoLeave: false };
      },
    };
    const follow = (next: PopupState) => {
      // Whichever window has connected, the others have nothing left to do.
      if (next.status === "connected") cancelSessions(session);
      const present = "retry" in next ? next.retry : undefined;
      // In the click itself, which may open a window.
      const retry = present && (() => (present() ? undefined : authorize(overrides)));
      show({ ...NOTHING, ...next, retry } as FullscriptAuthState);
    };
    for (const older of sessions) older.recede();
    const session: PopupSession = openPopup(popupRequest, host, follow, browser);
    sessions.push(session);
  }

  return {
    authorize,
    reset,
    update: (next) => {
      options = next;
      const { subject } = next;
      for (const session of sessions) session.advance();
      // What came of it for one user is not the next one's to see.
      if (owner !== undefined && isOtherSubject(owner, subject)) reset();
      if (typeof subject === "string") owner = subject;
    },
    attach: () => {
      pruneTransactions(options.storage, browser);
      // Before the click, which tries again where it did not come.
      if (resolveMode(options.mode, browser) === "popup") loadPopupSession().catch(() => undefined);
      return () => {
        // What a window has come to stays: the button may only have been hidden.
        if (stopRedirect) endRedirect();
      };
    },
  };
}

/** A frame may have no storage at all; then this page's memory has to do, because the answer comes back to this page. */
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
