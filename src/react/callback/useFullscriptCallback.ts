"use client";

import { QueryClientContext } from "@tanstack/react-query";
import { useContext, useEffect, useState, useSyncExternalStore } from "react";
import { createCallbackSession } from "../../core/callback/createCallbackSession";
import type { CallbackOptions, FullscriptCallbackState } from "../../core/callback/FullscriptCallbackState";
import { READING } from "../../core/callback/selectView";
import { CONNECTION_KEY } from "../connection/connectionQuery";
import { useUnreadWarning } from "./useUnreadWarning";

/** The options of the callback: your `endpoint` alone, or your whole configuration, which can also start again without a transaction. */
export type FullscriptCallbackOptions<Connection = unknown> = CallbackOptions<Connection>;

/**
 * Finishes an authorization on the page of the redirect URI: reads the response in the URL, posts the code to your endpoint once, and
 * returns the state. Switch on its `status`: every outcome has the actions that are possible.
 *
 * Never throws. Every failure is `status: "failed"` with a {@link FullscriptError}.
 *
 * @example
 * const callback = useFullscriptCallback({ ...fullscript, navigate });
 * if (callback.status === "cancelled") return <button onClick={callback.leave}>Go back</button>;
 * @see RFC 6749 §4.1.2
 */
export function useFullscriptCallback<Connection = unknown>(
  options: FullscriptCallbackOptions<Connection>,
): FullscriptCallbackState<Connection> {
  const queryClient = useContext(QueryClientContext);
  const current = {
    ...options,
    refreshConnection: () => void queryClient?.invalidateQueries({ queryKey: CONNECTION_KEY }),
  };
  const [session] = useState(() => createCallbackSession(current));
  useEffect(() => session.update(current));
  const state = useSyncExternalStore(session.subscribe, session.getSnapshot, getServerSnapshot);
  useUnreadWarning(session.getSnapshot);
  return state;
}

const getServerSnapshot = () => READING;
