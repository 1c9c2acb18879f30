import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterAll, inject } from "vitest";

/** A database of this file's own on the real PostgreSQL, gone with its tests; gives its URL. */
export async function createDatabase(): Promise<string> {
  const name = `tests_${randomBytes(8).toString("hex")}`;
  await run(`create database ${name}`);
  afterAll(() => run(`drop database ${name} with (force)`));
  const url = new URL(inject("postgresUrl"));
  url.pathname = name;
  return url.href;
}

async function run(sql: string): Promise<void> {
  const client = new Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
