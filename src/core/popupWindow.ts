import type { Browser } from "./browser";

const NAME = "fullscript-";

/** What the window for an authorization is called. */
export const windowName = (nonce: string): string => NAME + nonce.slice(0, 12);

/** Whether this is a window for an authorization, by its name: another site may have opened this page for reasons of its own. */
export const isAuthorizationWindow = (browser: Browser): boolean =>
  Boolean(browser.opener()) && browser.windowName().startsWith(NAME);
