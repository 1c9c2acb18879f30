import { onTestFinished } from "vitest";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../sandbox/index";
import { fetch } from "./localFetch";
import { Visitor } from "./Visitor";

export const CALLBACK = "http://localhost:5173/fullscript/callback";
export const CLIENT = { client_id: "clinic", client_secret: "clinic-secret" };

/** A sandbox on a free port that ends with the test. */
export async function start(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    port: 0,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    redirectUris: [CALLBACK],
    appName: "Maple Clinic",
    ...options,
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export function authorizeUrl(sandbox: Sandbox, params: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: CLIENT.client_id,
    redirect_uri: CALLBACK,
    response_type: "code",
    state: "fsc1.nonce",
    ...params,
  });
  return `${sandbox.endpoints.authorizationEndpoint}?${query.toString()}`;
}

/** Signs the demo practitioner in, authorizes, and gives the code that came back. */
export async function authorize(sandbox: Sandbox, visitor = new Visitor()): Promise<string> {
  const page = await visitor.open(authorizeUrl(sandbox));
  const consent = page.html.includes("Sign in to Fullscript") ? await visitor.press(page, "Sign in") : page;
  const back = consent.html.includes("would like to connect") ? await visitor.press(consent, "Authorize") : consent;
  return back.url.searchParams.get("code") ?? "none";
}

export function post(endpoint: string, body: unknown, signal: AbortSignal | null = null): Promise<Response> {
  return fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
}

export function exchange(
  sandbox: Sandbox,
  code: string,
  changes: Record<string, unknown> = {},
  signal: AbortSignal | null = null,
): Promise<Response> {
  return post(
    sandbox.endpoints.tokenEndpoint,
    { grant_type: "authorization_code", ...CLIENT, code, redirect_uri: CALLBACK, ...changes },
    signal,
  );
}

export function refresh(sandbox: Sandbox, refreshToken: string): Promise<Response> {
  return post(sandbox.endpoints.tokenEndpoint, { grant_type: "refresh_token", ...CLIENT, refresh_token: refreshToken });
}

export interface Tokens {
  access_token: string;
  token_type: string;
  expires_in: number;
  refresh_token: string;
  scope: string;
  created_at: string;
  resource_owner: { id: string; type: string };
}

export async function tokensOf(response: Response): Promise<Tokens> {
  const { oauth } = (await response.json()) as { oauth: Tokens };
  return oauth;
}

/** Whether Fullscript's APIs would still take this access token: 200 or 401. */
export async function useToken(sandbox: Sandbox, accessToken: string): Promise<number> {
  const { status } = await fetch(`${sandbox.origin}/sandbox/resource-owner`, {
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  return status;
}
