/**
 * What went wrong, as one word that a host can switch on.
 *
 * - `misconfigured`: the configuration was refused before anything left, e.g. `redirectUri: "/callback"`.
 * - `storage_unavailable`: the browser could not remember the authorization request (storage full, blocked, or absent).
 * - `popup_blocked`: the popup was blocked, or opened apart from this page.
 * - `invalid_response`: the redirect URI was called with a query that no server sends, e.g. `?code=a&code=b&state=fsc1.…`.
 * - `state_missing`: `?code=…` came back without the `state` that was sent.
 * - `state_mismatch`: `?code=…&state=fsc1.…` has a state that this browser did not send, or no longer remembers.
 * - `subject_mismatch`: the user who returns is not the user who left; from the endpoint: `409`.
 * - `authorization_error`: `?error=server_error&state=fsc1.…`; {@link FullscriptError.error} has the word of RFC 6749 §4.1.2.1.
 * - `code_expired`: by this browser's clock the code is older than ten minutes.
 * - `code_rejected`: the endpoint answered `{"error":"invalid_grant"}`, whatever the status: the code is expired, used or unknown.
 * - `exchange_interrupted`: the code was posted and no answer seen (timeout, lost connection, CORS, a reload in the middle); it may have happened.
 * - `exchange_unreachable`: the code could not be posted at all, e.g. because the host's `headers` function threw.
 * - `exchange_unavailable`: the endpoint answered `429` or `5xx`.
 * - `exchange_unauthorized`: the endpoint answered `401`, a redirect, `419`, or `403` with JSON whose `error` is not `access_denied`: the host's session has ended.
 * - `exchange_rejected`: the endpoint answered anything else that is not a connection, e.g. `200 {"connected":false}` or a firewall's `403`.
 *
 * @see RFC 6749 §4.1.2.1 and §5.2
 */
export type FullscriptErrorCode =
  | "misconfigured"
  | "storage_unavailable"
  | "popup_blocked"
  | "invalid_response"
  | "state_missing"
  | "state_mismatch"
  | "subject_mismatch"
  | "authorization_error"
  | "code_expired"
  | "code_rejected"
  | "exchange_interrupted"
  | "exchange_unreachable"
  | "exchange_unavailable"
  | "exchange_unauthorized"
  | "exchange_rejected";

/** What an endpoint or an authorization server added to a {@link FullscriptError}. */
export interface FullscriptErrorDetails {
  /** Whether the same authorization code may be presented again. */
  retryable?: boolean | undefined;
  cause?: unknown;
  /** HTTP status of the endpoint's answer. */
  status?: number | undefined;
  /** The `error` of RFC 6749 §4.1.2.1 or §5.2. */
  error?: string | undefined;
  /** The `error_description` beside it: text from a server, never to be shown as markup. */
  errorDescription?: string | undefined;
  /** How long the endpoint asked to wait (`Retry-After`), in milliseconds. */
  retryAfterMs?: number | undefined;
}

/**
 * The one error of this package. Its `message` is for developers: what happened, why it matters, what to do. It never
 * holds a code, a state or a token, and is not meant for users: the components have their own texts for each code.
 */
export class FullscriptError extends Error {
  override readonly name = "FullscriptError";
  readonly code: FullscriptErrorCode;
  /** Whether the same authorization code may be presented again. */
  readonly retryable: boolean;
  readonly status: number | undefined;
  readonly error: string | undefined;
  readonly errorDescription: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: FullscriptErrorCode, message: string, details: FullscriptErrorDetails = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.retryable = details.retryable ?? false;
    this.status = details.status;
    this.error = details.error;
    this.errorDescription = details.errorDescription;
    this.retryAfterMs = details.retryAfterMs;
  }
}
