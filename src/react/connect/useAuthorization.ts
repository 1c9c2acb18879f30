import { QueryClientContext } from "@tanstack/react-query";
import { useContext, useEffect, useState } from "react";
import { globalBrowser } from "../../core/browser";
import { CONNECTION_KEY } from "../connection/connectionQuery";
import { type Authorization, createAuthorization, IDLE } from "./authorization";
import type { FullscriptAuth, FullscriptAuthOptions, FullscriptAuthState } from "./authState";

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
