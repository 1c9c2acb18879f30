// @vitest-environment node
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { filesIn } from "../e2e/hostProject";
import { fetch } from "../sandbox/localFetch";
import { authorizeUrl, CLIENT } from "../sandbox/start";
import { Visitor } from "../sandbox/Visitor";
import { serve, type Served } from "../serve";
import { NEXT_SERVER, type Recipe, SESSION, startRecipe, STORE, writeProject, YOURS } from "./startRecipe";

const ORIGIN = "https://clinic.example";
const REDIRECT_URI = `${ORIGIN}/fullscript/callback`;

const files = new Map([...filesIn("docs/backend.md"), ...filesIn("docs/endpoint.md")]);
const documented = [...files.keys()];
let sandbox: Sandbox;
let project: ReturnType<typeof writeProject>;

/** Someone new each time. */
async function authorize(): Promise<string> {
  const visitor = new Visitor();
  const signIn = await visitor.open(authorizeUrl(sandbox, { redirect_uri: REDIRECT_URI }));
  const consent = await visitor.press(signIn, "Sign in", { email: `${crypto.randomUUID()}@example.com` });
  return (await visitor.press(consent, "Authorize")).url.searchParams.get("code")!;
}

const stolen: (string | undefined)[] = [];
let thief: Served;
let redirector: Served;

beforeAll(async () => {
  thief = await serve((request, response) => {
    stolen.push(request.url);
    response.end("{}");
  });
  sandbox = await startSandbox({
    port: 0,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    redirectUris: [REDIRECT_URI],
  });
  const { tokenEndpoint, revocationEndpoint } = sandbox.endpoints;
  const handler = files.get("fullscriptHandler.ts")!;
  expect(handler.split('"us-snd"').length).toBe(2);
  files.set("fullscriptHandler.ts", handler.replace('"us-snd"', JSON.stringify({ tokenEndpoint, revocationEndpoint })));
  files.set("session.ts", SESSION).set("store.ts", STORE).set("next.ts", NEXT_SERVER).set("yours.ts", YOURS);
  const forty = files.get("forty.ts")!;
  const endpoint = "https://api-us-snd.fullscript.io/api/oauth/token";
  expect(forty.split(endpoint).length).toBe(2);
  files.set("forty.ts", forty.replace(endpoint, tokenEndpoint));
  redirector = await serve((_, response) => response.writeHead(307, { Location: `${thief.origin}/token` }).end());
  files.set("fortyRedirected.ts", forty.replace(endpoint, `${redirector.origin}/token`));
  // The other order, which the docs allow.
  const parser = "app.use(express.json());\n";
  const express = files.get("express.ts")!;
  expect(express).toContain(parser);
  files.set("expressParsed.ts", express.replace(parser, "").replace("app.all(", `${parser}app.all(`));
  project = writeProject(files);
}, 60_000);

afterAll(async () => {
  project.remove();
  await thief.close();
  await redirector.close();
  await sandbox.close();
});

