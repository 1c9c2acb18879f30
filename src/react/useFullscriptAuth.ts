"use client";

import { QueryClientContext } from "@tanstack/react-query";
import { type SyntheticEvent, useCallback, useContext, useEffect, useRef, useState } from "react";
import { type AuthorizationRequest, type AuthorizationRequestOptions, createAuthorizationRequest } from "../core/authorizationRequest";
import { type Browser, globalBrowser, type StorageLike } from "../core/browser";
import type { AuthorizationConfig, FullscriptConfig } from "../core/FullscriptConfig";
import { FullscriptError } from "../core/FullscriptError";
import { createMemoryStorage } from "../core/memoryStorage";
import type { ConnectedOutcome } from "../core/outcome";
import { isOtherSubject } from "../core/subject";
import { toFullscriptError } from "../core/toFullscriptError";
import { pruneTransactions } from "../core/transaction";
import { warnOf } from "../core/warn";
import type { Host } from "./hosts";
import { loadPopupSession, openPopup, type PopupSession, type PopupState } from "./popup";
import { redirect } from "./redirect";

/** How the user gets to Fullscript. */
export type FullscriptAuthMode = "redirect" | "popup" | "top" | "auto";

/** The host's configuration, and what this authorization is for. */
export interface FullscriptAuthOptions extends AuthorizationConfig, Partial<Omit<FullscriptConfig, keyof AuthorizationConfig>>, Omit<AuthorizationRequestOptions, "popup"> {
  /**
   * `"redirect"` leaves this page; `"popup"` opens a window over it, and needs `endpoint`; `"auto"` is a popup in a frame of another
   * site's, where a redirect ends in a blank frame, and otherwise a redirect. `"top"` redirects the topmost window, for a frame of
   * your own site's.
   * @default "auto"
   */
  mode?: FullscriptAuthMode | undefined;
  /** Called where an answer from a window has connected the account, once, also where this component has been unmounted. */
  onConnected?: ((outcome: ConnectedOutcome<unknown>) => void) | undefined;
}

/** Where an authorization is, as far as this page knows. */
export type FullscriptAuthStatus = FullscriptAuth["status"];

/** What one authorization may have of its own. */
export type AuthorizeOverrides = Omit<AuthorizationRequestOptions, "popup"> & Pick<FullscriptAuthOptions, "mode">;

interface Actions {
  /**
   * Goes to Fullscript. Stable, never throws, and is its own `onClick`. While one is under way it does nothing, but for a window that is
   * open: that is brought to the front.
   */
  authorize: (overrides?: AuthorizeOverrides | SyntheticEvent) => void;
  /** Back to `idle`; a window that is open is closed. */
  reset: () => void;
}

interface Nothing {
  isOpen?: undefined;
  error: undefined;
  connection: undefined;
  retry?: undefined;
}

type AuthState<Connection> =
  | (Nothing & { status: "idle" | "redirecting" | "exchanging" | "cancelled" })
  /** The window is open, as far as the browser tells: behind a Cross-Origin-Opener-Policy one that lives reads as closed. */
  | (Omit<Nothing, "isOpen"> & { status: "awaiting"; isOpen: boolean })
  | (Omit<Nothing, "connection"> & { status: "connected"; connection: Connection | undefined })
  | (Omit<Nothing, "error"> & { status: "expired"; error: FullscriptError })
  /** `retry` presents the same code again, e.g. once the user has signed in to the host again: it surely was not accepted before. Where it has expired, a fresh one is asked for. */
  | (Omit<Nothing, "error" | "retry"> & { status: "failed"; error: FullscriptError; retry?: (() => void) | undefined });

/** What the hook gives: the status with what belongs to it, and what can be done. */
export type FullscriptAuth<Connection = unknown> = AuthState<Connection> & Actions;

const NOTHING = { error: undefined, connection: undefined } as const;
const IDLE = { ...NOTHING, status: "idle" } as const;
const REDIRECTING = { ...NOTHING, status: "redirecting" } as const;

/**
 * Starts an authorization: builds the request with its encoded state, remembers it, and goes to Fullscript by a redirect or in a window.
 * From a window the answer comes back here, and is exchanged here.
 *
 * A configuration with which the user would not come back is refused before anything leaves: `status: "failed"`, with
 * `misconfigured`, `storage_unavailable` or `popup_blocked`.
 * @see RFC 6749 §4.1.1
 */
