import type { Database, Query } from "./Database";

/** PostgreSQL inside this process: kept in `folder`, or in memory where there is none. */
export async function openEmbeddedDatabase(folder?: string): Promise<Database> {
  const { PGlite } = await import("@electric-sql/pglite");
  const database = await PGlite.create(folder);
  const queryOn =
    (connection: Pick<typeof database, "query">): Query =>
    async (sql, values = []) =>
      (await connection.query<Record<string, unknown>>(sql, [...values])).rows;

  return {
    query: queryOn(database),
    transaction: (work) => database.transaction((connection) => work(queryOn(connection))),
    close: () => database.close(),
  };
}
