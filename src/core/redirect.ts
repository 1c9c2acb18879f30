import type { Browser } from "./browser";

const STILL_HERE_MS = 3_000;

/**
 * Sends the browser to `url` and returns a function that stops watching. Calls `onStay` if the user is still here: the back/forward
 * cache shows this page again, or the page is visible three seconds later.
 */
export function redirect(
  url: string,
  onStay: () => void,
  browser: Pick<Browser, "assign" | "isVisible" | "onRestore">,
): () => void {
  const stop = () => {
    clearInterval(timer);
    unsubscribe();
  };
  const stay = () => {
    stop();
    onStay();
  };
  const timer = setInterval(() => {
    if (browser.isVisible()) stay();
  }, STILL_HERE_MS);
  const unsubscribe = browser.onRestore(stay);
  try {
    browser.assign(url);
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}