export function useFullscriptAuth<Connection = unknown>(options: FullscriptAuthOptions): FullscriptAuth<Connection> {
  const queryClient = useContext(QueryClientContext);
  const [state, setState] = useState<AuthState<Connection>>(IDLE);
  const latest = useRef({ ...options, queryClient });
  const stopRedirect = useRef<() => void>(undefined);
  const sessions = useRef<PopupSession[]>([]);

  useEffect(() => {
    latest.current = { ...options, queryClient };
    for (const session of sessions.current) session.advance();
  });
  const endRedirect = useCallback(() => {
    stopRedirect.current?.();
    stopRedirect.current = undefined;
    setState(IDLE);
  }, []);
  const reset = useCallback(() => {
    for (const session of sessions.current.splice(0)) session.cancel();
    endRedirect();
  }, [endRedirect]);

  useEffect(() => {
    const { storage, mode } = latest.current;
    pruneTransactions(storage);
    // Before the click, which tries again where it did not come.
    if (resolveMode(mode, globalBrowser) === "popup") loadPopupSession().catch(() => undefined);
    return endRedirect;
  }, [endRedirect]);

  const owner = useRef<string>(undefined);
  const { subject } = options;
  useEffect(() => {
    // What came of it for one user is not the next one's to see.
    if (isOtherSubject(owner.current, subject)) reset();
    if (typeof subject === "string") owner.current = subject;
  }, [subject, reset]);

  const authorize = useCallback(
    function start(argument?: AuthorizeOverrides | SyntheticEvent): void {
      if (stopRedirect.current || sessions.current.some((session) => session.focus())) return;
      try {
        const overrides = !argument || "nativeEvent" in argument ? {} : argument;
        const { appState, appStateIn, returnTo, continues } = latest.current;
        const mode = resolveMode(overrides.mode ?? latest.current.mode, globalBrowser);
        const request = {
          appState: overrides.appState === undefined ? appState : overrides.appState,
          appStateIn: overrides.appStateIn ?? appStateIn,
          returnTo: overrides.returnTo ?? returnTo,
          continues: overrides.continues ?? continues,
        };
        if (mode !== "popup") {
          const { url } = createAuthorizationRequest(latest.current, request);
          const leave = mode === "top" ? globalBrowser.assignTop : globalBrowser.assign;
          stopRedirect.current = redirect(url, endRedirect, { ...globalBrowser, assign: leave });
          return setState(REDIRECTING);
        }
        const { endpoint } = latest.current;
        if (!endpoint) throw new FullscriptError("misconfigured", "`endpoint` is missing, and the answer from a window is exchanged by this page. Pass it, or use `mode: \"redirect\"`.");
        const [popupRequest, storage] = rememberSomewhere(latest.current, { ...request, continues: undefined, popup: true });
        const host: Host = {
          get current() {
            return { ...latest.current, endpoint: latest.current.endpoint ?? endpoint, storage, autoLeave: false };
          },
        };
        const show = (next: PopupState) => {
          // Whichever window has connected, the others have nothing left to do.
          if (next.status === "connected") for (const other of sessions.current.splice(0)) if (other !== session) other.cancel();
          const present = "retry" in next ? next.retry : undefined;
          // In the click itself, which may open a window.
          const retry = present && (() => (present() ? undefined : start(overrides)));
          setState({ ...NOTHING, ...next, retry } as AuthState<Connection>);
        };
        for (const older of sessions.current) older.recede();
        const session: PopupSession = openPopup(popupRequest, host, (next) => show(next), globalBrowser);
        sessions.current.push(session);
      } catch (thrown) {
        const error = toFullscriptError(thrown);
        warnOf(error);
        setState({ status: "failed", error, connection: undefined });
      }
    },
    [endRedirect],
  );

  return { ...state, authorize, reset };
}

/** A frame may have no storage at all; then this page's memory has to do, because the answer comes back to this page. */
function rememberSomewhere(config: AuthorizationConfig, options: AuthorizationRequestOptions): [AuthorizationRequest, StorageLike | undefined] {
  try {
    return [createAuthorizationRequest(config, options), config.storage];
  } catch (error) {
    if (!(error instanceof FullscriptError) || error.code !== "storage_unavailable") throw error;
    const storage = createMemoryStorage();
    return [createAuthorizationRequest({ ...config, storage }, options), storage];
  }
}

function resolveMode(mode: FullscriptAuthMode = "auto", browser: Browser): Exclude<FullscriptAuthMode, "auto"> {
  if (mode !== "auto") return mode;
  return browser.isInForeignFrame() ? "popup" : "redirect";
}
