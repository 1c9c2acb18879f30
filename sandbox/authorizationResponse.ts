import type { AuthorizationRequest } from "./authorizationRequest";

export type AuthorizationAnswer = { code: string } | { error: "access_denied" | "unsupported_response_type" };

/** The URL that takes the user back to the app, RFC 6749 §4.1.2, worded as Doorkeeper words it. */
export function createAuthorizationResponse(
  { redirectUri, state }: AuthorizationRequest,
  answer: AuthorizationAnswer,
): string {
  const params = new URLSearchParams(
    "code" in answer ? answer : { error: answer.error, error_description: DESCRIPTIONS[answer.error] },
  );
  if (state !== undefined && state.trim() !== "") params.set("state", state); // a blank state is dropped by Rails
  return redirectUri + (redirectUri.includes("?") ? "&" : "?") + params.toString();
}

const DESCRIPTIONS = {
  access_denied: "The resource owner or authorization server denied the request.",
  unsupported_response_type: "This server knows response_type=code alone.",
};
