import { type Browser, globalBrowser, type StorageLike } from "./browser";
import { FULLSCRIPT_ORIGINS, type FullscriptEnvironment } from "./environment";
import type { JsonValue } from "./FullscriptConfig";
import { FullscriptError, type FullscriptErrorCode } from "./FullscriptError";
import { decodeState, stateNonce } from "./state";

/** How long an authorization request is remembered: signing up for Fullscript takes a while. */
export const TRANSACTION_LIFETIME_MS = 3_600_000;

/** How long an authorization code lives, and so how long its outcome is remembered. @see Fullscript's page "Request an auth code" */
export const CODE_LIFETIME_MS = 600_000;

/** What came of an authorization response. */
export interface Settlement {
  status: "connected" | "cancelled" | "expired" | "failed";
  /** Milliseconds since the epoch. */
  at: number;
  code?: FullscriptErrorCode | undefined;
  /** The word of RFC 6749 §4.1.2.1 or §5.2. */
  error?: string | undefined;
}

/** What this browser knows of one authorization response, by its fingerprint. */
export interface ResponseRecord {
  /** Grows with each change, so that of two copies the newer is known. */
  revision: number;
  /** When it was first read, in milliseconds since the epoch. */
  receivedAt: number;
  /** Whether its code may have been accepted: true from before a POST leaves until an answer says no. */
  posted?: boolean | undefined;
  settled?: Settlement | undefined;
}

/** What this browser remembers of one authorization request. Never a code, and nothing that the host's backend answered. */
export interface Transaction {
  /** Its name: 32 random bytes, base64url. */
  nonce: string;
  /** Exactly what was sent. */
  state: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  clientId: string;
  environment: FullscriptEnvironment;
  authorizationEndpoint: string;
  redirectUri: string;
  /** Where the user was: path, query and hash. */
  returnTo: string;
  /** The host's user who left. */
  subject?: string | undefined;
  /** The key of the action that runs at {@link returnTo} once the user is connected. */
  resumeKey?: string | undefined;
  /** Whether the answer comes back in a window of its own, for the page that opened it. */
  popup?: boolean | undefined;
  /** The app state, where it did not travel inside the state. */
  appState?: JsonValue | undefined;
  responses: Record<string, ResponseRecord>;
}

const PREFIX = "fullscript-connect:";

/** Remembers a transaction. Throws `storage_unavailable` where the storage cannot hold it. */
export function saveTransaction(
  transaction: Transaction,
  storage?: StorageLike,
  browser: Browser = globalBrowser,
): void {
  try {
    const key = PREFIX + transaction.nonce;
    const value = JSON.stringify(transaction);
    const target = storage ?? browser.storage();
    target.setItem(key, value);
    if (target.getItem(key) === value) return;
  } catch {
    // Told below: the cause of a full or a blocked storage says nothing more, and may quote the record.
  }
  throw new FullscriptError(
    "storage_unavailable",
    "The storage is full, blocked or absent, so the answer could not be matched on return. Allow site data, or pass a `storage` of your own.",
  );
}

/** The transaction whose `state` is equal, character by character; `undefined` where there is none. Never throws. */
export function findTransaction(
  state: string,
  storage?: StorageLike,
  browser: Browser = globalBrowser,
): Transaction | undefined {
  const nonce = stateNonce(state);
  const transaction = nonce === undefined ? undefined : readTransaction(PREFIX + nonce, storage, browser);
  return transaction?.state === state ? transaction : undefined;
}

/** The transaction of a nonce; `undefined` where there is none. Never throws. */
export function readNonce(
  nonce: string,
  storage?: StorageLike,
  browser: Browser = globalBrowser,
): Transaction | undefined {
  return readTransaction(PREFIX + nonce, storage, browser);
}

/** The host's app state of a transaction, wherever it was kept. */
export function appStateOf(transaction: Transaction): JsonValue | undefined {
  return "appState" in transaction ? transaction.appState : decodeState(transaction.state);
}

/** Whether its hour is over. A clock that was set back proves nothing, so a time in the future counts as over. */
export function isTransactionExpired({ createdAt }: Transaction, now: number): boolean {
  return createdAt > now || now - createdAt > TRANSACTION_LIFETIME_MS;
}

