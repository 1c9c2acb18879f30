import { FullscriptError } from "./FullscriptError";

/**
 * What a query string says.
 *
 * - `absent`: nothing for us: no parameters of an authorization response, or another OAuth's, told by its `state`.
 * - `code`: `?code=…&state=fsc1.…`.
 * - `error`: `?error=access_denied&state=fsc1.…`; a server that lost the state is still heard.
 * - `invalid`: nothing that a server sends; `error.code` is `invalid_response` or `state_missing`.
 */
export type AuthorizationResponse =
  | { kind: "absent" }
  | { kind: "code"; code: string; state: string }
  | { kind: "error"; error: string; errorDescription: string | undefined; state: string | undefined }
  | { kind: "invalid"; error: FullscriptError };

const PARAMETERS = ["code", "state", "error", "error_description", "error_uri"] as const;
const MAX_PARAMETER_LENGTH = 4_096;
const MAX_SEARCH_LENGTH = 32_768;
const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Reads an authorization response from the raw query string, with or without its `?`. Never throws.
 *
 * Raw, because routers parse: one turns the code `662E41` into a number. A repeated parameter, `code` beside `error`, a control
 * character or an absurd length is `invalid`. An `error` wins over an empty `code`. Unknown parameters, such as `iss`, are left alone.
 * @see RFC 6749 §4.1.2
 */
export function parseAuthorizationResponse(search: string): AuthorizationResponse {
  if (search.length > MAX_SEARCH_LENGTH)
    return /(?:^|[?&])state=fsc1\./.test(search) ? invalid("is longer than any server's") : { kind: "absent" };
  const query = new URLSearchParams(search);
  const values = PARAMETERS.map((name) => query.getAll(name));
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
    return invalid("holds a control character or an absurdly long value");
  }
  if (code && error !== undefined) return invalid("holds both a code and an error");
  if (error) return { kind: "error", error, errorDescription, state };
  if (!code) return invalid("holds neither a code nor an error");
  if (state !== undefined) return { kind: "code", code, state };
  return {
    kind: "invalid",
    error: new FullscriptError(
      "state_missing",
      "The answer has a code but no state, so nothing tells that it was asked for here. Start again.",
    ),
  };
}

/** The same query string without an authorization response; the other parameters keep their spelling. */
export function removeResponseParameters(search: string): string {
  const kept = search
    .replace(/^\?/, "")
    .split("&")
    .filter((pair) => !PARAMETERS.some((name) => new URLSearchParams(pair).has(name)))
    .join("&");
  return kept && `?${kept}`;
}

function invalid(what: string): AuthorizationResponse {
  return {
    kind: "invalid",
    error: new FullscriptError(
      "invalid_response",
      `The authorization response ${what}. Nothing was sent. Start again.`,
    ),
  };
}
