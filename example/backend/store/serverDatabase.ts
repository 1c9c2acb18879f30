import type { Database, Query } from "./Database";

/** A PostgreSQL server, by its URL. */
export async function openServerDatabase(url: string): Promise<Database> {
  const { Pool } = await import("pg");
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A server that restarts ends idle connections; the pool replaces them.
  pool.on("error", ({ message }) => console.error(`The database ended a connection: ${message}`));
  const queryOn =
    (connection: Pick<typeof pool, "query">): Query =>
    async (sql, values = []) =>
      (await connection.query<Record<string, unknown>>(sql, [...values])).rows;

  return {
    query: queryOn(pool),
    async transaction(work) {
      const connection = await pool.connect();
      let failure: Error | undefined;
      try {
        await connection.query("begin");
        const result = await work(queryOn(connection));
        await connection.query("commit");
        return result;
      } catch (error) {
        // Not given back to the pool: ending the connection rolls back, also where it is broken.
        failure = error instanceof Error ? error : new Error("The transaction failed.");
        throw error;
      } finally {
        connection.release(failure);
      }
    },
    close: () => pool.end(),
  };
}
