import { createMemoryStore } from "react-fullscript-connect/server";
import { connectionStoreChecks, type OpenStore } from "react-fullscript-connect/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCipher } from "../../example/backend/store/cipher";
import { createConnectionStore } from "../../example/backend/store/createConnectionStore";
import type { Database } from "../../example/backend/store/Database";
import { openEmbeddedDatabase } from "../../example/backend/store/embeddedDatabase";
import { createEncryptionKey } from "../../example/backend/store/encryptionKeys";
import { migrate } from "../../example/backend/store/migrate";
import { openServerDatabase } from "../../example/backend/store/serverDatabase";
import { createDatabase } from "./createDatabase";

const key = createEncryptionKey();
const open: Database[] = [];
let openEmbedded: OpenStore;
let openServer: OpenStore;

const storeOn = async (database: Database) => createConnectionStore(database, await createCipher([key]), "conformance");

beforeAll(async () => {
  const url = await createDatabase();
  const [embedded, one, two] = await Promise.all([
    openEmbeddedDatabase(),
    openServerDatabase(url),
    openServerDatabase(url),
  ]);
  open.push(embedded, one, two);
  // Both at once, as two processes that start: one of them makes the tables.
  await Promise.all(open.map(migrate));
  openEmbedded = () => storeOn(embedded);
  let opened = 0;
  openServer = () => storeOn(opened++ % 2 ? one : two);
}, 120_000);
afterAll(async () => {
  await Promise.all(open.map((database) => database.close()));
});

const memory = createMemoryStore();

describe("createMemoryStore", () => {
  for (const { name, run } of connectionStoreChecks) it(name, () => run(() => memory));
});

describe("the clinic's store, on the embedded database", () => {
  for (const { name, run } of connectionStoreChecks) it(name, () => run(() => openEmbedded()));
});

describe("the clinic's store, on a PostgreSQL server with a pool for each of two processes", () => {
  for (const { name, run } of connectionStoreChecks) it(name, () => run(() => openServer()));

  it("has run on PostgreSQL itself", async () => {
    const [row] = await open[1]!.query("select version() as version, inet_server_port() as port");
    expect(row).toMatchObject({
      version: expect.stringMatching(/^PostgreSQL \d+/) as string,
      port: expect.any(Number) as number,
    });
  });
});
