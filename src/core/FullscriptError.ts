/**
 * The kind of an error.
 *
 * - `misconfigured`: the configuration was refused before anything was sent, e.g. `redirectUri: "/callback"`.
 * - `storage_unavailable`: the browser can't store the authorization request, because its storage is full, blocked or missing.
 * - `popup_blocked`: the popup was blocked, or it opened apart from this page.
 * - `invalid_response`: the query string is one that no server sends, e.g. `?code=a&code=b&state=fsc1.…`.
 * - `state_missing`: `?code=…` came back without the `state` that was sent.
 * - `state_mismatch`: `?code=…&state=fsc1.…` has a state that this browser didn't send, or no longer remembers.
 * - `subject_mismatch`: the user who returns isn't the user who left. The endpoint answers `409`.
 * - `authorization_error`: `?error=server_error&state=fsc1.…`; {@link FullscriptError.error} has the error of RFC 6749 §4.1.2.1.
 * - `code_expired`: the code is older than ten minutes by this browser's clock.
 * - `code_rejected`: the endpoint answered `{"error":"invalid_grant"}`, whatever the status: the code is expired, used or unknown.
 * - `exchange_interrupted`: the code was posted and no answer came (timeout, lost connection, CORS, a reload). It may have been exchanged.
 * - `exchange_unreachable`: the code couldn't be posted, e.g. because the host's `headers` function failed.
 * - `exchange_unavailable`: the endpoint answered `429` or `5xx`.
 * - `exchange_unauthorized`: the endpoint answered `401`, a redirect, `419`, or `403` with JSON whose `error` isn't `access_denied`: the host's session has ended.
 * - `exchange_rejected`: the endpoint gave any other answer that isn't a connection, e.g. `200 {"connected":false}` or a firewall's `403`.
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

/** The details that an endpoint or an authorization server added to a {@link FullscriptError}. */
export interface FullscriptErrorDetails {
  /** Whether the same authorization code may be posted again. */
  retryable?: boolean | undefined;
  cause?: unknown;
  /** HTTP status of the endpoint's answer. */
  status?: number | undefined;
  /** The `error` of RFC 6749 §4.1.2.1 or §5.2. */
  error?: string | undefined;
  /** The `error_description` beside it. It's text from a server: never render it as markup. */
  errorDescription?: string | undefined;
  /** How long the endpoint asked to wait (`Retry-After`), in milliseconds. */
  retryAfterMs?: number | undefined;
}

/**
 * The only error of this package. Its `message` is for developers. It never holds a code, a state or a token. Don't show it to users:
 * the components have a text of their own for each code.
 *
 * @example
 * const onFailed = ({ error }) => {
 *   if (error.code !== "exchange_unauthorized") report(error.code, error.message);
 * };
 */
export class FullscriptError extends Error {
  declare readonly name: "FullscriptError";
  declare readonly code: FullscriptErrorCode;
  /** Whether the same authorization code may be posted again. */
  declare readonly retryable: boolean;
  declare readonly status: number | undefined;
  declare readonly error: string | undefined;
  declare readonly errorDescription: string | undefined;
  declare readonly retryAfterMs: number | undefined;

  /** @param message one short sentence, to which a link to the errors page is added */
  constructor(code: FullscriptErrorCode, message: string, details: FullscriptErrorDetails = {}) {
    const { cause, status, error, errorDescription, retryAfterMs, retryable = false } = details;
    super(`${message} See docs/errors.md#${code}`, "cause" in details ? { cause } : undefined);
    Object.assign(this, {
      name: "FullscriptError",
      code,
      retryable,
      status,
      error,
      errorDescription,
      retryAfterMs,
    });
  }
}

/** Returns anything that was thrown as a `FullscriptError`. It isn't kept as the cause, because it may quote the request. */
export function toFullscriptError(error: unknown): FullscriptError {
  if (error instanceof FullscriptError) return error;
  const name = error instanceof Error ? error.name : "Something that is no error";
  return new FullscriptError("misconfigured", `${name} was thrown around the exchange.`);
}
