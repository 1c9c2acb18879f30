import { FullscriptError } from "./FullscriptError";
import { RESPONSE_PARAMETERS } from "./responseParameters";

/**
 * The authorization response in a query string.
 *
 * - `absent`: there is none, or its `state` belongs to another OAuth client.
 * - `code`: `?code=…&state=fsc1.…`.
 * - `error`: `?error=access_denied&state=fsc1.…`. The `state` may be missing.
 * - `invalid`: no server sends this. `error.code` is `invalid_response` or `state_missing`.
 */
export type AuthorizationResponse =
  | { kind: "absent" }
  | { kind: "code"; code: string; state: string }
  | { kind: "error"; error: string; errorDescription: string | undefined; state: string | undefined }
  | { kind: "invalid"; error: FullscriptError };

const MAX_PARAMETER_LENGTH = 4_096;
const MAX_SEARCH_LENGTH = 32_768;
const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Reads an authorization response from the raw query string, with or without its `?`. Never throws.
 *
 * Pass the raw string, because a router may turn the code `662E41` into a number. A repeated parameter, `code` beside `error`, a
 * control character or an excessive length is `invalid`. An `error` wins over an empty `code`. Unknown parameters are ignored.
 *
 * @example
 * const response = parseAuthorizationResponse(location.search);
 * if (response.kind === "code") console.log(decodeState(response.state));
 * @see RFC 6749 §4.1.2
 */
export function parseAuthorizationResponse(search: string): AuthorizationResponse {
  if (search.length > MAX_SEARCH_LENGTH)
    return /(?:^|[?&])state=fsc1\./.test(search) ? invalid("is too long") : { kind: "absent" };
  const query = new URLSearchParams(search);
  const values = RESPONSE_PARAMETERS.map((name) => query.getAll(name));
  const states = query.getAll("state");
  // In the order of the parameters' list.
  const [code, state, error, errorDescription] = values.map(([first]) => first);

  if (
    !states.some((value) => value.startsWith("fsc1.")) &&
    (states.length > 0 || (code === undefined && error === undefined))
  )
    return { kind: "absent" };
  if (values.some((list) => list.length > 1)) return invalid("repeats a parameter");
  if (values.flat().some((value) => value.length > MAX_PARAMETER_LENGTH || CONTROL_CHARACTER.test(value))) {
    return invalid("has a control character or a value that is too long");
  }
  if (code && error !== undefined) return invalid("has both a `code` and an `error`");
  if (error) return { kind: "error", error, errorDescription, state };
  if (!code) return invalid("has neither a `code` nor an `error`");
  if (state !== undefined) return { kind: "code", code, state };
  return {
    kind: "invalid",
    error: new FullscriptError("state_missing", "The authorization response has a `code` but no `state`."),
  };
}

function invalid(what: string): AuthorizationResponse {
  return {
    kind: "invalid",
    error: new FullscriptError("invalid_response", `The authorization response ${what}.`),
  };
}
