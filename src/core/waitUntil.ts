import type { Browser } from "./browser";

const LOOK_MS = 1_000;

/**
 * Waits for a time, in milliseconds since the epoch, or for what ends the wait before. Looks for itself, again and again: a timer
 * stands still while a laptop sleeps.
 */
export async function waitUntil(time: number, isOver: () => boolean, browser: Browser): Promise<void> {
  for (;;) {
    const leftMs = time - browser.now();
    if (isOver() || leftMs <= 0) return;
    await new Promise((resolve) => setTimeout(resolve, Math.min(leftMs, LOOK_MS)));
  }
}
