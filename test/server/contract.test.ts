// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import fc from "../properties";
import { createCallbackSession, type StorageLike } from "react-fullscript-connect/core";
import { prepareTransaction } from "react-fullscript-connect/testing";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createHost, ENDPOINT, exchange, grant, type Host, ORIGIN, REDIRECT_URI, refuse, SECRET } from "./host";

// docs/openapi.yaml, held against what the handler takes and answers: other backends are written from it.
interface Described {
  $ref?: string;
  required?: boolean;
  schema?: object;
  headers?: Record<string, Described>;
  content?: Record<string, Described>;
  parameters?: Described[];
  name?: string;
  requestBody?: Described;
  responses?: Record<string, Described>;
}
interface Contract {
  paths: Record<string, Record<string, Described>>;
}

const FILE = join(import.meta.dirname, "../../docs/openapi.yaml");
const contract = parse(readFileSync(FILE, "utf8")) as Contract;
const operations = contract.paths[new URL(ENDPOINT).pathname]!;
// Not a schema as a whole, but its parts refer to one another.
const ajv = new Ajv2020({ strict: false, allErrors: true }).addSchema(contract, "openapi.yaml");
const validators = new Map<string, ValidateFunction>();

/** Follows the references of the contract itself, which are no schema's. */
function read(described: Described): Described {
  const path = described.$ref?.slice(2).split("/");
  return path
    ? path.reduce((at, name) => at[name] as Record<string, unknown>, contract as unknown as Record<string, unknown>)
    : described;
}

