import type { Browser } from "../../core/browser";

const STILL_HERE_MS = 3_000;

/**
 * Sends the browser to `url`, and tells when this page is to be used again after all: the back/forward cache shows it, or it is
 * visible three seconds later, or whenever it is again. Gives a function that stops telling.
 */
export function redirect(url: string, onStay: () => void, browser: Browser): () => void {
  const stop = () => {
    clearInterval(timer);
    forget();
  };
  const stay = () => {
    stop();
    onStay();
  };
  const timer = setInterval(() => {
    if (browser.isVisible()) stay();
  }, STILL_HERE_MS);
  const forget = browser.onRestore(stay);
  try {
    browser.assign(url);
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}
