import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Sandbox } from "../../sandbox";
import { authorize, start } from "../sandbox/start";
import type { Endpoints } from "./createBackend";

/** Where an answer may be kept back for ever: before the sandbox hears of the request, or after it has done what was asked. */
export type Moment = "received" | "processed";

export interface AuthorizationServer {
  sandbox: Sandbox;
  endpoints: Endpoints;
  /** Every code and refresh token that came in a token request, in turn. */
  presented: string[];
  /** The access tokens that were issued, in turn, whether or not anyone was told. */
  issued: string[];
  /** The user consents; gives the code. */
  issueCode: () => Promise<string>;
  /** Keeps back the next answer; resolves when it comes to that. */
  holdAt: (moment: Moment) => Promise<void>;
  /** How long each answer takes. */
  delayMs: number;
}

/** The sandbox, behind a server that counts what it is shown; ends with the test. */
export async function startAuthorizationServer(): Promise<AuthorizationServer> {
  const sandbox = await start();
  let hold: { moment: Moment; tell: () => void } | undefined;
  const pass = async (moment: Moment): Promise<void> => {
    if (hold?.moment !== moment) return;
    hold.tell();
    hold = undefined;
    await new Promise(() => undefined);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = (await request.toArray()).join("");
    const { code, refresh_token: refreshToken } = JSON.parse(text) as Record<string, string>;
    for (const secret of [code, refreshToken]) if (secret !== undefined) server.presented.push(secret);
    await pass("received");
    const answer = await fetch(sandbox.origin + request.url!, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: text,
    });
    const body = (await answer.json()) as { oauth?: { access_token: string } };
    if (body.oauth) server.issued.push(body.oauth.access_token);
    await pass("processed");
    await new Promise((resolve) => setTimeout(resolve, server.delayMs));
    response.writeHead(answer.status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  };
  const http = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  onTestFinished(() => {
    http.close();
    http.closeAllConnections();
  });

  const oauth = `http://127.0.0.1:${(http.address() as AddressInfo).port}/api/oauth`;
  const server: AuthorizationServer = {
    sandbox,
    endpoints: { tokenEndpoint: `${oauth}/token`, revocationEndpoint: `${oauth}/revoke` },
    presented: [],
    issued: [],
    issueCode: () => authorize(sandbox),
    holdAt: (moment) => new Promise((tell) => (hold = { moment, tell })),
    delayMs: 0,
  };
  return server;
}
