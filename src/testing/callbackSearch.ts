/** What Fullscript answers: a code, unless there is an error. */
export interface CallbackParameters {
  /** The one that was sent; left out, the answer has none. */
  state?: string | undefined;
  /** @default "test-code", if there is no error */
  code?: string | undefined;
  /** One of RFC 6749 §4.1.2.1, e.g. `"access_denied"` if the user cancels. */
  error?: string | undefined;
  errorDescription?: string | undefined;
}

/**
 * The query string with which Fullscript sends the browser back, with its `?`.
 * @see RFC 6749 §4.1.2
 */
export function callbackSearch({
  state,
  error,
  code = error === undefined ? "test-code" : undefined,
  errorDescription,
}: CallbackParameters): string {
  const parameters = Object.entries({ code, error, error_description: errorDescription, state });
  return `?${new URLSearchParams(parameters.filter((entry): entry is [string, string] => entry[1] !== undefined)).toString()}`;
}

/**
 * Where Fullscript would send the browser for this authorization URL: what a stand-in for its pages answers as `Location`, in an
 * end-to-end test of the host's.
 */
export function callbackUrl(authorizationUrl: string, answer: Omit<CallbackParameters, "state"> = {}): string {
  const { searchParams } = new URL(authorizationUrl);
  const redirectUri = searchParams.get("redirect_uri");
  if (redirectUri === null)
    throw new TypeError("This is no authorization URL: it has no redirect_uri. Pass the URL that the button opened.");
  const search = callbackSearch({ ...answer, state: searchParams.get("state") ?? undefined });
  return redirectUri + (new URL(redirectUri).search ? search.replace("?", "&") : search);
}
