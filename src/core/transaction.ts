import { FULLSCRIPT_ORIGINS, type FullscriptEnvironment } from "./environment";
import type { JsonValue } from "./FullscriptConfig";
import { FullscriptError, type FullscriptErrorCode } from "./FullscriptError";
import { isRecord } from "./isRecord";
import { decodeState } from "./state";

/** How long a transaction is kept. Signing up for Fullscript takes a while. */
export const TRANSACTION_LIFETIME_MS = 3_600_000;

/** How long an authorization code lives, and how long its outcome is kept. @see Fullscript's page "Request an auth code" */
export const CODE_LIFETIME_MS = 600_000;

/** The outcome of an authorization response. */
export interface Settlement {
  status: "connected" | "cancelled" | "expired" | "failed";
  /** Milliseconds since the epoch. */
  at: number;
  code?: FullscriptErrorCode | undefined;
  /** The `error` of RFC 6749 §4.1.2.1 or §5.2. */
  error?: string | undefined;
}

/** What this browser knows about one authorization response. */
export interface ResponseRecord {
  /** Grows with each change, so that the newer of two copies is known. */
  revision: number;
  /** When it was first read, in milliseconds since the epoch. */
  receivedAt: number;
  /** Whether the code may have been accepted: from before a POST is sent until an answer refuses it. */
  posted?: boolean | undefined;
  settled?: Settlement | undefined;
}

/** What this browser stores about one authorization request. It never holds a code, or data that the host's backend returned. */
export interface Transaction {
  /** Identifies the transaction: 32 random bytes in base64url. */
  nonce: string;
  /** The exact `state` that was sent. */
  state: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  clientId: string;
  environment: FullscriptEnvironment;
  authorizationEndpoint: string;
  redirectUri: string;
  /** The page that the user left: path, query and hash. */
  returnTo: string;
  /** The host's user who left. */
  subject?: string | undefined;
  /** The key of the action that runs at {@link returnTo} once the user is connected. */
  resumeKey?: string | undefined;
  /** Whether the user authorizes in a popup. */
  popup?: boolean | undefined;
  /** The app state, if it isn't in the `state`. */
  appState?: JsonValue | undefined;
  responses: Record<string, ResponseRecord>;
}

/** Returns the app state of a transaction, from the transaction or from its `state`. */
export function appStateOf(transaction: Transaction): JsonValue | undefined {
  return "appState" in transaction ? transaction.appState : decodeState(transaction.state);
}

/** Returns whether a transaction's hour is over. A time in the future counts as over, because the clock was set back. */
export function isTransactionExpired({ createdAt }: Transaction, now: number): boolean {
  return createdAt > now || now - createdAt > TRANSACTION_LIFETIME_MS;
}

/** Returns whether a code of the transaction has connected the account. */
export function hasConnected({ responses }: Transaction): boolean {
  return Object.values(responses).some(({ settled }) => settled?.status === "connected");
}

/** Returns whether a value of unknown origin is a transaction. */
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

/** Whether the host does not know yet who is signed in. An empty string or another value that isn't an id counts as unknown. */
export function isUnknownSubject(subject: unknown): boolean {
  return subject !== undefined && (typeof subject !== "string" || subject === "");
}

/**
 * Whether another user has returned than the one who left. If only one side names a user, that is another user too. While the
 * host does not know its user (`null`), nobody can tell.
 */
export function isOtherSubject(left: string | undefined, returned: string | null | undefined): boolean {
  return returned !== null && left !== returned;
}

export function subjectMismatch(left: string | undefined, returned: string | null | undefined): FullscriptError {
  return new FullscriptError(
    "subject_mismatch",
    left === undefined || returned === undefined
      ? `The user left ${left === undefined ? "without" : "with"} a \`subject\` and returned ${left === undefined ? "with" : "without"} one.`
      : "Another user is signed in than the one who left for Fullscript.",
  );
}
