import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PGlite } from "@electric-sql/pglite";

/** A PostgreSQL that runs one statement for each HTTP request. */
export async function startHttpDatabase(): Promise<{ url: string; close: () => Promise<void> }> {
  const database = await PGlite.create();
  const answer = async (body: string): Promise<object> => {
    const { text, values } = JSON.parse(body) as { text: string; values: unknown[] };
    try {
      return { rows: (await database.query(text, values)).rows };
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      return { error: { code, message } };
    }
  };
  const server = createServer((request, response) => {
    void request
      .toArray()
      .then((chunks) => answer(chunks.join("")))
      .then((result) => response.end(JSON.stringify(result)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await database.close();
    },
  };
}
