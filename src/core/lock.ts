import type { Browser } from "./browser";
import { FullscriptError } from "./FullscriptError";
import { startTimer } from "./timeout";

/**
 * Runs `task` while no other tab runs one of the same transaction. Waits at most `waitMs` for another tab, and says so by
 * `onWait`; then throws `exchange_interrupted`. Never steals: the holder may be in the middle of a POST.
 */
export async function withLock<T>(
  nonce: string,
  waitMs: number,
  onWait: () => void,
  task: () => Promise<T>,
  browser: Browser,
): Promise<T> {
  const locks = browser.locks();
  if (!locks) return task();
  const name = `fullscript-connect:${nonce}`;
  const patience = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBegun = false as boolean;
  const begin = () => {
    clearTimeout(timer);
    isBegun = true;
    return task();
  };

  try {
    const atOnce = await locks.request(name, { ifAvailable: true }, async (lock) =>
      lock ? { result: await begin() } : undefined,
    );
    if (atOnce) return atOnce.result;
    onWait();
    timer = startTimer(() => patience.abort(), waitMs);
    return await locks.request(name, { signal: patience.signal }, begin);
  } catch (error) {
    if (isBegun) throw error;
    // Where locks are refused, as where site data is blocked, the marks and the server's claim decide.
    if (!patience.signal.aborted) return task();
    throw new FullscriptError(
      "exchange_interrupted",
      "Another tab is exchanging this code and has not finished. Look there, or retry.",
      { retryable: true },
    );
  }
}
