"use client";

import { QueryClientContext } from "@tanstack/react-query";
import { useContext, useEffect, useState } from "react";
import { globalBrowser } from "../../core/browser";
import { CONNECTION_KEY } from "../connection/connectionQuery";
import { type Authorization, createAuthorization, IDLE } from "./authorization";
import type { FullscriptAuth, FullscriptAuthOptions, FullscriptAuthState } from "./authState";

/**
 * Starts an authorization: creates the request with its encoded state, stores the transaction, and goes to Fullscript by a redirect
 * or in a window. After a window, this page exchanges the code.
 *
 * The hook never throws. If the user could not come back with this configuration, nothing leaves the page: the status is `failed`
 * with `misconfigured`, `storage_unavailable` or `popup_blocked`. If you pass a `resumeKey`, the status is `connected` once when the
 * user is back on this page and has connected.
 *
 * @example
 * const { status, authorize } = useFullscriptAuth({ ...fullscript, appState: { patient: "42" } });
 * return <button onClick={authorize} disabled={status === "redirecting"}>Connect</button>;
 * @see RFC 6749 §4.1.1
 */
export function useFullscriptAuth<Connection = unknown>(options: FullscriptAuthOptions): FullscriptAuth<Connection> {
  // The host's endpoint decides what it returns, and the host declares it as `Connection`.
  return useAuthorization(options).auth as FullscriptAuth<Connection>;
}

/**
 * Binds an authorization to a component.
 *
 * @param onReturn runs once if the user is back on this page and has connected for this `resumeKey`
 */
export function useAuthorization(
  options: FullscriptAuthOptions,
  onReturn?: () => void,
): { auth: FullscriptAuth; fail: Authorization["fail"] } {
  const queryClient = useContext(QueryClientContext);
  const [state, setState] = useState<FullscriptAuthState>(IDLE);
  const [{ authorize, reset, fail, update, attach }] = useState(() =>
    createAuthorization(options, setState, globalBrowser),
  );
  const refreshConnection = () => void queryClient?.invalidateQueries({ queryKey: CONNECTION_KEY });
  useEffect(() => update({ ...options, refreshConnection, onReturn }));
  useEffect(attach, [attach]);
  return { auth: { ...state, authorize, reset }, fail };
}
