import type { CallbackBrowser } from "./callbackBrowser";
import { FullscriptError } from "./FullscriptError";
import { startTimer } from "./timeout";

/** How long the browser may take to answer the first request while the page is visible. Some devices never answer. */
const FIRST_ANSWER_MS = 3_000;
const POLL_MS = 250;
const NO_ANSWER = Symbol();

/**
 * Runs `task` while no other tab runs one of the same transaction. Waits at most `waitMs` for another tab and calls `onWait`
 * before; then throws `exchange_interrupted`. Never steals: the holder may be in the middle of a POST. If the browser does not
 * answer, the task runs without a lock, and the claim in IndexedDB decides.
 */
export async function withLock<T>(
  nonce: string,
  waitMs: number,
  onWait: () => void,
  task: () => Promise<T>,
  browser: CallbackBrowser,
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
    const noAnswer = new Promise<typeof NO_ANSWER>((resolve) => {
      const poll = (leftMs: number) => {
        if (leftMs <= 0) {
          isBegun = true;
          return resolve(NO_ANSWER);
        }
        // A prerendered page gets no lock before the user sees it, so the time starts then.
        timer = setTimeout(() => poll(browser.isVisible() ? leftMs - POLL_MS : FIRST_ANSWER_MS), POLL_MS);
      };
      poll(FIRST_ANSWER_MS);
    });
    const request = locks.request(name, { ifAvailable: true }, async (lock) => {
      clearTimeout(timer);
      // A late grant does nothing: the task has begun without it.
      return lock && !isBegun ? { result: await begin() } : undefined;
    });
    const atOnce = await Promise.race([request, noAnswer]);
    if (atOnce === NO_ANSWER) return await begin();
    if (atOnce) return atOnce.result;
    onWait();
    timer = startTimer(() => patience.abort(), waitMs);
    return await locks.request(name, { signal: patience.signal }, begin);
  } catch (error) {
    clearTimeout(timer);
    if (isBegun) throw error;
    // The browser refuses locks, e.g. because site data is blocked.
    if (!patience.signal.aborted) return task();
    throw new FullscriptError("exchange_interrupted", "Another tab is exchanging this code.", { retryable: true });
  }
}