/** What a value breaks of a schema of the contract. */
function problemsOf(schema: object | undefined, value: unknown): string[] {
  const absolute = JSON.stringify(schema).replaceAll('"#/', '"openapi.yaml#/');
  const validate = validators.get(absolute) ?? ajv.compile(JSON.parse(absolute) as object);
  validators.set(absolute, validate);
  return validate(value)
    ? []
    : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${String(message)}`);
}

interface Ask {
  method?: "POST" | "GET" | "HEAD" | "DELETE" | "OPTIONS" | "PUT";
  headers?: Record<string, string>;
  query?: string;
  body?: unknown;
}

/** What a request breaks of what the contract says of requests. */
function problemsOfRequest({ method = "POST", headers = {}, body }: Ask): string[] {
  const { parameters = [], requestBody } = operations[method.toLowerCase()] ?? {};
  const problems = parameters
    .map(read)
    .flatMap(({ name = "", schema }) => (name in headers ? problemsOf(schema, headers[name]) : []));
  if (!requestBody) return problems;
  const { schema } = requestBody.content?.[headers["Content-Type"] ?? "application/json"] ?? {};
  if (!schema) return ["no such media type"];
  return [...problems, ...problemsOf(schema, typeof body === "string" ? parse(body) : body)];
}

const seen = new Set<string>();

/** Holds an answer against what the contract says of its status. */
async function expectDescribed(method: string, response: Response): Promise<void> {
  // A method that has no operation is answered as the contract says of OPTIONS.
  const operation = operations[method.toLowerCase()] ? method.toLowerCase() : "options";
  seen.add(`${operation} ${response.status}`);
  const described = read(operations[operation]?.responses?.[String(response.status)] ?? {});
  expect(described, `${operation} ${response.status} is not in the contract`).not.toEqual({});
  for (const [name, header] of Object.entries(described.headers ?? {})) {
    const { required = false, schema } = read(header);
    const value = response.headers.get(name);
    if (required || value !== null) expect(problemsOf(schema, value), name).toEqual([]);
  }
  const text = await response.clone().text();
  if (!described.content) return expect(text).toBe("");
  expect(response.headers.get("Content-Type")).toBe(Object.keys(described.content)[0]);
  expect(problemsOf(Object.values(described.content)[0]?.schema, JSON.parse(text))).toEqual([]);
}

const APP = "https://app.example";

/** Status, name, what is asked, by whom the backend is set up, and what has happened before. */
type Case = [
  status: number,
  name: string,
  ask: Ask,
  options?: Parameters<typeof createHost>[0],
  before?: (host: Host) => unknown,
];
const CROSS_SITE = { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" };
const later = refuse(503);
const wrongSecret = refuse(401, { error: "invalid_client" });
const broken = { getUser: () => ({ id: "" }) };
const connect = (host: Host) => host.post();

/** Requests that are as the contract says. */
const TAKEN: Case[] = [
  [200, "a code", { body: exchange() }],
  [200, "a code whose subject is the signed-in user", { body: exchange({ subject: "dr-ada" }) }],
  [200, "a code with a key in quotes", { body: exchange(), headers: { "Idempotency-Key": '"k \\"1\\""' } }],
  [200, "a code with a bare key", { body: exchange(), headers: { "Idempotency-Key": "0b5e7c1a-3f9d" } }],
  [
    200,
    "a code of a server that names no owner",
    { body: exchange() },
    { serve: grant({ resource_owner: undefined }) },
  ],
  [200, "a repeat", { body: exchange() }, {}, connect],
  [
    200,
    "a code from an allow-listed origin",
    { body: exchange(), headers: { Origin: APP } },
    { allowedOrigins: [APP] },
  ],
  [400, "a code that Fullscript refuses", { body: exchange() }, { serve: refuse(400, { error: "invalid_grant" }) }],
  [400, "a code whose answer was lost", { body: exchange() }, { serve: refuse(502) }],
  [400, "a redirect URI of another page", { body: exchange({ redirect_uri: `${REDIRECT_URI}/other` }) }],
  [401, "nobody's code", { body: exchange(), headers: { "x-user": "nobody" } }],
  [403, "a code from another origin", { body: exchange(), headers: { Origin: "https://evil.example" } }],
  [409, "a code of another user", { body: exchange({ subject: "dr-bob" }) }],
  [413, "a long body", { body: exchange({ other: "x".repeat(16_384) }) }],
  [
    422,
    "another code with the same key",
    { body: exchange({ code: `${SECRET}-2` }), headers: { "Idempotency-Key": "k" } },
    {},
    (host) => host.post(exchange(), { "Idempotency-Key": "k" }),
  ],
  [200, "a code whose scopes do not suffice", { body: exchange() }, { requiredScopes: ["clinic:write"] }],
  [429, "one new code too many", { body: exchange({ code: `${SECRET}-2` }) }, { maxCodesPerMinute: 1 }, connect],
  [500, "a code with a wrong secret", { body: exchange() }, { serve: wrongSecret }],
  [500, "a code of a user without an id", { body: exchange() }, broken],
  [503, "a code while Fullscript is down", { body: exchange() }, { serve: later }],
  [503, "a code while Fullscript says when", { body: exchange() }, { serve: refuse(429, {}, { "Retry-After": "7" }) }],
  [200, "GET of nobody's connection", { method: "GET" }],
  [200, "GET of a connection", { method: "GET" }, {}, connect],
  [
    200,
    "GET of a connection that has ended",
    { method: "GET" },
    { serve: grant({ refresh_token: undefined }) },
    async (host) => (await connect(host), (host.clock.now += 7_200_000)),
  ],
  [200, "GET of a connection whose scopes do not suffice", { method: "GET" }, { requiredScopes: ["a"] }, connect],
  [200, "GET for the signed-in user", { method: "GET", query: "?subject=dr-ada" }],
  [403, "GET from another site", { method: "GET", headers: CROSS_SITE }],
  [409, "GET for another user", { method: "GET", query: "?subject=dr-bob" }],
  [403, "HEAD from another site", { method: "HEAD", headers: CROSS_SITE }],
  [409, "HEAD for another user", { method: "HEAD", query: "?subject=dr-bob" }],
  [409, "DELETE for another user", { method: "DELETE", query: "?subject=dr-bob" }],
  [401, "nobody's GET", { method: "GET", headers: { "x-user": "nobody" } }],
  [500, "GET of a user without an id", { method: "GET" }, broken],
  [
    503,
    "GET while the store is down",
    { method: "GET" },
    {},
    ({ store }) => (store.readConnection = () => Promise.reject(new Error())),
  ],
  [200, "HEAD of a connection", { method: "HEAD" }, {}, connect],
  [401, "nobody's HEAD", { method: "HEAD", headers: { "x-user": "nobody" } }],
  [500, "HEAD of a user without an id", { method: "HEAD" }, broken],
  [
    503,
    "HEAD while the store is down",
    { method: "HEAD" },
    {},
    ({ store }) => (store.readConnection = () => Promise.reject(new Error())),
  ],
  [200, "DELETE of nobody's connection", { method: "DELETE" }],
  [200, "DELETE of a connection", { method: "DELETE" }, {}, connect],
  [401, "nobody's DELETE", { method: "DELETE", headers: { "x-user": "nobody" } }],
  [403, "DELETE from another origin", { method: "DELETE", headers: { Origin: "https://evil.example" } }],
  [
    500,
    "DELETE with a wrong secret",
    { method: "DELETE" },
    { serve: (call) => (call.url.endsWith("/revoke") ? wrongSecret(call) : grant()(call)) },
    connect,
  ],
  [
    503,
    "DELETE while Fullscript is down",
    { method: "DELETE" },
    { serve: (call) => (call.url.endsWith("/revoke") ? later(call) : grant()(call)) },
    connect,
  ],
  [
    204,
    "a preflight from an allow-listed origin",
    { method: "OPTIONS", headers: { Origin: APP, "Access-Control-Request-Headers": "content-type" } },
    { allowedOrigins: [APP] },
  ],
  [
    405,
    "a preflight from another origin",
    { method: "OPTIONS", headers: { Origin: "https://evil.example" } },
    { allowedOrigins: [APP] },
  ],
  [405, "a method that it does not know", { method: "PUT" }],
];

/** Requests that the contract forbids. */
const FORBIDDEN: Case[] = [
  [400, "no code", { body: exchange({ code: undefined }) }],
  [400, "no state", { body: exchange({ state: undefined }) }],
  [400, "no redirect URI", { body: exchange({ redirect_uri: undefined }) }],
  [400, "a code that is a number", { body: exchange({ code: 662e41 }) }],
  [400, "an empty state", { body: exchange({ state: "" }) }],
  [400, "a code with a control character", { body: exchange({ code: `${SECRET}\n` }) }],
  [400, "a code that is too long", { body: exchange({ code: SECRET.repeat(1_025) }) }],
  [400, "a subject that is null", { body: exchange({ subject: null }) }],
  [400, "an array", { body: [exchange()] }],
  [400, "a key of many words without quotes", { body: exchange(), headers: { "Idempotency-Key": "a b" } }],
  [415, "a form", { body: "code=x", headers: { "Content-Type": "application/x-www-form-urlencoded" } }],
];

async function ask(host: Host, { method = "POST", headers, query, body }: Ask): Promise<Response> {
  return method === "POST" ? host.post(body, headers) : host.send(method, { Origin: ORIGIN, ...headers }, query);
}

it("the contract is an OpenAPI file", async () => {
  const { valid, errors } = await new Validator().validate(FILE);
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

describe("the handler answers as the contract says", () => {
  it.each(TAKEN)("%d to %s", async (status, _, asked, options, before) => {
    expect(problemsOfRequest(asked)).toEqual([]);
    const host = createHost(options);
    await before?.(host);
    const response = await ask(host, asked);
    expect(response.status).toBe(status);
    await expectDescribed(asked.method ?? "POST", response);
  });

  it.each(FORBIDDEN)("%d to %s, which the contract forbids", async (status, _, asked) => {
    expect(problemsOfRequest(asked)).not.toEqual([]);
    const response = await ask(createHost(), asked);
    expect(response.status).toBe(status);
    await expectDescribed("POST", response);
  });

  it("and every answer of the contract was given here", () => {
    const all = Object.entries(operations).flatMap(([method, { responses }]) =>
      Object.keys(responses!).map((status) => `${method} ${status}`),
    );
    expect([...seen].sort()).toEqual(all.sort());
  });
});

it("takes exactly the bodies that the contract describes", async () => {
  const { handler } = createHost();
  const member = fc.oneof(
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.constantFrom("x".repeat(4_096), "x".repeat(4_097), "\u0000", "\ud800", undefined, null, 1, {}),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.record({ code: member, state: member, other: fc.json({ maxDepth: 1 }) }),
      async ({ code, state, other }) => {
        const body = exchange({ code, state, other });
        // A user of its own each time, because a code that was claimed is another's.
        const headers = { "Content-Type": "application/json", Origin: ORIGIN, "x-user": crypto.randomUUID() };
        const response = await handler(new Request(ENDPOINT, { method: "POST", headers, body: JSON.stringify(body) }));
        const { error } = (await response.json()) as { error?: string };
        expect(error === "invalid_request").toBe(
          problemsOfRequest({ body: JSON.parse(JSON.stringify(body)) as unknown }).length > 0,
        );
      },
    ),
  );
});

it("and the front end asks as the contract says", async () => {
  const host = createHost();
  const asked: Ask[] = [];
  const storage = createStorage();
  const config = { clientId: "clinic", redirectUri: REDIRECT_URI, environment: "us-snd", subject: "dr-ada" } as const;
  const { state } = prepareTransaction({ ...config, storage });
  const session = createCallbackSession({
    ...config,
    url: `${REDIRECT_URI}?code=${SECRET}-code&state=${state}`,
    storage,
    idempotent: true,
    endpoint: ENDPOINT,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { headers } = request;
      const body = await request.text();
      asked.push({
        headers: { "Idempotency-Key": headers.get("idempotency-key")!, "Content-Type": headers.get("content-type")! },
        body: JSON.parse(body) as unknown,
      });
      return host.post(body);
    },
  });
  await new Promise<void>((resolve) =>
    session.subscribe(() => {
      if (session.getSnapshot().status !== "exchanging") resolve();
    }),
  );
  expect(asked).toHaveLength(1);
  expect(asked.flatMap(problemsOfRequest)).toEqual([]);
});

/** A storage for a server, which has none. */
function createStorage(): StorageLike {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    key: (index) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}
