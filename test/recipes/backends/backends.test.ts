import { execFile } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { postgresSchema } from "react-fullscript-connect/postgres";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../sandbox";
import { fetch } from "../../sandbox/localFetch";
import { authorizeUrl, CLIENT } from "../../sandbox/start";
import { Visitor } from "../../sandbox/Visitor";
import { createDatabase } from "../../stores/createDatabase";
import { type Changes, installPackage, type Project, type Running, startProgram, writeProject } from "./project";

// Each recipe of docs/recipes, on the package as it is published, PostgreSQL and the sandbox. Their packages come from
// `npm ci --prefix test/recipes/packages`.
const run = promisify(execFile);
const ORIGIN = "https://clinic.example";
const REDIRECT_URI = `${ORIGIN}/fullscript/callback`;
const modules = join(import.meta.dirname, "../packages/node_modules");
const tsx: [string, ...string[]] = [process.execPath, "--import", import.meta.resolve("tsx"), "server.ts"];

let sandbox: Sandbox;
let databaseUrl: string;

beforeAll(async () => {
  installPackage();
  sandbox = await startSandbox({
    port: 0,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    redirectUris: [REDIRECT_URI],
  });
  databaseUrl = await createDatabase();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(postgresSchema());
  await client.end();
});
afterAll(() => sandbox.close());

/** Points a recipe at the sandbox. */
function sandboxChanges(): Changes {
  const { tokenEndpoint, revocationEndpoint } = sandbox.endpoints;
  const environment = { tokenEndpoint, revocationEndpoint, apiBase: `${sandbox.origin}/api` };
  return { '"us-snd"': JSON.stringify(environment) };
}

const createEnv = (): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  FULLSCRIPT_CLIENT_ID: CLIENT.client_id,
  FULLSCRIPT_CLIENT_SECRET: CLIENT.client_secret,
  FULLSCRIPT_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64"),
  SESSION_SECRET: "a secret of at least 32 characters!",
});

