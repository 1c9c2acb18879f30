"use client";

import { QueryClientContext } from "@tanstack/react-query";
import { useContext, useEffect, useState } from "react";
import { globalBrowser } from "../../core/browser";
import { createAuthorization, IDLE } from "./authorization";
import type { FullscriptAuthState, FullscriptAuth, FullscriptAuthOptions } from "./authState";

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
  const [state, setState] = useState<FullscriptAuthState>(IDLE);
  const [{ authorize, reset, update, attach }] = useState(() => createAuthorization(options, setState, globalBrowser));
  useEffect(() => update({ ...options, queryClient }));
  useEffect(attach, [attach]);
  // The endpoint is the host's own, and the host says what it answers.
  return { ...(state as FullscriptAuthState<Connection>), authorize, reset };
}
