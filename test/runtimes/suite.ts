// One suite for every runtime. It uses only what all of them have: Fetch and Web Crypto.
import { createPostgresStore, type PostgresClient } from "react-fullscript-connect/postgres";
import { type ConnectionStore, createConnectionHandler, createMemoryStore } from "react-fullscript-connect/server";
import { connectionStoreChecks, createFakeFullscript, type FakeFullscript } from "react-fullscript-connect/testing";

/** What became of one test: without an error, it passed. */
export interface Result {
  name: string;
  error?: string;
}

const ORIGIN = "http://localhost:5173";
const ENDPOINT = `${ORIGIN}/api/fullscript/connection`;
const USER = { id: "user-1" };
const KEY = btoa("k".repeat(32));

/** Runs every test with a database behind this URL, and never rejects. */
export async function runSuite(databaseUrl: string): Promise<Result[]> {
  const results: Result[] = [];
  for (const [name, run] of listTests(createHttpClient(databaseUrl))) {
    const error = await run().then(
      () => undefined,
      (thrown: unknown) => String(thrown),
    );
    results.push(error === undefined ? { name } : { name, error });
  }
  return results;
}

/** A driver that sends each statement over HTTP, as serverless databases have it. */
function createHttpClient(databaseUrl: string): PostgresClient {
  return {
    async query(text, values) {
      const response = await fetch(databaseUrl, { method: "POST", body: JSON.stringify({ text, values }) });
      const { rows, error } = (await response.json()) as { rows: unknown[]; error?: { code: string; message: string } };
      if (error) throw Object.assign(new Error(error.message), { code: error.code });
      return { rows };
    },
  };
}

function listTests(client: PostgresClient): [string, () => Promise<void>][] {
  const open = (namespace: string, encryptionKeys = [KEY]) =>
    createPostgresStore({ client, encryptionKeys, namespace });
  const stores: [string, () => Promise<ConnectionStore>][] = [
    ["createMemoryStore", async () => createMemoryStore()],
    [
      "createPostgresStore",
      async () => {
        const store = open(crypto.randomUUID());
        await store.migrate();
        return store;
      },
    ],
  ];
  const checks = open(crypto.randomUUID());
  return [
    ...stores.flatMap(([name, create]) =>
      Object.entries(HANDLER_TESTS).map(([title, run]): [string, () => Promise<void>] => [
        `the handler on ${name} ${title}`,
        async () => run(await create()),
      ]),
    ),
    ...connectionStoreChecks.map(({ name, run }): [string, () => Promise<void>] => [
      `createPostgresStore ${name}`,
      () => run(() => checks),
    ]),
    [
      "createPostgresStore names a key that is missing",
      async () => {
        const [namespace, other] = [crypto.randomUUID(), btoa("o".repeat(32))];
        await connect(createBackend(open(namespace)));
        const error: unknown = await open(namespace, [other])
          .readConnection(USER.id)
          .catch((thrown: unknown) => thrown);
        expectEqual(String(error).includes("which is not in encryptionKeys"), true);
        expectEqual(await open(namespace, [other, KEY]).countOutdatedKeys(), 1);
      },
    ],
  ];
}

interface Backend {
  fullscript: FakeFullscript;
  handle: ReturnType<typeof createConnectionHandler>;
  send: (method: string, body?: object, headers?: Record<string, string>) => Promise<Response>;
}

function createBackend(store: ConnectionStore): Backend {
  const fullscript = createFakeFullscript();
  const handle = createConnectionHandler({
    ...fullscript.settings,
    store,
    getUser: (request) => (request.headers.get("authorization") === "Bearer session" ? USER : null),
    onError: () => undefined,
  });
  return {
    fullscript,
    handle,
    send: (method, body, headers) =>
      handle(
        new Request(ENDPOINT, {
          method,
          headers: {
            Origin: ORIGIN,
            Authorization: "Bearer session",
            ...(body && { "Content-Type": "application/json" }),
            ...headers,
          },
          ...(body && { body: JSON.stringify(body) }),
        }),
      ),
  };
}

const createBody = ({ fullscript }: Backend) => ({
  code: fullscript.createCode(),
  state: "fsc1.state",
  redirect_uri: fullscript.settings.redirectUri,
});

async function connect(backend: Backend): Promise<unknown> {
  const response = await backend.send("POST", createBody(backend));
  expectEqual(response.status, 200);
  return response.json();
}

const CONNECTED = { connected: true, resource_owner: { id: "practitioner-1", type: "Practitioner" } };

const HANDLER_TESTS: Record<string, (store: ConnectionStore) => Promise<void>> = {
  async "connects, reports the connection, and disconnects"(store) {
    const backend = createBackend(store);
    expectEqual(await (await backend.send("GET")).json(), { connected: false });
    expectEqual(await connect(backend), CONNECTED);
    const response = await backend.send("GET");
    expectEqual(response.headers.get("cache-control"), "no-store");
    expectEqual(await response.json(), CONNECTED);
    const token = await backend.handle.getAccessToken(USER);
    expectEqual(backend.fullscript.isLive(token), true);
    expectEqual(await (await backend.send("DELETE")).json(), { connected: false });
    expectEqual(backend.fullscript.isLive(token), false);
  },
  async "presents a code once for ten requests at once, and gives all of them one answer"(store) {
    const backend = createBackend(store);
    const body = createBody(backend);
    const headers = { "Idempotency-Key": '"key"' };
    const responses = await Promise.all(Array.from({ length: 10 }, () => backend.send("POST", body, headers)));
    const texts = await Promise.all(responses.map((response) => response.text()));
    expectEqual(new Set(texts).size, 1);
    expectEqual(JSON.parse(texts[0] ?? ""), CONNECTED);
    expectEqual(backend.fullscript.requests.length, 1);
  },
  async "refreshes an expired token once for ten calls at once"(store) {
    const backend = createBackend(store);
    await connect(backend);
    const first = await backend.handle.getAccessToken(USER);
    backend.fullscript.passTime(3 * 60 * 60_000);
    const tokens = await Promise.all(Array.from({ length: 10 }, () => backend.handle.getAccessToken(USER)));
    expectEqual(new Set(tokens).size, 1);
    expectEqual(tokens[0] === first, false);
    expectEqual(
      backend.fullscript.requests.map(({ kind }) => kind),
      ["authorization_code", "refresh_token"],
    );
  },
  async "refuses nobody's request, another origin, a form and a code that is used up"(store) {
    const backend = createBackend(store);
    const statusOf = async (response: Promise<Response>) => (await response).status;
    expectEqual(await statusOf(backend.send("GET", undefined, { Authorization: "" })), 401);
    const body = createBody(backend);
    expectEqual(await statusOf(backend.send("POST", body, { Origin: "https://evil.example" })), 403);
    expectEqual(await statusOf(backend.send("POST", body, { "Content-Type": "text/plain" })), 415);
    expectEqual(await statusOf(backend.send("POST", { ...body, subject: "user-2" })), 409);
    expectEqual(await statusOf(backend.send("POST", { ...body, code: "unknown" })), 400);
    expectEqual(await statusOf(backend.send("POST", body)), 200);
  },
};

function expectEqual(actual: unknown, expected: unknown): void {
  const [given, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (given !== wanted) throw new Error(`Expected ${wanted}, but got ${given}.`);
}
