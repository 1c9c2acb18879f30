import type { FullscriptConfig, JsonValue } from "../FullscriptConfig";
import type { FullscriptError } from "../FullscriptError";
import type { ExchangeWait } from "../exchangeWithRetries";

/** How the host's router goes to a path. */
export interface NavigationOptions {
  /** Navigates to a path of your app. @default location.replace */
  navigate?: ((to: string) => void) | undefined;
  /**
   * The prefix that the host's router adds to every path, e.g. `"/app"`, or `"/#"` for a hash router. It is removed from what
   * `navigate` and `replaceUrl` get. All other paths are full paths of the origin.
   */
  basePath?: string | undefined;
}

/**
 * The options of a callback: the host's `endpoint` alone, or its whole configuration. With the whole configuration the callback can
 * start again without a transaction.
 */
export interface CallbackOptions<Connection = unknown>
  extends Pick<FullscriptConfig, "endpoint">, Partial<Omit<FullscriptConfig, "endpoint">>, NavigationOptions {
  /** The path that `leave()` navigates to if there is no transaction. @default "/" */
  fallbackTo?: string | undefined;
  /** Whether a connected user is taken back to the page they left. @default true */
  autoLeave?: boolean | undefined;
  /** Removes `code` and `state` from the URL through your router. @default history.replaceState, which keeps the router's own history state */
  replaceUrl?: ((url: string) => void) | undefined;
  /** Called once per page load and response, also for a replay. */
  onConnected?: ((outcome: ConnectedOutcome<Connection>) => void) | undefined;
  /** Called once per page load and response, if the response belongs to an authorization request of this browser. */
  onCancelled?: ((outcome: CancelledOutcome) => void) | undefined;
  /** Called once per page load and response. */
  onExpired?: ((outcome: ExpiredOutcome) => void) | undefined;
  /** Called once per page load and response. */
  onFailed?: ((outcome: FailedOutcome) => void) | undefined;
}

/** The options of {@link createCallbackSession}. */
export interface CallbackSessionOptions<Connection = unknown> extends CallbackOptions<Connection> {
  /**
   * The URL with the authorization response, e.g. a deep link that a native shell received. The URL and the history of
   * the page don't change then.
   * @default location.href
   */
  url?: string | undefined;
  /** Called before `onConnected`, to refresh what your app has cached about the connection. */
  refreshConnection?: (() => void) | undefined;
}

/** What the user can do next. An action that isn't possible is absent. */
export interface CallbackActions {
  /** Posts the same code again. Present only if the code surely wasn't accepted, or if the endpoint is idempotent. */
  retry?: (() => void) | undefined;
  /** Asks Fullscript for a fresh code, with the same app state and return address. */
  restart?: (() => void) | undefined;
  /** Whether `restart` was called and the browser is still loading Fullscript. */
  isRestarting?: boolean | undefined;
  /** Goes back to the page that the user left, or to `fallbackTo`. In a popup it closes the window. */
  leave: () => void;
  /** Whether this page is a popup whose opener didn't take the response. */
  isPopup?: boolean | undefined;
}

/** The server, the first paint, and the time while the host's `subject` is `null`. */
export interface ReadingState {
  status: "reading";
}

/** The URL has no authorization response. */
export interface AbsentState extends Pick<CallbackActions, "leave"> {
  status: "absent";
}

/** This page is a popup, and its opener took the response. The popup closes, or the user closes it with `leave`. */
export interface DeliveredState extends Pick<CallbackActions, "leave"> {
  status: "delivered";
}

/** The code is being exchanged. */
export interface ExchangingState {
  status: "exchanging";
  /** The number of the attempt, starting with 1. */
  attempt: number;
  /** What the exchange waits for, if it waits. */
  waiting: ExchangeWait | undefined;
  /** When the code's ten minutes are over, in milliseconds since the epoch. */
  expiresAt: number;
}

/** The state of a callback, by its `status`. */
export type FullscriptCallbackState<Connection = unknown> =
  ReadingState | AbsentState | DeliveredState | ExchangingState | (Outcome<Connection> & CallbackActions);

/** The account is connected. */
export interface ConnectedOutcome<Connection> {
  status: "connected";
  /** The JSON that your endpoint returned; `undefined` for a 204, and if the outcome is {@link replayed}. */
  connection: Connection | undefined;
  appState: JsonValue | undefined;
  /** The page that the user left: path, query and hash of your app's origin. */
  returnTo: string | undefined;
  /** Whether another page load or tab got the outcome first. Then nothing was posted now. */
  replayed: boolean;
}

/** The user chose not to connect: `?error=access_denied&state=fsc1.…`. */
export interface CancelledOutcome {
  status: "cancelled";
  /** Whether the response belongs to an authorization request of this browser. If not, anyone may have made the link. */
  verified: boolean;
  appState: JsonValue | undefined;
  returnTo: string | undefined;
}

/** The code is too old or rejected: `code_expired` or `code_rejected`. */
export interface ExpiredOutcome {
  status: "expired";
  error: FullscriptError;
  appState: JsonValue | undefined;
  returnTo: string | undefined;
}

/** Anything else failed: see `error.code`. */
export interface FailedOutcome {
  status: "failed";
  error: FullscriptError;
  appState: JsonValue | undefined;
  returnTo: string | undefined;
}

/** How an authorization ended. */
export type Outcome<Connection = unknown> =
  ConnectedOutcome<Connection> | CancelledOutcome | ExpiredOutcome | FailedOutcome;
