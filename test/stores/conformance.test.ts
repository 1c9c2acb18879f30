import { PGlite } from "@electric-sql/pglite";
import { Pool } from "pg";
import postgres from "postgres";
import { createPostgresStore, type PostgresClient } from "react-fullscript-connect/postgres";
import { createMemoryStore } from "react-fullscript-connect/server";
import { connectionStoreChecks } from "react-fullscript-connect/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KEY } from "./createBackend";
import { createDatabase } from "./createDatabase";

/** Two clients for each driver, as two processes have them. PGlite runs in one process, so it has one client. */
const clients: Record<string, [PostgresClient, PostgresClient]> = {};
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const url = await createDatabase();
  const openPool = (): PostgresClient => {
    const pool = new Pool({ connectionString: url });
    closing.push(() => pool.end());
    return pool;
  };
  const openPostgresJs = (): PostgresClient => {
    const sql = postgres(url);
    closing.push(() => sql.end());
    return { query: async (text, values) => ({ rows: await sql.unsafe(text, values as string[]) }) };
  };
  const pglite = await PGlite.create();
  closing.push(() => pglite.close());
  Object.assign(clients, {
    pg: [openPool(), openPool()],
    "postgres.js": [openPostgresJs(), openPostgresJs()],
    PGlite: [pglite, pglite],
  });
  // All at once, as processes that start together. One of them creates the tables.
  await Promise.all(Object.values(clients).map((pair) => Promise.all(pair.map((client) => open(client).migrate()))));
}, 120_000);
afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
});

const open = (client: PostgresClient) => createPostgresStore({ client, encryptionKeys: [KEY] });

describe("createMemoryStore", () => {
  const memory = createMemoryStore();
  for (const { name, run } of connectionStoreChecks) it(name, () => run(() => memory));
});

describe.each(["pg", "postgres.js", "PGlite"])("createPostgresStore with two clients of %s", (driver) => {
  for (const { name, run } of connectionStoreChecks) {
    it(name, () => {
      let opened = 0;
      return run(() => open(clients[driver]![opened++ % 2]!));
    });
  }
});

it.each(["pg", "postgres.js"])("%s has run on a PostgreSQL server", async (driver) => {
  const { rows } = await clients[driver]![0].query("select version() as version, inet_server_port() as port", []);
  expect(rows[0]).toMatchObject({
    version: expect.stringMatching(/^PostgreSQL \d+/) as string,
    port: expect.any(Number) as number,
  });
});
