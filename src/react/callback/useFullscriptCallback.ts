"use client";

import { QueryClientContext } from "@tanstack/react-query";
import { useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { globalBrowser } from "../../core/browser";
import { createCallbackSession } from "../../core/callback/createCallbackSession";
import type { CallbackOptions, FullscriptCallbackState } from "../../core/callback/FullscriptCallbackState";
import { READING } from "../../core/callback/selectView";
import { warn } from "../../core/report";
import { CONNECTION_KEY } from "../connection/connectionQuery";

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

/** Nobody reads an outcome this fast. */
const UNREAD_MS = 1_000;
/** React mounts a StrictMode tree or a suspended one again at once. */
const REMOUNT_MS = 100;

/** Warns in development if a page unmounts the callback as soon as the URL is clean, so that nobody can read the outcome. */
const useUnreadWarning: (getState: () => FullscriptCallbackState) => void =
  process.env.NODE_ENV === "production"
    ? () => undefined
    : function useUnreadWarning(getState) {
        const { status } = getState();
        const shownAt = useRef<number>(undefined);
        const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
        useEffect(() => {
          shownAt.current = isOver(status) ? globalBrowser.now() : undefined;
        }, [status]);
        useEffect(() => {
          clearTimeout(timer.current);
          return () => {
            const shownMs = globalBrowser.now() - (shownAt.current ?? Infinity);
            if (shownMs >= UNREAD_MS) return;
            const { pathname } = globalBrowser.location() ?? {};
            timer.current = setTimeout(() => {
              // Read again: the page may have unmounted the callback before it rendered the outcome.
              if (isOver(getState().status) && globalBrowser.location()?.pathname === pathname)
                warn(
                  "The callback was unmounted before anyone could read its outcome. Decide once per page load to render it.",
                );
            }, REMOUNT_MS);
          };
        }, [getState]);
      };

const isOver = (status: string) => ["cancelled", "expired", "failed"].includes(status);
