import type { Browser } from "./browser";
import { FullscriptError } from "./FullscriptError";

/**
 * Runs `task` while no other tab runs one of the same transaction. Waits at most `waitMs` for another tab, and says so by
 * `onWait`; then throws `exchange_interrupted`. Never steals: the holder may be in the middle of a POST.
 */
export async function withLock<T>(nonce: string, waitMs: number, onWait: () => void, task: () => Promise<T>, browser: Browser): Promise<T> {
  const locks = browser.locks();
  if (!locks) return task();
  const name = `fullscript-connect:${nonce}`;
  const atOnce = await locks.request(name, { ifAvailable: true }, async (lock) => (lock ? { result: await task() } : undefined));
  if (atOnce) return atOnce.result;

  onWait();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), waitMs);
  return await locks.request(name, { signal: patience.signal }, () => {
    clearTimeout(timer);
    return task();
  }).catch((error: unknown) => {
    if (!patience.signal.aborted) throw error;
    throw new FullscriptError("exchange_interrupted", "Another tab is exchanging this code and has not finished. Look there, or retry.", { retryable: true });
  });
}
