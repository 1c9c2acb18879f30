import { type CallbackBrowser, callbackBrowser } from "./callbackBrowser";
import { mayHaveBeenProcessed } from "./endpointAnswer";
import { DEFAULT_TIMEOUT_MS, prepareRequest, sendRequest } from "./endpointRequest";
import { createExchangeRecords, createTransactionRecords, type ExchangeRecords } from "./exchangeRecords";
import type { FullscriptEnvironment } from "./environment";
import type { ExchangeConfig } from "./FullscriptConfig";
import { FullscriptError } from "./FullscriptError";
import { withLock } from "./lock";
import type { ReceivedCode } from "./ReceivedCode";
import {
  isOtherSubject,
  isUnknownSubject,
  subjectMismatch,
  isTransactionExpired,
  type ResponseRecord,
  type Settlement,
  type Transaction,
} from "./transaction";
import { connectedOf, earlierSettlement, isCodeExpired, settlementOf } from "./settlement";
import { createTransactionStore, type TransactionStore } from "./transactionStore";
import { waitUntil } from "./timeout";

/** The outcome of an exchange. With `replayed` an earlier exchange found it out, and nothing was posted now. */
export interface ExchangeResult {
  settled: Settlement;
  connection: unknown;
  replayed: boolean;
}

/** How much longer than the endpoint's timeout one tab waits for another. */
const LOCK_MARGIN_MS = 5_000;

/**
 * Exchanges a code once: records that it was posted, posts it, and records the answer. A code that may have been accepted is never
 * posted again, unless the endpoint is idempotent.
 *
 * Throws a `FullscriptError`; `retryable` says whether the code may be posted again.
 *
 * @param getConfig is called again after each wait, so that nothing is posted for a user who has signed out.
 */
export async function exchangeCode(
  code: ReceivedCode,
  getConfig: () => ExchangeConfig,
  onWait: (waiting: "offline" | "other-tab" | undefined) => void = () => undefined,
  browser: CallbackBrowser = callbackBrowser,
): Promise<ExchangeResult> {
  if (!browser.isOnline()) {
    onWait("offline");
    const isOver = () => browser.isOnline() || isCodeExpired(code.receivedAt, browser.now());
    await waitUntil(Infinity, isOver, browser);
  }
  onWait(undefined);
  const { transaction } = code;
  const { storage, idempotent, timeoutMs = DEFAULT_TIMEOUT_MS } = getConfig();
  const store = createTransactionStore(storage, browser);
  // The server's claim keeps the promise, so the POST waits for nothing.
  if (idempotent) return postOnce(code, getConfig, store, createTransactionRecords(transaction, store), browser);

  const records = createExchangeRecords(transaction, store, browser);
  const waitForOther = () => {
    void records.close();
    onWait("other-tab");
  };
  const post = () => {
    onWait(undefined);
    return postOnce(code, getConfig, store, records, browser);
  };
  try {
    return await withLock(transaction.nonce, timeoutMs + LOCK_MARGIN_MS, waitForOther, post, browser);
  } finally {
    void records.close();
  }
}

/** Posts a code unless the records say that it may have been accepted. */
async function postOnce(
  code: ReceivedCode,
  getConfig: () => ExchangeConfig,
  store: TransactionStore,
  records: ExchangeRecords,
  browser: CallbackBrowser,
): Promise<ExchangeResult> {
  const { transaction, fingerprint } = code;
  let responses = await records.read();
  const before: ResponseRecord = responses[fingerprint] ?? { revision: 0, receivedAt: code.receivedAt };
  const earlier = earlierSettlement(responses, fingerprint);
  if (earlier) return { settled: earlier, connection: undefined, replayed: true };

  const record = (change: Partial<ResponseRecord>, claimed?: string) => {
    const known = responses[fingerprint] ?? before;
    responses = { ...responses, [fingerprint]: { ...known, ...change, revision: known.revision + 1 } };
    return records.write(responses, claimed);
  };
  const check = () => {
    if (!store.get(transaction.nonce)) throw forgotten();
    checkSubject(transaction, getConfig().subject);
    checkAge(transaction, before.receivedAt, browser.now());
  };
  try {
    check();
    const config = getConfig();
    if (before.posted && !config.idempotent) throw postedBefore();
    checkEnvironment(transaction.environment, config);

    const post = { body: bodyOf(code), key: code.key };
    const request = await prepareRequest("POST", { ...config, environment: transaction.environment }, post);
    const recorded = await record({ posted: true }, fingerprint);
    // A page with an open database may be kept out of the back/forward cache.
    await records.close();
    // Checked again: the user may have signed out while this waited, or the machine may have slept.
    check();
    if (recorded === "taken") throw postedElsewhere();
    if (!recorded && !config.idempotent) throw unrecorded();

    const connection = await sendRequest(request, browser);
    // Without a lock, another tab may have connected first.
    const other = config.idempotent ? connectedOf(await records.read()) : undefined;
    if (other) return { settled: other, connection: undefined, replayed: true };
    const settlement: Settlement = { status: "connected", at: browser.now() };
    await record({ settled: settlement });
    return { settled: settlement, connection, replayed: false };
  } catch (error) {
    if (!(error instanceof FullscriptError)) throw error;
    // Without locks, another tab may have connected meanwhile, and no failure takes that back.
    if (!error.retryable) await record({ settled: settlementOf(error, browser.now()) }, fingerprint);
    // The endpoint refused this POST, so the code is free again. It isn't if an earlier POST may have been accepted.
    else if (!before.posted && responses[fingerprint]?.posted && !mayHaveBeenProcessed(error))
      await record({ posted: false });
    throw error;
  }
}

function bodyOf({ code, transaction }: ReceivedCode): string {
  // The subject is the user who left, so that the server can refuse anyone else.
  const { state, redirectUri, subject } = transaction;
  return JSON.stringify({ code, state, redirect_uri: redirectUri, subject });
}

function checkAge(transaction: Transaction, receivedAt: number, now: number): void {
  if (!isTransactionExpired(transaction, now) && !isCodeExpired(receivedAt, now)) return;
  throw new FullscriptError("code_expired", "The code is older than ten minutes, so it wasn't sent.");
}

/** The stored environment is input. If it isn't one of the four names, it must be the host's own, so that it can't choose the endpoint. */
function checkEnvironment(stored: FullscriptEnvironment, { environment, endpoint }: ExchangeConfig): void {
  if (typeof stored === "string" || (environment === undefined && typeof endpoint === "string")) return;
  if (typeof environment === "object" && environment.authorizationEndpoint === stored.authorizationEndpoint) return;
  throw new FullscriptError("state_mismatch", "The `environment` that the user left for is not the one passed here.");
}

function checkSubject(transaction: Transaction, subject: string | null | undefined): void {
  if (isUnknownSubject(subject)) {
    throw new FullscriptError("exchange_unauthorized", "`subject` is no longer known, so nothing was sent.", {
      retryable: true,
    });
  }
  if (isOtherSubject(transaction.subject, subject)) throw subjectMismatch(transaction.subject, subject);
}

const forgotten = () =>
  new FullscriptError("state_mismatch", "The authorization request was forgotten, so nothing was sent.");

const postedBefore = () =>
  new FullscriptError("exchange_interrupted", "An earlier page posted the code and didn't see the answer.");

const postedElsewhere = () =>
  new FullscriptError("exchange_interrupted", "Another tab is posting the code.", { retryable: true });

const unrecorded = () =>
  new FullscriptError("storage_unavailable", "Neither the storage nor IndexedDB could record the POST.");
