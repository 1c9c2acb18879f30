"use client";

import type { FullscriptAuth, FullscriptAuthOptions } from "./authState";
import { useAuthorization } from "./useAuthorization";

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
