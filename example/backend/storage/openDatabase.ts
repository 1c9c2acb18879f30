import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PostgresClient } from "react-fullscript-connect/postgres";

interface Database {
  client: PostgresClient;
  close: () => Promise<void>;
}

/** Opens a PostgreSQL inside this process, with its files in `folder`; `"memory"` keeps nothing. */
export async function openEmbeddedDatabase(folder: string): Promise<Database> {
  const { PGlite } = await import("@electric-sql/pglite");
  const open = async (files?: string): Promise<Database> => {
    const database = await PGlite.create(files);
    return { client: database, close: () => database.close() };
  };
  if (folder === "memory") return open();
  const [files, isComplete] = [join(folder, "postgres"), join(folder, "postgres.complete")];
  // Without this mark, an earlier start was interrupted while it created the files, so they hold no data.
  if (!existsSync(isComplete)) await rm(files, { recursive: true, force: true });
  const database = await open(files);
  await writeFile(isComplete, "");
  return database;
}

/** Connects to a PostgreSQL server. */
export async function openServerDatabase(url: string): Promise<Database> {
  const { Pool } = await import("pg");
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A server that restarts ends idle connections, and the pool replaces them.
  pool.on("error", ({ message }) => console.error(`The database ended a connection: ${message}`));
  return { client: pool, close: () => pool.end() };
}
