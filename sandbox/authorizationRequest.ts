import type { Settings } from "./options";

/** Doorkeeper refuses a longer one. */
export const MAX_QUERY_BYTES = 10_240;

/** An authorization request whose client and redirect URI are known, so that an answer may be sent there. */
export interface AuthorizationRequest {
  redirectUri: string;
  responseType: string;
  state: string | undefined;
  /** The request as a query string, to be carried through sign-in and consent in URLs and forms: a session would mix up two tabs. */
  query: string;
}

export interface Refusal {
  refused: "client_id" | "redirect_uri" | "response_type";
  given: string | null;
}

/** RFC 6749 §4.1.1. Nobody is redirected to a place that is not registered, so each refusal is shown here (§3.1.2.4). */
export function parseAuthorizationRequest(query: string, settings: Settings): AuthorizationRequest | Refusal {
  const params = new URLSearchParams(query);
  const [clientId, redirectUri, responseType] = [
    params.get("client_id"),
    params.get("redirect_uri"),
    params.get("response_type"),
  ];
  if (clientId !== settings.clientId) return { refused: "client_id", given: clientId };
  if (redirectUri === null || !settings.redirectUris.includes(redirectUri))
    return { refused: "redirect_uri", given: redirectUri };
  if (responseType === null) return { refused: "response_type", given: null };
  return { redirectUri, responseType, state: params.get("state") ?? undefined, query: params.toString() };
}
