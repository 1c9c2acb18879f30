import type { RequestListener } from "node:http";
import { json } from "node:stream/consumers";
import { createConnectionHandler, createMemoryStore, toNodeListener } from "react-fullscript-connect/server";
import type { Sandbox } from "../../sandbox";
import { CLIENT_ID } from "./host/variant";
import { CLIENT_SECRET, requestTokens } from "./tokenClient";

/** A host's backend: its endpoint, and the access token that it holds. */
export interface Backend {
  listener: RequestListener;
  accessToken: () => Promise<string | undefined>;
}

const USER = { id: "practitioner-1" };

/** The package's own handler, which honours the Idempotency-Key. */
export function createOwnBackend(sandbox: Sandbox, redirectUri: string, via: typeof fetch): Backend {
  const handler = createConnectionHandler({
    environment: sandbox.endpoints,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri,
    store: createMemoryStore(),
    getUser: () => USER,
    fetch: via,
    onError: () => undefined,
  });
  return { listener: toNodeListener(handler), accessToken: () => handler.getAccessToken(USER).catch(() => undefined) };
}

/** As hosts write it: it trades every code that it is given, so that nothing but the front end keeps a code from being shown twice. */
export function createNaiveBackend(sandbox: Sandbox, redirectUri: string, via: typeof fetch): Backend {
  let accessToken: string | undefined;

  const trade = async (code: string): Promise<[number, object]> => {
    const response = await requestTokens(sandbox, redirectUri, code, via);
    if (!response.ok) return [response.status, { error: "invalid_grant" }];
    const { oauth } = (await response.json()) as { oauth: { access_token: string } };
    accessToken = oauth.access_token;
    return [200, { connected: true }];
  };

  return {
    accessToken: () => Promise.resolve(accessToken),
    listener: (request, response) => {
      const answer = async () => {
        const [status, body] =
          request.method === "POST"
            ? await trade(((await json(request)) as { code: string }).code)
            : [200, { connected: accessToken !== undefined }];
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      };
      answer().catch(() => response.destroy());
    },
  };
}
