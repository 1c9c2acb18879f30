import type { FullscriptConfig } from "react-fullscript-connect";
import { createAuthorizationRequest } from "react-fullscript-connect/core";

/** A host's configuration, with an endpoint that no story reaches, and that may take its time. */
export const FULLSCRIPT = {
  clientId: "storybook",
  redirectUri: new URL("/fullscript/callback", location.origin).href,
  environment: "us-snd",
  endpoint: "/api/fullscript/connection",
  fetch: () => new Promise<Response>(() => undefined),
  timeoutMs: 2_000_000_000,
} as const satisfies FullscriptConfig;

/** An endpoint that answers, without a network. */
export const answering =
  (status: number, body?: unknown, headers: Record<string, string> = {}) =>
  () =>
    Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status, headers }));

/** An endpoint that answers that the account is connected. */
export const connecting = answering(200, { connected: true, resource_owner: { id: "p-1", type: "Practitioner" } });

/**
 * Puts an authorization response into the story's URL, beside Storybook's own parameters, as if the user had just come back.
 * `undefined` leaves a parameter out. Gives a function that takes it out again.
 */
export function comeBack(answer: Record<string, string | undefined>, subject?: string, popup = false): () => void {
  const { state } = createAuthorizationRequest({ ...FULLSCRIPT, subject }, { returnTo: "/patients/42", popup });
  const before = location.href;
  const url = new URL(before);
  const parameters: Record<string, string | undefined> = { state, ...answer };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  history.replaceState(history.state, "", url);
  return () => history.replaceState(null, "", before);
}
