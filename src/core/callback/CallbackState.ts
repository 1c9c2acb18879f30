import type { FullscriptError } from "../FullscriptError";
import type { JsonValue } from "../FullscriptConfig";
import type { ExchangeWait } from "../exchangeWithRetries";
import type { Outcome } from "./FullscriptCallbackState";
import type { Settlement, Transaction } from "../transaction";
import type { ReceivedCode } from "../ReceivedCode";
import type { HistoryEntry } from "./historyEntry";

/** What a callback has to finish. */
export type Arrival =
  /** There is no response, and no outcome to show again. */
  | { kind: "absent" }
  /** The outcome of this response is known already. */
  | { kind: "settled"; settlement: Settlement }
  /** A code for the transaction. `received` is set once the code's key is known. */
  | { kind: "code"; code: string; received?: ReceivedCode }
  /** An error of the authorization server. */
  | { kind: "error"; error: string; errorDescription: string | undefined; at: number }
  /** A response that must not be used. */
  | { kind: "invalid"; error: FullscriptError; at: number };

/** How a response ended. */
export type Ending =
  | { status: "connected"; connection: unknown; replayed: boolean }
  | { status: "cancelled" }
  | { status: "expired" | "failed"; error: FullscriptError };

export type CallbackPhase =
  /** The URL hasn't been read. */
  | { phase: "reading" }
  | { phase: "absent" }
  /** The response was offered to the opener, which has two seconds for its receipt. */
  | { phase: "offering"; arrival: Arrival }
  /** The opener took the response. */
  | { phase: "delivered" }
  /** The host doesn't know its user yet. */
  | { phase: "waiting-for-user"; arrival: Arrival; isOverdue: boolean }
  /** The code's key is being computed. */
  | { phase: "receiving" }
  | { phase: "exchanging"; code: ReceivedCode; attempt: number; waiting: ExchangeWait | undefined }
  | {
      phase: "settled";
      ending: Ending;
      settlement: Settlement;
      /** The code, if it may be posted again. */
      retry: ReceivedCode | undefined;
      isRestarting: boolean;
      /** Why the last restart failed. */
      restartError: FullscriptError | undefined;
    };

/** What the host passes at the moment. */
export interface HostContext {
  subject: string | null | undefined;
  /** Whether a component or another subscriber is mounted. */
  isMounted: boolean;
  autoLeave: boolean;
  /** Whether the host's own configuration is enough for a new authorization request. */
  canAuthorize: boolean;
}

/** What the response belongs to. */
export interface ReturnContext {
  transaction: Transaction;
  appState: JsonValue | undefined;
  returnTo: string | undefined;
}

export interface CallbackState {
  readonly current: CallbackPhase;
  readonly context: ReturnContext | undefined;
  /** The user who left; `undefined` if nobody in this browser asked for the response. */
  readonly owner: { readonly subject: string | undefined } | undefined;
  /** Whether this page is a popup whose opener didn't take the response. */
  readonly isPopup: boolean;
  readonly host: HostContext;
  /** The outcomes that the host was notified of. */
  readonly notified: readonly string[];
  /** Whether a connected user is still to be taken back. */
  readonly willLeave: boolean;
}

export type CallbackEvent =
  | {
      type: "opened";
      arrival: Arrival;
      context: ReturnContext | undefined;
      owner: CallbackState["owner"];
      /** Whether the response is to be offered to the opener first. */
      isForOpener: boolean;
    }
  | { type: "host-changed"; host: HostContext }
  | { type: "user-timeout" }
  | { type: "offered"; isTaken: boolean }
  | { type: "received"; code: ReceivedCode }
  | { type: "progress"; attempt: number; waiting: ExchangeWait | undefined }
  | { type: "exchanged"; settled: Settlement; connection: unknown; replayed: boolean }
  | { type: "failed"; error: FullscriptError; at: number }
  | { type: "retry" | "restart" | "leave" }
  /** A restart failed, or the user is still on this page. */
  | { type: "restart-ended"; error?: FullscriptError };

export type CallbackEffect =
  | { type: "receive"; code: string; transaction: Transaction }
  | { type: "start-user-timer" | "offer" | "close-window" | "refresh-connection" }
  | { type: "exchange"; code: ReceivedCode }
  /** Stores the outcome of a response that has no code. */
  | { type: "record"; transaction: Transaction; settlement: Settlement }
  | { type: "clean-url"; entry: HistoryEntry | undefined }
  | { type: "report"; error: FullscriptError }
  | { type: "notify"; outcome: Outcome }
  /** Redirects with a new authorization request. Once there is one, the URL is cleaned. */
  | { type: "restart"; context: ReturnContext | undefined; entry: HistoryEntry | undefined }
  | { type: "navigate"; returnTo: string | undefined; isPopup: boolean };

export interface Transition {
  state: CallbackState;
  effects: readonly CallbackEffect[];
}