it("the docs' snippets compile in a new project against the published package", () => {
  expect(documented).toEqual([
    "fullscriptHandler.ts",
    "app/api/fullscript/connection/route.ts",
    "hono.ts",
    "express.ts",
    "fastify.ts",
    "node.ts",
    "forty.ts",
  ]);
  const program = ts.createProgram(
    [...files.keys()].map((name) => join(project.folder, name)),
    {
      ...{ strict: true, noEmit: true, skipLibCheck: true, isolatedModules: true },
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      types: ["node"],
    },
  );
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText, file }) => `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
  expect(problems).toEqual([]);
}, 180_000);

describe.each(["next.ts", "hono.ts", "express.ts", "expressParsed.ts", "fastify.ts", "node.ts"])("%s", (name) => {
  let recipe: Recipe;
  beforeAll(async () => {
    recipe = await startRecipe(project.folder, name);
  }, 60_000);
  afterAll(() => recipe.stop());

  // A connection of its own for each: a server may close the one on which it refused a long body.
  const send = (method: string, headers: Record<string, string> = {}, body?: string): Promise<Response> =>
    fetch(recipe.url, {
      method,
      headers: { Connection: "close", Origin: ORIGIN, Cookie: "theme=dark; session=dr-ada", ...headers },
      ...(body !== undefined && { body }),
    });
  const post = (code: string, changes: { headers?: Record<string, string>; body?: string } = {}): Promise<Response> =>
    send(
      "POST",
      { "Content-Type": "application/json", ...changes.headers },
      changes.body ?? JSON.stringify({ code, state: "fsc1.state", redirect_uri: REDIRECT_URI }),
    );
  const outcomes = (): string[] =>
    sandbox.log
      .entries()
      .filter(({ path }) => /token|revoke/.test(path))
      .map(({ outcome }) => outcome);

  it("connects, tells so, and disconnects the user of the cookie", async () => {
    sandbox.log.clear();
    const code = await authorize();
    const posted = await post(code, { headers: { "Idempotency-Key": '"k"' } });
    const text = await posted.text();
    expect([posted.status, posted.headers.get("content-type"), posted.headers.get("cache-control")]).toEqual([
      200,
      "application/json",
      "no-store",
    ]);
    expect(JSON.parse(text)).toEqual({
      connected: true,
      resource_owner: { id: expect.any(String) as unknown, type: "Practitioner" },
    });
    expect(await (await post(code, { headers: { "Idempotency-Key": '"k"' } })).text()).toBe(text);
    expect(await (await send("GET")).text()).toBe(text);
    expect(await (await send("GET", { Cookie: "session=dr-bob" })).text()).toBe('{"connected":false}');
    expect(await (await send("DELETE")).text()).toBe('{"connected":false}');
    expect(await (await send("GET")).text()).toBe('{"connected":false}');
    expect(outcomes()).toEqual(["tokens_issued", "revoked", "revoked"]);
  });

  const parsed = name === "expressParsed.ts";
  it.each<[string, number, string, (code: string) => Promise<Response>]>([
    ["nobody's GET", 401, "unauthorized", () => send("GET", { Cookie: "" })],
    ["nobody's POST", 401, "unauthorized", (code) => post(code, { headers: { Cookie: "" } })],
    [
      "a POST of another origin",
      403,
      "access_denied",
      (code) => post(code, { headers: { Origin: "https://evil.example" } }),
    ],
    ["a DELETE of another origin", 403, "access_denied", () => send("DELETE", { Origin: "https://evil.example" })],
    [
      "a form",
      415,
      "invalid_request",
      (code) => post(code, { headers: { "Content-Type": "application/x-www-form-urlencoded" } }),
    ],
    ["text that is JSON", 415, "invalid_request", (code) => post(code, { headers: { "Content-Type": "text/plain" } })],
    [
      "20 kB",
      413,
      "invalid_request",
      (code) => post(code, { body: JSON.stringify({ code, state: "x".repeat(20_000), redirect_uri: REDIRECT_URI }) }),
    ],
    [
      "2 MB",
      413,
      parsed ? "" : "invalid_request",
      (code) =>
        post(code, { body: JSON.stringify({ code, state: "x".repeat(2_000_000), redirect_uri: REDIRECT_URI }) }),
    ],
    ["half an object", 400, parsed ? "" : "invalid_request", (code) => post(code, { body: `{"code":"${code}"` })],
    ["an empty body", 400, "invalid_request", (code) => post(code, { body: "" })],
    [
      "a redirect URI of another page",
      400,
      "invalid_request",
      (code) => post(code, { body: JSON.stringify({ code, state: "x", redirect_uri: `${REDIRECT_URI}/other` }) }),
    ],
  ])("refuses %s, and the code is not used", async (_, status, error, request) => {
    const code = await authorize();
    sandbox.log.clear();
    const response = await request(code);
    const text = await response.text();
    expect(response.status).toBe(status);
    // What Express's parser refuses it answers by a page of its own.
    if (error !== "") expect(JSON.parse(text)).toEqual({ error, error_description: expect.any(String) as unknown });
    expect(text).not.toContain(code);
    expect(outcomes()).toEqual([]);
  });
});

describe("the endpoint without this package", () => {
  let recipe: Recipe;
  beforeAll(async () => {
    recipe = await startRecipe(project.folder, "forty.ts");
  }, 60_000);
  afterAll(() => recipe.stop());

  const post = (code: string, changes: { headers?: Record<string, string>; body?: object } = {}): Promise<Response> =>
    fetch(recipe.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: ORIGIN, Cookie: "session=dr-ada", ...changes.headers },
      body: JSON.stringify({ code, state: "fsc1.state", redirect_uri: REDIRECT_URI, ...changes.body }),
    });

  it("connects once for any number of repeats, and for nobody else", async () => {
    sandbox.log.clear();
    const code = await authorize();
    const answers = await Promise.all([post(code), post(code), post(code, { headers: { Cookie: "session=dr-bob" } })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400]);
    const [first, second] = await Promise.all(answers.map((answer) => answer.text()));
    expect(JSON.parse(first!)).toEqual({
      connected: true,
      resource_owner: { id: expect.any(String) as unknown, type: "Practitioner" },
    });
    expect(second).toBe(first);
    expect(sandbox.log.entries().filter(({ outcome }) => outcome === "tokens_issued")).toHaveLength(1);
    expect((await post("unknown")).status).toBe(400);
  });

  it("follows no redirect of the token request, which would carry the secret elsewhere", async () => {
    const redirected = await startRecipe(project.folder, "fortyRedirected.ts");
    onTestFinished(() => redirected.stop());
    const headers = { "Content-Type": "application/json", Origin: ORIGIN, Cookie: "session=dr-ada" };
    const body = JSON.stringify({ code: "a", state: "fsc1.state", redirect_uri: REDIRECT_URI });
    expect((await fetch(redirected.url, { method: "POST", headers, body })).status).toBe(400);
    expect(stolen).toEqual([]);
  });

  it.each<[number, string, { headers?: Record<string, string>; body?: object }]>([
    [401, "unauthorized", { headers: { Cookie: "" } }],
    [403, "access_denied", { headers: { Origin: "https://evil.example" } }],
    [415, "invalid_request", { headers: { "Content-Type": "text/plain" } }],
    [400, "invalid_request", { body: { redirect_uri: `${REDIRECT_URI}/other` } }],
    [409, "subject_mismatch", { body: { subject: "dr-bob" } }],
  ])("refuses with %d %s, and the code stays good", async (status, error, changes) => {
    const code = await authorize();
    const response = await post(code, changes);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error });
    expect((await post(code)).status).toBe(200);
  });
});
