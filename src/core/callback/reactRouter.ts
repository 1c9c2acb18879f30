import type { CallbackBrowser } from "../callbackBrowser";

/**
 * React Router counts its history entries with `idx`, and notices a new URL only after a `popstate` event. Without the event it
 * would keep the old query string.
 */
export function notifyReactRouter(state: object, browser: Pick<CallbackBrowser, "popState">): void {
  if ("idx" in state) browser.popState(state);
}
