/** The parameters of an authorization response. @see RFC 6749 §4.1.2 */
export const RESPONSE_PARAMETERS = ["code", "state", "error", "error_description", "error_uri"] as const;

/** Returns a query string without the authorization response. The other parameters keep their spelling. */
export function removeResponseParameters(search: string): string {
  const kept = search
    .replace(/^\?/, "")
    .split("&")
    .filter((pair) => !RESPONSE_PARAMETERS.some((name) => new URLSearchParams(pair).has(name)))
    .join("&");
  return kept && `?${kept}`;
}
