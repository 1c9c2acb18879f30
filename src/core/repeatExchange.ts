import {
  attemptExchange,
  type ExchangeResult,
  type ExchangeWait,
  isCodeExpired,
  isRetriedByItself,
  retryDelayMs,
} from "./attempt";
import type { VerifiedCode } from "./authorizationResponse";
import { type Browser, globalBrowser } from "./browser";
import type { ExchangeConfig } from "./FullscriptConfig";
import { toFullscriptError } from "./toFullscriptError";
import { waitUntil } from "./waitUntil";

const MAX_ATTEMPTS = 5;

/**
 * Exchanges a verified code, again by itself where it surely did not happen, until the code's ten minutes are over. Throws what
 * `attemptExchange` throws.
 *
 * Our own loop, because react-query's lets a retry wait until a hidden tab is looked at, and by then the code may be over.
 */
export async function repeatExchange(
  verified: VerifiedCode,
  config: () => ExchangeConfig,
  receivedAt: number,
  /** `attempt` is 1 for the first. */
  onProgress: (attempt: number, waiting: ExchangeWait | "retry" | undefined) => void,
  browser: Browser = globalBrowser,
): Promise<ExchangeResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptExchange(verified, config, receivedAt, (waiting) => onProgress(attempt, waiting), browser);
    } catch (thrown) {
      const error = toFullscriptError(thrown);
      const retryAt = browser.now() + retryDelayMs(attempt - 1, error, browser);
      if (
        attempt === MAX_ATTEMPTS ||
        !isRetriedByItself(error, config().idempotent) ||
        isCodeExpired(receivedAt, retryAt)
      )
        throw error;
      onProgress(attempt + 1, "retry");
      await waitUntil(retryAt, () => isCodeExpired(receivedAt, browser.now()), browser);
    }
  }
}
