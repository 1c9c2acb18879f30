import type { JsonValue } from "./FullscriptConfig";
import type { FullscriptError } from "./FullscriptError";

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
