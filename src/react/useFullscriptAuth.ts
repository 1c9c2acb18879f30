"use client";

import { type SyntheticEvent, useCallback, useEffect, useRef, useState } from "react";
import { type AuthorizationRequestOptions, createAuthorizationRequest } from "../core/authorizationRequest";
import { globalBrowser } from "../core/browser";
import type { AuthorizationConfig, FullscriptConfig } from "../core/FullscriptConfig";
import type { FullscriptError } from "../core/FullscriptError";
import { toFullscriptError } from "../core/toFullscriptError";
import { pruneTransactions } from "../core/transaction";
import { warnOf } from "../core/warn";
import { redirect } from "./redirect";

/** The host's configuration, and what this authorization is for. */
export interface FullscriptAuthOptions extends AuthorizationConfig, Partial<Omit<FullscriptConfig, keyof AuthorizationConfig>>, AuthorizationRequestOptions {
  /** How the user gets to Fullscript. @default "redirect" */
  mode?: "redirect" | undefined;
}

/** Where an authorization is, as far as this page knows. */
export type FullscriptAuthStatus = "idle" | "redirecting" | "awaiting" | "exchanging" | "connected" | "cancelled" | "expired" | "failed";

interface Actions {
  /** Leaves for Fullscript. Stable, never throws, does nothing while one is under way, and is its own `onClick`. */
  authorize: (overrides?: AuthorizationRequestOptions | SyntheticEvent) => void;
  /** Back to `idle`. */
  reset: () => void;
}

type AuthState<Connection> =
  | { status: "idle" | "redirecting" | "awaiting" | "exchanging" | "cancelled"; error: undefined; connection: undefined }
  | { status: "connected"; error: undefined; connection: Connection | undefined }
  | { status: "expired" | "failed"; error: FullscriptError; connection: undefined };

/** What the hook gives: the status with what belongs to it, and what can be done. */
export type FullscriptAuth<Connection = unknown> = AuthState<Connection> & Actions;

const IDLE = { status: "idle", error: undefined, connection: undefined } as const;
const REDIRECTING = { ...IDLE, status: "redirecting" } as const;

/**
 * Starts an authorization: builds the request with its encoded state, remembers it, and sends the browser to Fullscript.
 *
 * A configuration with which the user would not come back is refused before anything leaves: `status: "failed"`, with
 * `misconfigured` or `storage_unavailable`.
 * @see RFC 6749 §4.1.1
 */
export function useFullscriptAuth<Connection = unknown>(options: FullscriptAuthOptions): FullscriptAuth<Connection> {
  const [state, setState] = useState<AuthState<Connection>>(IDLE);
  const latest = useRef(options);
  const stop = useRef<() => void>(undefined);

  useEffect(() => {
    latest.current = options;
  });
  const reset = useCallback(() => {
    stop.current?.();
    stop.current = undefined;
    setState(IDLE);
  }, []);

  useEffect(() => {
    pruneTransactions(latest.current.storage);
    return reset;
  }, [reset]);

  const authorize = useCallback(
    (argument?: AuthorizationRequestOptions | SyntheticEvent) => {
      if (stop.current) return;
      try {
        const overrides = !argument || "nativeEvent" in argument ? {} : argument;
        const { appState, appStateIn, returnTo } = latest.current;
        const request = createAuthorizationRequest(latest.current, {
          appState: overrides.appState === undefined ? appState : overrides.appState,
          appStateIn: overrides.appStateIn ?? appStateIn,
          returnTo: overrides.returnTo ?? returnTo,
        });
        stop.current = redirect(request.url, reset, globalBrowser);
        setState(REDIRECTING);
      } catch (thrown) {
        const error = toFullscriptError(thrown);
        warnOf(error);
        setState({ status: "failed", error, connection: undefined });
      }
    },
    [reset],
  );

  return { ...state, authorize, reset };
}
