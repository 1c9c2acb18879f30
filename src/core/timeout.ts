import type { CallbackBrowser } from "./callbackBrowser";

/** The longest time that a timer accepts, in milliseconds. A longer one fires at once. */
export const MAX_TIMER_MS = 2_147_483_647;

/** What {@link withTimeout} throws. */
export class TimeoutError extends Error {}

/** Starts a timer for any time, however long. */
export const startTimer = (task: () => void, ms: number): ReturnType<typeof setTimeout> =>
  setTimeout(task, Math.min(ms, MAX_TIMER_MS));

/** Runs a task. If it takes too long, throws a {@link TimeoutError} and aborts the signal. */
export async function withTimeout<T>(task: (signal: AbortSignal) => Promise<T>, ms: number): Promise<T> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Raced, because a function of the host may ignore the signal.
  const timeout = new Promise<never>((_, reject) => {
    timer = startTimer(() => {
      reject(new TimeoutError());
      controller.abort();
    }, ms);
  });
  try {
    return await Promise.race([task(controller.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

const POLL_MS = 1_000;

/** Waits until a time, in milliseconds since the epoch, or until `isOver`. It polls, because a timer stops while a laptop sleeps. */
export async function waitUntil(time: number, isOver: () => boolean, browser: CallbackBrowser): Promise<void> {
  for (;;) {
    const leftMs = time - browser.now();
    if (isOver() || leftMs <= 0) return;
    await new Promise((resolve) => setTimeout(resolve, Math.min(leftMs, POLL_MS)));
  }
}
