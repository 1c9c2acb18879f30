import type { TestProject } from "vitest/node";
import { ensurePostgres } from "../../scripts/postgres.mjs";
import { startPostgres } from "./startPostgres";

declare module "vitest" {
  interface ProvidedContext {
    /** Of a PostgreSQL server on which databases may be created. */
    postgresUrl: string;
  }
}

/** One real PostgreSQL for all files: whoever has a server already names it by TEST_DATABASE_URL. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? undefined : await startPostgres(ensurePostgres());
  project.provide("postgresUrl", server?.url ?? given ?? "");
  return server?.stop;
}
