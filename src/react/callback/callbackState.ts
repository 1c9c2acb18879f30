import type { FullscriptConfig } from "../../core/FullscriptConfig";
import type { NavigationOptions } from "../../core/navigation";
import type { CancelledOutcome, ConnectedOutcome, ExpiredOutcome, FailedOutcome, Outcome } from "../../core/outcome";

/** What the host may pass to the callback: its `endpoint` alone, or its whole configuration, which can also start again without a transaction. */
export interface FullscriptCallbackOptions<Connection = unknown>
  extends Pick<FullscriptConfig, "endpoint">, Partial<Omit<FullscriptConfig, "endpoint">>, NavigationOptions {
  /** Where `leave()` goes without a transaction. @default "/" */
  fallbackTo?: string | undefined;
  /** Whether to go back to where the user was, once connected. @default true */
  autoLeave?: boolean | undefined;
  /** Takes code and state out of the URL by the host's router. @default history.replaceState, with the router's own history state kept */
  replaceUrl?: ((url: string) => void) | undefined;
  /** Called once per page load and response, also for one that is replayed. */
  onConnected?: ((outcome: ConnectedOutcome<Connection>) => void) | undefined;
  /** Called once per page load and response, where it belongs to an authorization request of this browser. */
  onCancelled?: ((outcome: CancelledOutcome) => void) | undefined;
  /** Called once per page load and response. */
  onExpired?: ((outcome: ExpiredOutcome) => void) | undefined;
  /** Called once per page load and response. */
  onFailed?: ((outcome: FailedOutcome) => void) | undefined;
}

/** The ways on; one that makes no sense is absent. */
export interface NextSteps {
  /** Presents the same code again: only where it surely was not accepted, or the endpoint is idempotent. */
  retry?: (() => void) | undefined;
  /** Asks Fullscript for a fresh code, with the same app state and return address. */
  restart?: (() => void) | undefined;
  /** `restart` was called, and the browser is still on its way to Fullscript. */
  isRestarting?: boolean | undefined;
  /** Goes back to where the user was, or to `fallbackTo`. In a window that the app has opened it closes that. */
  leave: () => void;
  /** This page is a window that the app has opened, and the app did not take the answer. */
  isPopup?: boolean | undefined;
}

/** Server, first paint, and while the host's `subject` is `null`. */
export interface ReadingState {
  status: "reading";
}

/** One for all, so that nothing is rendered anew where a flight takes over from it. */
export const READING: ReadingState = { status: "reading" };

/** There is no authorization response in the URL. */
export interface AbsentState extends Pick<NextSteps, "leave"> {
  status: "absent";
}

/** This is a window that the app has opened, and the app has taken the answer: the window closes by itself, or by `leave`. */
export interface DeliveredState extends Pick<NextSteps, "leave"> {
  status: "delivered";
}

/** The code is being exchanged. */
export interface ExchangingState {
  status: "exchanging";
  /** 1 for the first. */
  attempt: number;
  /** What it waits for, if it waits. */
  waiting: "offline" | "retry" | "other-tab" | undefined;
  /** When the code's ten minutes are over, in milliseconds since the epoch. */
  expiresAt: number;
}

/** Where a callback is, by its `status`. */
export type FullscriptCallbackState<Connection = unknown> =
  ReadingState | AbsentState | DeliveredState | ExchangingState | (Outcome<Connection> & NextSteps);
