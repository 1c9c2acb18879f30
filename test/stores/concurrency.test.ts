import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { Client } from "pg";
import { createPostgresStore } from "react-fullscript-connect/postgres";
import { useToken } from "../sandbox/start";
import { startAuthorizationServer } from "./authorizationServer";
import { KEY } from "./createBackend";
import { createDatabase } from "./createDatabase";
import { type Message, startWorker } from "./startWorker";

const HALF = 25;

let databaseUrl: string;

beforeAll(async () => {
  databaseUrl = await createDatabase();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await createPostgresStore({ client, encryptionKeys: [KEY] }).migrate();
  await client.end();
});

async function startTwo(): Promise<{
  server: Awaited<ReturnType<typeof startAuthorizationServer>>;
  atOnce: (message: Message) => Promise<unknown[]>;
}> {
  const server = await startAuthorizationServer();
  const options = { databaseUrl, endpoints: server.endpoints, userId: randomUUID(), timeoutMs: 5_000 };
  const workers = await Promise.all([startWorker(options), startWorker(options)]);
  return {
    server,
    atOnce: async (message) => (await Promise.all(workers.map(({ run }) => run({ ...message, times: HALF })))).flat(),
  };
}

it("presents a code once for fifty POSTs of it in two processes, and gives all of them one answer, byte by byte", async () => {
  const { server, atOnce } = await startTwo();
  server.delayMs = 300;
  const code = await server.issueCode();
  const answers = await atOnce({ task: "post", code, key: randomUUID() });
  expect(answers).toHaveLength(2 * HALF);
  expect(answers[0]).toMatchObject({ status: 200, body: expect.stringContaining('"connected":true') as string });
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(server.presented).toEqual([code]);
  expect(await useToken(server.sandbox, server.issued[0]!)).toBe(200);
});

it("refreshes once for fifty who want a token in two processes, and gives all of them the new one", async () => {
  const { server, atOnce } = await startTwo();
  // Due at once: within the last minute.
  server.sandbox.switches.set({ accessTokenLifetimeMs: 30_000 });
  const code = await server.issueCode();
  await atOnce({ task: "post", code });
  server.sandbox.switches.reset();
  server.delayMs = 300;
  const tokens = await atOnce({ task: "getToken" });
  expect(tokens).toHaveLength(2 * HALF);
  expect(new Set(tokens)).toEqual(new Set([server.issued[1]]));
  expect(server.presented).toHaveLength(2);
  expect(await useToken(server.sandbox, server.issued[1]!)).toBe(200);
});
