import { useEffect, useRef } from "react";
import { globalBrowser } from "../../core/browser";
import type { FullscriptCallbackState } from "../../core/callback/FullscriptCallbackState";
import { warn } from "../../core/report";

/** Nobody reads an outcome this fast. */
const UNREAD_MS = 1_000;
/** React mounts a StrictMode tree or a suspended one again at once. */
const REMOUNT_MS = 100;

/** Warns in development if a page unmounts the callback as soon as the URL is clean, so that nobody can read the outcome. */
export function useUnreadWarning(getState: () => FullscriptCallbackState): void {
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
      if (process.env.NODE_ENV === "production" || shownMs >= UNREAD_MS) return;
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
}

const isOver = (status: string) => ["cancelled", "expired", "failed"].includes(status);