/** Forgets what is over: unfinished transactions after an hour, settled ones after ten minutes. The one in `search` is being read, and stays. */
export function pruneTransactions(storage?: StorageLike, browser: Browser = globalBrowser): void {
  const search = browser.location()?.search ?? "";
  eachKey(storage, browser, (target, key) => {
    if (search.includes(key.slice(PREFIX.length))) return;
    const transaction = readTransaction(key, target, browser);
    const now = browser.now();
    const settled = Object.values(transaction?.responses ?? {}).flatMap((response) => response.settled?.at ?? []);
    const isDone = settled.length > 0 && now - Math.max(...settled) > CODE_LIFETIME_MS;
    if (!transaction || isTransactionExpired(transaction, now) || isDone) target.removeItem(key);
  });
}

/** Every transaction that is remembered. Never throws. */
export function listTransactions(storage?: StorageLike, browser: Browser = globalBrowser): Transaction[] {
  const found: Transaction[] = [];
  eachKey(storage, browser, (target, key) => {
    const transaction = readTransaction(key, target, browser);
    if (transaction) found.push(transaction);
  });
  return found;
}

/** Forgets every transaction: for the host's logout. The marks in IndexedDB, which name nobody, stay until theirs are over. */
export function forgetTransactions(storage?: StorageLike, browser: Browser = globalBrowser): void {
  eachKey(storage, browser, (target, key) => target.removeItem(key));
}

/** Forgets what has connected: where the connection has ended, it is no answer to a code that comes back. */
export function forgetConnected(storage: StorageLike | undefined, browser: Browser): void {
  eachKey(storage, browser, (target, key) => {
    const transaction = readTransaction(key, target, browser);
    if (transaction && hasConnected(transaction)) target.removeItem(key);
  });
}

/** Whether one of its codes has connected the account. */
export function hasConnected({ responses }: Transaction): boolean {
  return Object.values(responses).some(({ settled }) => settled?.status === "connected");
}

/**
 * The outcome that a response replays: its own, or that of a response that connected with the same state. Throws
 * `state_mismatch` if the state was used up by another response. A cancelled one uses nothing up, because the user may go back
 * and authorize after all.
 * @see RFC 9700 §4.7.1
 */
export function earlierSettlement(responses: Transaction["responses"], fingerprint: string): Settlement | undefined {
  const own = responses[fingerprint]?.settled;
  const others = Object.values(responses).flatMap(({ settled }) => settled ?? []);
  const replayed = own ?? others.find(({ status }) => status === "connected");
  if (replayed || others.every(({ status }) => status === "cancelled")) return replayed;
  throw new FullscriptError("state_mismatch", "The state was used before, by a response that expired or failed.");
}

function eachKey(
  storage: StorageLike | undefined,
  browser: Browser,
  visit: (storage: StorageLike, key: string) => void,
): void {
  try {
    const target = storage ?? browser.storage();
    const keys = Array.from({ length: target.length }, (_, index) => target.key(index));
    for (const key of keys) if (key?.startsWith(PREFIX)) visit(target, key);
  } catch {
    // A blocked storage holds nothing to forget.
  }
}

function readTransaction(key: string, storage: StorageLike | undefined, browser: Browser): Transaction | undefined {
  try {
    const value: unknown = JSON.parse((storage ?? browser.storage()).getItem(key) ?? "null");
    return isTransaction(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value of unknown origin is a transaction's record. */
export function isTransaction(value: unknown): value is Transaction {
  if (!isRecord(value) || !isRecord(value.responses) || typeof value.createdAt !== "number") return false;
  const { environment } = value;
  return (
    ((typeof environment === "string" && Object.hasOwn(FULLSCRIPT_ORIGINS, environment)) ||
      (isRecord(environment) && typeof environment.authorizationEndpoint === "string")) &&
    ["nonce", "state", "clientId", "authorizationEndpoint", "redirectUri", "returnTo"].every(
      (name) => typeof value[name] === "string",
    ) &&
    Object.values(value.responses).every(
      (response) =>
        isRecord(response) && typeof response.receivedAt === "number" && typeof response.revision === "number",
    )
  );
}

/** Whether a value of unknown origin is an object with members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
