import type { JsonValue } from "./FullscriptConfig";
import type { FullscriptError } from "./FullscriptError";

/** The account is connected. */
export interface ConnectedOutcome<Connection> {
  status: "connected";
  /** What the host's endpoint answered; `undefined` for a 204 and where the outcome is {@link replayed}. */
  connection: Connection | undefined;
  appState: JsonValue | undefined;
  /** Where the user was: path, query and hash of the host's own origin. */
  returnTo: string | undefined;
  /** Whether this was found out earlier, by another page load or tab; then nothing was posted now. */
  replayed: boolean;
}

/** The user chose not to connect: `?error=access_denied&state=fsc1.…`. */
export interface CancelledOutcome {
  status: "cancelled";
  /** Whether the answer belongs to an authorization request of this browser; where not, anyone may have made the link. */
  verified: boolean;
  appState: JsonValue | undefined;
  returnTo: string | undefined;
}

/** The code was too old, or is no longer good: `code_expired` or `code_rejected`. */
export interface ExpiredOutcome {
  status: "expired";
  error: FullscriptError;
  appState: JsonValue | undefined;
  returnTo: string | undefined;
}

/** Anything else; `error.code` tells what. */
export interface FailedOutcome {
  status: "failed";
  error: FullscriptError;
  appState: JsonValue | undefined;
  returnTo: string | undefined;
}

/** How an authorization ended. */
export type Outcome<Connection = unknown> =
  ConnectedOutcome<Connection> | CancelledOutcome | ExpiredOutcome | FailedOutcome;
