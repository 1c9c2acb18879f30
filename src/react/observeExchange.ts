import { MutationObserver, QueryClient } from "@tanstack/react-query";
import { attemptExchange, codeExpired, type ExchangeResult, type ExchangeWait, isCodeExpired, isRetriedByItself, retryDelayMs } from "../core/attempt";
import type { VerifiedCode } from "../core/authorizationResponse";
import type { Browser } from "../core/browser";
import type { ExchangeConfig } from "../core/FullscriptConfig";
import type { FullscriptError } from "../core/FullscriptError";
import { CODE_LIFETIME_MS } from "../core/transaction";
import type { ExchangingState } from "./callbackState";
import { toFullscriptError } from "./toFullscriptError";

const MAX_RETRIES = 4;

/** What becomes of an exchange. Of the last two, one is called for each start. */
export interface ExchangeListener {
  onProgress: (state: ExchangingState) => void;
  onResult: (result: ExchangeResult) => void;
  onError: (error: FullscriptError) => void;
}

// The host's own client may be cleared, persisted with the code, or given other defaults in mid-flight.
let privateClient: QueryClient | undefined;

function getPrivateClient(): QueryClient {
  if (!privateClient) {
    privateClient = new QueryClient();
    privateClient.mount();
  }
  return privateClient;
}

/**
 * Exchanges a verified code, again by itself where it surely did not happen, until the code's ten minutes are over. Gives a function
 * that starts, or starts anew; while one is under way it does nothing.
 */
export function observeExchange(
  verified: VerifiedCode,
  receivedAt: number,
  config: () => ExchangeConfig,
  { onProgress, onResult, onError }: ExchangeListener,
  browser: Browser,
): () => void {
  const expiresAt = receivedAt + CODE_LIFETIME_MS;
  let isAttempting = false;
  let waiting: ExchangeWait | undefined;
  let isOver = true;
  let deadline: ReturnType<typeof setTimeout>;

  const observer = new MutationObserver<ExchangeResult, FullscriptError>(getPrivateClient(), {
    // No variables: the code must not be where a persister would write it to disk.
    mutationFn: async () => {
      isAttempting = true;
      try {
        const onWait = (reason: ExchangeWait | undefined) => {
          waiting = reason;
          read();
        };
        return await attemptExchange(verified, config, receivedAt, onWait, browser);
      } catch (error) {
        throw toFullscriptError(error);
      } finally {
        isAttempting = false;
      }
    },
    retry: (failures, error) =>
      failures < MAX_RETRIES &&
      isRetriedByItself(error, config().idempotent) &&
      !isCodeExpired(receivedAt, browser.now() + (error.retryAfterMs ?? 0)),
    retryDelay: (failures, error) => retryDelayMs(failures, error, browser),
    // Whether there is a network is asked before each attempt: react-query learns only of changes.
    networkMode: "always",
    gcTime: Infinity,
  });

  function read(): void {
    if (isOver) return;
    const { status, data, error, failureCount } = observer.getCurrentResult();
    if (status === "success") over(() => onResult(data));
    else if (status === "error") over(() => onError(error));
    else onProgress({ status: "exchanging", attempt: failureCount + 1, waiting: isAttempting ? waiting : failureCount > 0 ? "retry" : undefined, expiresAt });
  }

  function over(tell: () => void): void {
    isOver = true;
    clearTimeout(deadline);
    tell();
  }

  observer.subscribe(read);
  return () => {
    if (!isOver) return;
    isOver = false;
    deadline = setTimeout(() => {
      // What has been posted gets its answer, or its own timeout.
      if (!isOver && (!isAttempting || waiting === "offline")) over(() => onError(codeExpired()));
    }, expiresAt - browser.now());
    observer.mutate().catch(() => undefined);
  };
}
