import { FULLSCRIPT_ORIGINS, type FullscriptEnvironment } from "./environment";
import type { JsonValue } from "./FullscriptConfig";
import { FullscriptError, type FullscriptErrorCode } from "./FullscriptError";
import { isRecord } from "./isRecord";
import { decodeState } from "./state";

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

/** The host's app state of a transaction, wherever it was kept. */
export function appStateOf(transaction: Transaction): JsonValue | undefined {
  return "appState" in transaction ? transaction.appState : decodeState(transaction.state);
}

/** Whether its hour is over. A clock that was set back proves nothing, so a time in the future counts as over. */
export function isTransactionExpired({ createdAt }: Transaction, now: number): boolean {
  return createdAt > now || now - createdAt > TRANSACTION_LIFETIME_MS;
}

/** Whether ten minutes have passed since a code came back. A time in the future counts as over. */
export function isCodeExpired(receivedAt: number, now: number): boolean {
  return receivedAt > now || now - receivedAt >= CODE_LIFETIME_MS;
}

/** Returns what is remembered of an error. An endpoint's text may quote the code, so only what looks like a word of RFC 6749 is kept. */
export function settlementOf({ code, error }: FullscriptError, at: number): Settlement {
  const word = error !== undefined && /^[a-z_]{1,64}$/.test(error) ? error : undefined;
  return { status: code === "code_expired" || code === "code_rejected" ? "expired" : "failed", at, code, error: word };
}

/** Whether one of its codes has connected the account. */
export function hasConnected({ responses }: Transaction): boolean {
  return Object.values(responses).some(({ settled }) => settled?.status === "connected");
}

/**
 * Returns the outcome that a response replays: its own, or that of a response that connected with the same state. Throws
 * `state_mismatch` if another response used the state up. A cancel doesn't, because the user may go back and authorize after all.
 * @see RFC 9700 §4.7.1
 */
export function earlierSettlement(responses: Transaction["responses"], fingerprint: string): Settlement | undefined {
  const own = responses[fingerprint]?.settled;
  const others = Object.values(responses).flatMap(({ settled }) => settled ?? []);
  const replayed = own ?? others.find(({ status }) => status === "connected");
  if (replayed || others.every(({ status }) => status === "cancelled")) return replayed;
  throw new FullscriptError("state_mismatch", "The state was used before, by a response that expired or failed.");
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
