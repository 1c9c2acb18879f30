import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox";
import type { Mode } from "../bundleHost";
import { serve } from "../serve";
import { createNaiveBackend, createOwnBackend, type Backend } from "./backends";
import { type Instruments, renderInstruments, WITNESS } from "./instruments";
import { CALLBACK, CLIENT_ID, ENDPOINT, type Variant } from "./host/variant";
import { type Fault, Proxy } from "./proxy";
import { CLIENT_SECRET, createWitness, type Presentation } from "./tokenClient";

/** Everything but the browser, for one cell alone: a host app behind the proxy, its backend, and the sandbox. */
export interface World {
  origin: string;
  redirectUri: string;
  sandbox: Sandbox;
  proxy: Proxy;
  backend: Backend;
  /** Each code that was shown to the token endpoint, in turn. */
  presentations: readonly Presentation[];
  /** What the pages do where the browser's driver does not. */
  instruments: Instruments | undefined;
  close: () => Promise<void>;
}

export interface WorldOptions {
  /** Where the bundled host is. */
  folder: string;
  mode: Mode;
  variant: Pick<Variant, "hasQueryClientProvider" | "isIdempotent"> & Partial<Variant>;
  faults: readonly Fault[];
  sandbox?: Partial<SandboxOptions>;
  /** What the host's pages send besides. */
  headers?: Record<string, string>;
}

const USUAL: Omit<Variant, "authorizationEndpoint" | "hasQueryClientProvider" | "isIdempotent"> = {
  isStrict: true,
  mode: "redirect",
  buttons: 1,
  startsByItself: false,
  callbacks: 1,
  timeoutMs: 60_000,
  autoLeave: true,
  keepsCallbackInHistory: false,
  isHeld: false,
};

export async function startWorld({ folder, mode, variant, faults, headers, ...options }: WorldOptions): Promise<World> {
  const front = await serve((request, response) => answer(request, response));
  const redirectUri = front.origin + CALLBACK;
  const sandbox = await startSandbox({
    port: 0,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUris: [redirectUri],
    ...options.sandbox,
  });
  const witness = createWitness();
  const backend = (variant.isIdempotent ? createOwnBackend : createNaiveBackend)(sandbox, redirectUri, witness.fetch);
  const back = await serve(backend.listener);
  const proxy = new Proxy(back.origin + ENDPOINT, faults);

  const script = readFileSync(join(folder, `${mode}.js`));
  const settings = { ...USUAL, ...variant, authorizationEndpoint: sandbox.endpoints.authorizationEndpoint };
  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { instruments } = world;
    const [path] = (request.url ?? "").split("?");
    if (instruments && path === WITNESS) return void hear(instruments, request, response);
    if (instruments?.isOffline) return void request.socket.destroy();
    instruments?.requested(`${front.origin}${request.url ?? ""}`);
    if (path === ENDPOINT) proxy.handle(request, response).catch(() => response.destroy());
    else if (path === "/part.js") response.writeHead(200, { "content-type": "text/javascript" }).end("export {};");
    else if (path === "/host.js")
      response.writeHead(200, { "content-type": "text/javascript", "cache-control": "max-age=3600" }).end(script);
    else
      response
        .writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers, ...sessionOf(request) })
        .end(renderPage(settings, instruments));
  }

  const world: World = {
    instruments: undefined,
    ...{ origin: front.origin, redirectUri, sandbox, proxy, backend },
    presentations: witness.presentations,
    close: async () => {
      await Promise.all([front.close(), back.close(), sandbox.close()]);
    },
  };
  return world;
}

async function hear(instruments: Instruments, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { kind, text } = (await json(request)) as { kind: "said" | "waited"; text: string };
  instruments[kind](text);
  response.writeHead(204).end();
}

/** A session for whoever has none. A frame in another site's page has one of its own. */
function sessionOf({ headers: { cookie } }: IncomingMessage): Record<string, string> {
  return cookie?.includes("session=")
    ? {}
    : { "set-cookie": `session=${randomUUID()}; Path=/; Secure; SameSite=None; Partitioned` };
}

/** How many codes the sandbox was shown, by its own log. */
export function countTokenRequests({ sandbox }: World): number {
  return sandbox.log.entries().filter(({ grantType }) => grantType === "authorization_code").length;
}

function renderPage(variant: Variant, instruments: Instruments | undefined): string {
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <link rel="icon" href="data:,">
  <title>Host</title>
  ${instruments ? renderInstruments(instruments) : ""}
  <script>loadPart = () => import("/part.js").then(() => true, () => false);</script>
  <div id="root"></div>
  <script id="variant" type="application/json">${JSON.stringify(variant)}</script>
  <script type="module" src="/host.js"></script>
</html>`;
}
