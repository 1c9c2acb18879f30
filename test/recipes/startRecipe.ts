import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "../e2e/freePort";
import { fetch } from "../sandbox/localFetch";
import { CLIENT } from "../sandbox/start";

const root = join(import.meta.dirname, "../..");
const PACKAGES = ["express", "fastify", "hono", "@hono/node-server", "@types/express", "@types/node"];

/** A stranger's project with these files, and the packages that they name: ours as it is published. */
export function writeProject(files: Map<string, string>): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "recipes-"));
  for (const [name, code] of [...files, ["package.json", '{ "type": "module" }'] as const]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), code);
  }
  for (const name of PACKAGES) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  symlinkSync(root, join(folder, "node_modules/react-fullscript-connect"));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** What the docs leave to the host. */
export const SESSION = `
export function findUser(request: Request): { id: string } | null {
  const id = /(?:^|; )session=([\\w-]+)/.exec(request.headers.get("cookie") ?? "")?.[1];
  return id === undefined ? null : { id };
}
`;

/** Stands in for the PostgreSQL store, which test/recipes/backends runs. */
export const STORE = `
import { createMemoryStore } from "react-fullscript-connect/server";
export const store = createMemoryStore();
`;

/** And what the endpoint without this package leaves to it. */
export const YOURS = `
import type { IncomingMessage } from "node:http";

export function userOf({ headers }: IncomingMessage): string | null {
  return /(?:^|; )session=([\\w-]+)/.exec(headers.cookie ?? "")?.[1] ?? null;
}

export async function saveTokens(_user: string, tokens: { access_token: string }): Promise<void> {
  if (!tokens.access_token) throw new Error("There is no token.");
}
`;

/** Next's server, as far as a route handler sees it: each method goes to the export of its name. */
export const NEXT_SERVER = `
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import * as route from "./app/api/fullscript/connection/route";

const routes: Record<string, (request: Request) => Promise<Response>> = route;
const listener = getRequestListener((request) => routes[request.method]?.(request) ?? new Response(null, { status: 405 }));
createServer((request, response) => void listener(request, response)).listen(3000);
`;

export interface Recipe {
  url: string;
  stop: () => Promise<void>;
}

/** Runs a file of the docs, with no more than its port changed. */
export async function startRecipe(folder: string, name: string): Promise<Recipe> {
  const port = await freePort();
  const code = readFileSync(join(folder, name), "utf8");
  if (code.split("3000").length !== 2) throw new Error(`${name} does not name its port once.`);
  const copy = name.replace(".ts", `.${port}.ts`);
  writeFileSync(join(folder, copy), code.replace("3000", String(port)));

  const child: ChildProcess = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), copy], {
    cwd: folder,
    env: { ...process.env, FULLSCRIPT_CLIENT_ID: CLIENT.client_id, FULLSCRIPT_CLIENT_SECRET: CLIENT.client_secret },
    stdio: "ignore",
  });
  const exit = once(child, "exit");
  const url = `http://localhost:${port}/api/fullscript/connection`;
  for (let answered = false; !answered;) {
    if (child.exitCode !== null) throw new Error(`${name} has ended.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    answered = await fetch(url).then(
      () => true,
      () => false,
    );
  }
  return {
    url,
    stop: async () => {
      child.kill("SIGKILL");
      await exit;
    },
  };
}
