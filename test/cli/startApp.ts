import { getRequestListener } from "@hono/node-server";
import { createConnectionHandler, createMemoryStore } from "react-fullscript-connect/server";
import { onTestFinished } from "vitest";
import { startSandbox } from "../../sandbox";
import { serve, type Served } from "../serve";

export const CLIENT_ID = "doctor-client";
export const CLIENT_SECRET = "doctor-secret-3f9a";
export const CALLBACK_PATH = "/fullscript/callback";
export const ENDPOINT_PATH = "/api/fullscript/connection";

/** A host's app that is right in everything, but for what a test replaces. */
export interface App {
  /** The options of the doctor that fit the app. */
  options: Record<string, string>;
  origin: string;
}

export type Answer = (request: Request) => Response | Promise<Response>;

interface Mistakes {
  callback?: Answer;
  /** May hand the request on to the right endpoint. */
  endpoint?: (right: Answer) => Answer;
  /** Whether the endpoint has a server of its own, and whether it lists the app's origin. */
  crossOrigin?: "listed" | "unlisted";
}

/** Starts the app and a sandbox that knows it. Both end with the test. */
export async function startApp({ callback = () => answerPage(), endpoint, crossOrigin }: Mistakes = {}): Promise<App> {
  let answer: Answer = () => new Response(null, { status: 404 });
  const app = await serveApp((request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith(CALLBACK_PATH)) return callback(request);
    return pathname === ENDPOINT_PATH ? answer(request) : answerPage();
  });
  const api = crossOrigin && (await serveApp((request) => answer(request)));
  const redirectUri = `${app.origin}${CALLBACK_PATH}`;
  const sandbox = await startSandbox({
    port: 0,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUris: [redirectUri],
  });
  onTestFinished(async () => {
    await Promise.all([app.close(), api?.close(), sandbox.close()]);
  });
  const right = createConnectionHandler({
    environment: sandbox.endpoints,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri,
    allowedOrigins: crossOrigin === "listed" ? [app.origin] : [],
    store: createMemoryStore(),
    getUser: () => null,
    onError: () => undefined,
  });
  answer = endpoint ? endpoint(right) : right;
  return {
    origin: app.origin,
    options: {
      "authorization-endpoint": sandbox.endpoints.authorizationEndpoint,
      "client-id": CLIENT_ID,
      "redirect-uri": redirectUri,
      endpoint: `${api?.origin ?? ""}${ENDPOINT_PATH}`,
    },
  };
}

function serveApp(answer: Answer): Promise<Served> {
  const listener = getRequestListener(answer);
  return serve((request, response) => void listener(request, response));
}

/** Returns the app's page, as a server of a single-page app does. */
export function answerPage(headers: Record<string, string> = { "Referrer-Policy": "no-referrer" }): Response {
  return new Response('<!doctype html><div id="root"></div>', {
    headers: { "Content-Type": "text/html; charset=utf-8", ...headers },
  });
}
