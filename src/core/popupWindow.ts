import type { Browser } from "./browser";

const NAME = "fullscript-";

/** Returns the name of the popup for a transaction. */
export const windowName = (nonce: string): string => NAME + nonce.slice(0, 12);

/** Returns whether this page is a popup for an authorization, by its name. Another site may have opened it for another purpose. */
export const isAuthorizationWindow = (browser: Browser): boolean =>
  Boolean(browser.opener()) && browser.windowName().startsWith(NAME);
