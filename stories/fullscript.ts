import type { FullscriptConfig } from "react-fullscript-connect";
import { createAuthorizationRequest } from "react-fullscript-connect/core";

/** A host's configuration, with an endpoint that no story reaches. */
export const FULLSCRIPT = {
  clientId: "storybook",
  redirectUri: new URL("/fullscript/callback", location.origin).href,
  environment: "us-snd",
  endpoint: "/api/fullscript/connection",
  fetch: () => new Promise<Response>(() => undefined),
} as const satisfies FullscriptConfig;

/** An endpoint that answers, without a network. */
export const answering = (status: number, body?: unknown, headers: Record<string, string> = {}) => () =>
  Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status, headers }));

/**
 * Puts an authorization response into the story's URL, beside Storybook's own parameters, as if the user had just come back.
 * Gives a function that takes it out again.
 */
export function comeBack(answer: Record<string, string>, subject?: string): () => void {
  const { state } = createAuthorizationRequest({ ...FULLSCRIPT, subject }, { returnTo: "/patients/42" });
  const before = location.href;
  const url = new URL(before);
  for (const [name, value] of Object.entries({ state, ...answer })) url.searchParams.set(name, value);
  history.replaceState(history.state, "", url);
  return () => history.replaceState(null, "", before);
}
