import type { VerifiedCode } from "./authorizationResponse";
import { type Browser, globalBrowser } from "./browser";
import { mayHaveBeenProcessed } from "./endpoint";
import { exchangeCode } from "./exchange";
import type { ExchangeConfig } from "./FullscriptConfig";
import { FullscriptError } from "./FullscriptError";
import { withLock } from "./lock";
import { createMarks, readResponses, writeResponses } from "./marks";
import { createResponseKey } from "./responseKey";
import { isOtherSubject, isUnknownSubject, subjectMismatch } from "./subject";
import {
  CODE_LIFETIME_MS,
  earlierSettlement,
  isTransactionExpired,
  readNonce,
  type ResponseRecord,
  type Settlement,
  type Transaction,
} from "./transaction";
import { waitUntil } from "./waitUntil";

/** What an attempt waits for before it posts: the network, or another tab that is posting. */
export type ExchangeWait = "offline" | "other-tab";

/** A finished exchange: the endpoint's answer, or the outcome that an earlier one had. */
export type ExchangeResult = { settled: Settlement; connection: unknown; replayed: boolean };

/**
 * One attempt to exchange a verified code, such that no code that may have been accepted is presented again: under the
 * transaction's lock, with what was posted marked before it leaves and what came of it after.
 *
 * Throws what `exchangeCode` throws, `code_expired`, `subject_mismatch`, and `exchange_interrupted` for a code that an earlier
 * attempt posted without seeing an answer, unless the endpoint is `idempotent`. `retryable` tells whether another attempt may be made.
 */
export async function attemptExchange(
  verified: VerifiedCode,
  /** A function is asked again after each wait, so that nobody is posted for who has signed out in the meantime. */
  config: ExchangeConfig | (() => ExchangeConfig),
  receivedAt: number,
  onWait: (waiting: ExchangeWait | undefined) => void = () => undefined,
  browser: Browser = globalBrowser,
): Promise<ExchangeResult> {
  const { transaction } = verified;
  const current = () => (typeof config === "function" ? config() : config);
  const { storage, idempotent = false, timeoutMs = 30_000 } = current();
  const { fingerprint } = await createResponseKey(verified, browser);
  if (!browser.isOnline()) {
    onWait("offline");
    await waitUntil(Infinity, () => browser.isOnline() || isCodeExpired(receivedAt, browser.now()), browser);
  }
  onWait(undefined);
  const marks = createMarks(browser);
  // While the lock is asked for.
  void marks.open();

  const attempt = async (): Promise<ExchangeResult> => {
    onWait(undefined);
    let responses = await readResponses(marks, transaction, storage, browser);
    let known: ResponseRecord = responses[fingerprint] ?? { revision: 0, receivedAt };
    const wasPosted = known.posted === true;
    const earlier = earlierSettlement(responses, fingerprint);
    if (earlier) return { settled: earlier, connection: undefined, replayed: true };

    const mark = (change: Partial<ResponseRecord>) => {
      known = { ...known, ...change, revision: known.revision + 1 };
      responses = { ...responses, [fingerprint]: known };
      return writeResponses(marks, transaction, responses, storage, browser);
    };
    // Looked at twice: before anything, and when there is nothing left to wait for. A laptop may have slept between.
    const check = () => {
      if (!readNonce(transaction.nonce, storage, browser)) throw forgotten();
      checkSubject(transaction, current().subject);
      checkAge(transaction, known.receivedAt, browser.now());
    };
    try {
      check();
      if (known.posted && !idempotent) {
        throw new FullscriptError(
          "exchange_interrupted",
          "The code was posted before this page was loaded, and the answer never seen. Start again.",
        );
      }
      const onSend = async () => {
        const isKept = await mark({ posted: true });
        // Not kept open while the request is under way: a page with an open database may be kept out of the back/forward cache.
        marks.close();
        check();
        if (!isKept && !idempotent) throw unmarked();
      };
      const connection = await exchangeCode(verified, current(), { onSend }, browser);
      const settled: Settlement = { status: "connected", at: browser.now() };
      await mark({ settled });
      return { settled, connection, replayed: false };
    } catch (error) {
      if (!(error instanceof FullscriptError)) throw error;
      if (!error.retryable) await mark({ settled: settlementOf(error, browser.now()) });
      // An answer that says no frees the code, but not from a POST of an earlier attempt, which may have been accepted.
      else if (!wasPosted && known.posted && !mayHaveBeenProcessed(error)) await mark({ posted: false });
      throw error;
    }
  };
  const waitForOther = () => {
    marks.close();
    onWait("other-tab");
  };
  try {
    return await withLock(transaction.nonce, timeoutMs + 5_000, waitForOther, attempt, browser);
  } finally {
    marks.close();
  }
}

function unmarked(): FullscriptError {
  return new FullscriptError(
    "storage_unavailable",
    "Neither the storage nor IndexedDB could keep that the code is posted, so a reload would have posted it again, and nothing was sent. Free some space, or allow site data.",
  );
}

function forgotten(): FullscriptError {
  return new FullscriptError(
    "state_mismatch",
    "The authorization request was forgotten in the meantime, as at your user's sign-out, so nothing was sent. Start again.",
  );
}

function checkAge(transaction: Transaction, receivedAt: number, now: number): void {
  if (isTransactionExpired(transaction, now) || isCodeExpired(receivedAt, now)) throw codeExpired();
}

function checkSubject(transaction: Transaction, subject: string | null | undefined): void {
  if (isUnknownSubject(subject)) {
    throw new FullscriptError("exchange_unauthorized", "`subject` is not known any more, so nothing was sent.", {
      retryable: true,
    });
  }
  if (isOtherSubject(transaction.subject, subject)) throw subjectMismatch(transaction.subject, subject);
}

/** Whether a failed attempt is followed by another without being asked. */
export function isRetriedByItself({ code, retryable }: FullscriptError, idempotent = false): boolean {
  return (
    retryable &&
    (code === "exchange_unavailable" ||
      code === "exchange_unreachable" ||
      (code === "exchange_interrupted" && idempotent))
  );
}

/** How long to wait after so many failures, in milliseconds: exponential with jitter, never sooner than the endpoint asked for. */
export function retryDelayMs(
  failures: number,
  { retryAfterMs = 0 }: FullscriptError,
  browser: Browser = globalBrowser,
): number {
  return Math.max(retryAfterMs, Math.min(1_000 * 2 ** failures, 30_000) * (0.5 + browser.random()));
}

/** What is remembered of an error. An endpoint's own words may quote the code, so only what looks like one of RFC 6749's is kept. */
export function settlementOf({ code, error }: FullscriptError, at: number): Settlement {
  const word = error !== undefined && /^[a-z_]{1,64}$/.test(error) ? error : undefined;
  return { status: code === "code_expired" || code === "code_rejected" ? "expired" : "failed", at, code, error: word };
}

/** Whether ten minutes have passed since a code came back. A time in the future counts as over. */
export function isCodeExpired(receivedAt: number, now: number): boolean {
  return receivedAt > now || now - receivedAt >= CODE_LIFETIME_MS;
}

function codeExpired(): FullscriptError {
  return new FullscriptError(
    "code_expired",
    "The code is older than the ten minutes that it lives, so it was not sent. Start again.",
  );
}