/** The problems that TypeScript finds in a project. */
function compile({ files }: Project): string[] {
  const program = ts.createProgram(files, {
    ...{ strict: true, noEmit: true, skipLibCheck: true, isolatedModules: true },
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    typeRoots: [join(modules, "@types")],
    types: ["node"],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText, file }) => `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
}

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

/** As a proxy that ends TLS passes it on. */
const PROXY = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "clinic.example" };

interface Backend {
  name: string;
  recipe: string;
  changes: Changes;
  check?: (project: Project) => Promise<string[]>;
  start: (project: Project) => Promise<Running>;
  /** Signs a new user in, and returns the headers of that user's requests. */
  signIn: (url: string) => Promise<Record<string, string>>;
}

/** Signs in through a route that stands where the recipe leaves sign-in to its reader. */
async function signInByRoute(url: string): Promise<Record<string, string>> {
  const response = await fetch(`${url}/sign-in`, { method: "POST", headers: PROXY });
  expect(response.status).toBeLessThan(300);
  return { ...PROXY, Cookie: cookiesOf(response) };
}

/** Supabase's auth server, as far as it says whose access token this is. */
async function startSupabase(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const [, id] = /^Bearer token-of-(.+)$/.exec(request.headers.authorization ?? "") ?? [];
    response.setHeader("Content-Type", "application/json");
    if (request.url === "/auth/v1/user" && id !== undefined) response.end(JSON.stringify({ id, aud: "authenticated" }));
    else response.writeHead(401).end('{"message":"invalid token"}');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

function findDeno(): string {
  const [name] = readdirSync(join(modules, "@deno"));
  return join(modules, "@deno", name!, "deno");
}

const withTsx = (project: Project) => startProgram(project, tsx, createEnv());

const BACKENDS: Backend[] = [
  {
    name: "Express with express-session",
    recipe: "express.ts",
    changes: {
      "// Your sign-in sets request.session.userId.": `app.post("/sign-in", (request, response) => {
        request.session.userId = crypto.randomUUID();
        response.end();
      });`,
    },
    start: withTsx,
    signIn: signInByRoute,
  },
  {
    name: "Fastify with @fastify/session",
    recipe: "fastify.ts",
    changes: {
      "// Your sign-in sets request.session.userId.": `app.post("/sign-in", async (request) => {
        request.session.userId = crypto.randomUUID();
        return "";
      });`,
    },
    start: withTsx,
    signIn: signInByRoute,
  },
  {
    name: "Koa with koa-session",
    recipe: "koa.ts",
    changes: {
      "// Your sign-in sets context.session.userId.": `app.use(async (context, next) => {
        if (context.path !== "/sign-in") return next();
        if (context.session) context.session.userId = crypto.randomUUID();
        context.status = 204;
      });`,
    },
    start: withTsx,
    signIn: signInByRoute,
  },
  {
    name: "Hono with better-auth",
    recipe: "hono.ts",
    changes: {
      "const store =": `const { getMigrations } = await import("better-auth/db/migration");
      await (await getMigrations(auth.options)).runMigrations();
      const store =`,
    },
    start: withTsx,
    async signIn(url) {
      const email = `${crypto.randomUUID()}@example.com`;
      const response = await fetch(`${url}/api/auth/sign-up/email`, {
        method: "POST",
        headers: { ...PROXY, "Content-Type": "application/json", Origin: ORIGIN },
        body: JSON.stringify({ name: "Ada", email, password: "correct horse battery" }),
      });
      expect(response.status).toBe(200);
      return { Cookie: cookiesOf(response) };
    },
  },
  {
    name: "Next.js with Auth.js",
    recipe: "nextjs",
    changes: {
      'import NextAuth from "next-auth";': `import NextAuth from "next-auth";
      import Credentials from "next-auth/providers/credentials";`,
      "providers: [], // yours": "providers: [Credentials({ authorize: () => ({ id: crypto.randomUUID() }) })],",
    },
    async start(project) {
      const next = join(modules, "next/dist/bin/next");
      const env = { ...createEnv(), AUTH_SECRET: "a secret", NEXT_TELEMETRY_DISABLED: "1" };
      await run(process.execPath, [next, "build"], { cwd: project.folder, env: { ...process.env, ...env } });
      return startProgram(project, [process.execPath, next, "start", "--port", String(project.port)], env);
    },
    async signIn(url) {
      const csrf = await fetch(`${url}/api/auth/csrf`);
      const { csrfToken } = (await csrf.json()) as { csrfToken: string };
      const response = await fetch(`${url}/api/auth/callback/credentials`, {
        method: "POST",
        redirect: "manual",
        headers: { Cookie: cookiesOf(csrf) },
        body: new URLSearchParams({ csrfToken }),
      });
      expect(response.status).toBe(302);
      return { Cookie: cookiesOf(response) };
    },
  },
  {
    name: "a Supabase Edge Function",
    recipe: "supabase.ts",
    changes: {},
    async check({ folder }) {
      return run(findDeno(), ["check", "--node-modules-dir=manual", "server.ts"], { cwd: folder }).then(
        () => [],
        (error: unknown) => [(error as { stderr: string }).stderr],
      );
    },
    async start(project) {
      const supabase = await startSupabase();
      const running = await startProgram(
        project,
        [findDeno(), "run", "--node-modules-dir=manual", "--no-check", "-A", "server.ts"],
        { ...createEnv(), SUPABASE_URL: supabase.url, SUPABASE_ANON_KEY: "anon", SUPABASE_DB_URL: databaseUrl },
      );
      return { ...running, stop: () => running.stop().finally(supabase.close) };
    },
    signIn: async () => ({ Authorization: `Bearer token-of-${crypto.randomUUID()}` }),
  },
];

/** The user consents at Fullscript, each time with a new account. */
async function authorize(): Promise<string> {
  const visitor = new Visitor();
  const signIn = await visitor.open(authorizeUrl(sandbox, { redirect_uri: REDIRECT_URI }));
  const consent = await visitor.press(signIn, "Sign in", { email: `${crypto.randomUUID()}@example.com` });
  return (await visitor.press(consent, "Authorize")).url.searchParams.get("code")!;
}

describe.each(BACKENDS)("$name", ({ recipe, changes, check, start, signIn }) => {
  let project: Project;
  let running: Running | undefined;
  let url: string;

  beforeAll(async () => {
    project = await writeProject(recipe, { ...changes, ...sandboxChanges() });
    url = `http://localhost:${project.port}`;
  });
  afterAll(() => running?.stop());

  it("compiles", async () => {
    expect(await (check ?? (async (each: Project) => compile(each)))(project)).toEqual([]);
  });

  it("connects a signed-in user, calls Fullscript's API, keeps the connection in PostgreSQL, outlives a restart of the database, and disconnects", async () => {
    running = await start(project);
    const endpoint = `${url}/api/fullscript/connection`;
    const send = (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
      fetch(path, { ...init, headers: { Origin: ORIGIN, ...headers } });
    const read = async (headers: Record<string, string>) => (await send(endpoint, headers)).json() as Promise<unknown>;

    expect((await send(endpoint, {})).status).toBe(401);
    expect((await send(`${url}/api/clinic`, {})).status).toBe(401);
    const [user, stranger] = [await signIn(url), await signIn(url)];
    expect(await read(user)).toEqual({ connected: false });

    const body = JSON.stringify({ code: await authorize(), state: "fsc1.state", redirect_uri: REDIRECT_URI });
    const json = { "Content-Type": "application/json", "Idempotency-Key": '"key"' };
    const foreign = { ...user, ...json, Origin: "https://evil.example" };
    expect((await send(endpoint, foreign, { method: "POST", body })).status).toBe(403);
    const posted = await send(endpoint, { ...user, ...json }, { method: "POST", body });
    const text = await posted.text();
    expect([posted.status, JSON.parse(text)], running.output()).toMatchObject([200, { connected: true }]);
    const repeated = await send(endpoint, { ...user, ...json }, { method: "POST", body });
    expect(await repeated.text()).toBe(text);
    expect(await read(user)).toEqual(JSON.parse(text));
    expect(await read(stranger)).toEqual({ connected: false });

    const { resource_owner: owner } = JSON.parse(text) as { resource_owner: { id: string } };
    const clinic = await send(`${url}/api/clinic`, user);
    expect([clinic.status, await clinic.json()], running.output()).toMatchObject([200, { id: `clinic-${owner.id}` }]);

    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    const { rowCount } = await client.query("select 1 from fullscript_connections");
    expect(rowCount).toBe(1);

    // As a restart of the database does.
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    await client.end();
    await expect.poll(() => read(user).catch(() => running!.output())).toEqual(JSON.parse(text));

    expect(await (await send(endpoint, user, { method: "DELETE" })).json()).toEqual({ connected: false });
    expect(await read(user)).toEqual({ connected: false });
    await running.stop();
    running = undefined;
  });
});

it("the Supabase recipe lets a page of the other origin call it, and no other page", async () => {
  const project = await writeProject("supabase.ts", sandboxChanges());
  const running = await BACKENDS.at(-1)!.start(project);
  const preflight = (origin: string) =>
    fetch(`http://localhost:${project.port}/fullscript`, {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
      },
    });
  expect((await preflight(ORIGIN)).headers.get("access-control-allow-origin")).toBe(ORIGIN);
  expect((await preflight("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
  await running.stop();
});
