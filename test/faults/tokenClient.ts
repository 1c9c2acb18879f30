import type { Sandbox } from "../../sandbox";
import { CLIENT_ID } from "./host/variant";

export const CLIENT_SECRET = "faults-secret";

/** One time that a code was shown to the token endpoint. */
export interface Presentation {
  code: string;
  /** What was answered; nothing yet, or never. */
  status: number | undefined;
}

/** A `fetch` for a backend, which remembers each code that it shows to the token endpoint. */
export function createWitness(): { fetch: typeof fetch; presentations: Presentation[] } {
  const presentations: Presentation[] = [];
  return {
    presentations,
    fetch: async (url, init) => {
      const { code } = (await new Request(url, init).json()) as { code?: string };
      const presentation: Presentation = { code: code ?? "", status: undefined };
      if (code !== undefined) presentations.push(presentation);
      const response = await fetch(url, init);
      presentation.status = response.status;
      return response;
    },
  };
}

/** Trades a code. @see RFC 6749 §4.1.3 */
export function requestTokens(
  sandbox: Sandbox,
  redirectUri: string,
  code: string,
  via: typeof fetch = fetch,
): Promise<Response> {
  return via(sandbox.endpoints.tokenEndpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      grant_type: "authorization_code",
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      code,
      redirect_uri: redirectUri,
    }),
  });
}

/** Whether Fullscript takes this access token: it does not, once the code behind it was shown again. */
export async function isLive(sandbox: Sandbox, accessToken: string): Promise<boolean> {
  return (
    await fetch(`${sandbox.origin}/sandbox/resource-owner`, { headers: { authorization: `Bearer ${accessToken}` } })
  ).ok;
}
