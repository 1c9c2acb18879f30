import { createRequire } from "node:module";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as Server from "react-fullscript-connect/server";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox";
import { serve } from "../serve";
import { folderOf, run } from "./apps";
import { CLIENT, type Consumer, ENDPOINT } from "./Consumer";
import { serveFiles } from "./serveFiles";

export type Mode = "development" | "production";

export interface PageAppOptions extends Pick<SandboxOptions, "createCode"> {
  /** What the app's build is told besides. */
  env?: (origin: string) => Promise<Record<string, string>>;
}

/**
 * Builds an app that is one page, and serves it with its backend. React's StrictMode mounts twice in development alone; what users
 * get is production.
 */
export async function startPageApp(
  app: string,
  mode: Mode,
  { env, ...options }: PageAppOptions = {},
): Promise<Consumer> {
  const site = await serve((request, response) =>
    request.url?.startsWith(ENDPOINT) ? backend(request, response) : serveHost(request, response),
  );
  const redirectUri = `${site.origin}/fullscript/callback`;
  const sandbox = await startSandbox({ port: 0, ...CLIENT, redirectUris: [redirectUri], ...options });
  const backend = createBackend(app, sandbox, redirectUri);
  const serveHost = serveFiles(
    await buildApp(app, mode, {
      VITE_FULLSCRIPT_AUTHORIZATION_ENDPOINT: sandbox.endpoints.authorizationEndpoint,
      ...(await env?.(site.origin)),
    }),
  );
  return {
    ...{ origin: site.origin, sandbox, serveHost },
    close: async () => {
      await Promise.all([site.close(), sandbox.close()]);
    },
  };
}

/** As a stranger does, in a process of its own: Vite heeds NODE_ENV, which here is Vitest's. */
async function buildApp(app: string, mode: Mode, env: Record<string, string>): Promise<string> {
  const outDir = join(folderOf(app), "dist", mode);
  const vite = join(fileURLToPath(import.meta.resolve("vite/package.json")), "../bin/vite.js");
  const config = join(import.meta.dirname, "vite.config.ts");
  await run(
    process.execPath,
    [
      vite,
      "build",
      folderOf(app),
      "--config",
      config,
      "--mode",
      mode,
      "--outDir",
      outDir,
      "--emptyOutDir",
      "--logLevel",
      "warn",
    ],
    {
      cwd: folderOf(app),
      env: { ...process.env, NODE_ENV: mode, VITE_FULLSCRIPT_CLIENT_ID: CLIENT.clientId, ...env },
    },
  );
  return outDir;
}

/** The host's own half, with the package that the app has installed. */
function createBackend(app: string, { endpoints }: Sandbox, redirectUri: string): RequestListener {
  const installed = createRequire(join(folderOf(app), "package.json"))(
    "react-fullscript-connect/server",
  ) as typeof Server;
  const handler = installed.createConnectionHandler({
    environment: endpoints,
    ...CLIENT,
    redirectUri,
    store: installed.createMemoryStore(),
    getUser: findUser,
  });
  return installed.toNodeListener(handler);
}

/** Whoever the cookie says. */
function findUser(request: Request): { id: string } | null {
  const id = /(?:^|; )session=([\w-]+)/.exec(request.headers.get("cookie") ?? "")?.[1];
  return id === undefined ? null : { id };
}
