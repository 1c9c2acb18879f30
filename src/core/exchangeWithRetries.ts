import { type CallbackBrowser, callbackBrowser } from "./callbackBrowser";
import { exchangeCode, type ExchangeResult } from "./exchangeCode";
import type { ExchangeConfig } from "./FullscriptConfig";
import { type FullscriptError, toFullscriptError } from "./FullscriptError";
import type { ReceivedCode } from "./ReceivedCode";
import { isCodeExpired } from "./settlement";
import { waitUntil } from "./timeout";

/** What an exchange waits for: the network, its next attempt, or another tab that posts the same code. */
export type ExchangeWait = "offline" | "retry" | "other-tab";

const MAX_ATTEMPTS = 5;

/**
 * Exchanges a code, and tries again after a failure that allows it, until the code's ten minutes are over. Throws what
 * `exchangeCode` throws.
 *
 * It doesn't use react-query's retries, because those stop in a hidden tab, and the code may expire there.
 */
export async function exchangeWithRetries(
  code: ReceivedCode,
  getConfig: () => ExchangeConfig,
  onProgress: (attempt: number, waiting: ExchangeWait | undefined) => void,
  browser: CallbackBrowser = callbackBrowser,
): Promise<ExchangeResult> {
  const isExpired = (time: number) => isCodeExpired(code.receivedAt, time);
  for (let attempt = 1; ; attempt++) {
    try {
      return await exchangeCode(code, getConfig, (waiting) => onProgress(attempt, waiting), browser);
    } catch (thrown) {
      const error = toFullscriptError(thrown);
      const retryAt = browser.now() + retryDelayMs(attempt - 1, error, browser);
      if (attempt === MAX_ATTEMPTS || !shouldRetry(error, getConfig().idempotent) || isExpired(retryAt)) throw error;
      onProgress(attempt + 1, "retry");
      await waitUntil(retryAt, () => isExpired(browser.now()), browser);
    }
  }
}

/** Returns whether a failed attempt is followed by another one without the user. */
export function shouldRetry({ code, retryable }: FullscriptError, idempotent = false): boolean {
  return (
    retryable &&
    (code === "exchange_unavailable" ||
      code === "exchange_unreachable" ||
      (code === "exchange_interrupted" && idempotent))
  );
}

/** Returns how long to wait after a number of failures, in milliseconds: exponential with jitter, and at least `Retry-After`. */
export function retryDelayMs(
  failures: number,
  { retryAfterMs = 0 }: FullscriptError,
  browser: Pick<CallbackBrowser, "random"> = callbackBrowser,
): number {
  return Math.max(retryAfterMs, Math.min(1_000 * 2 ** failures, 30_000) * (0.5 + browser.random()));
}
