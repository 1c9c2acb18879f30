// @vitest-environment node
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Claim, Connection, ConnectionStore } from "react-fullscript-connect/server";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createConnectionStore } from "../../example/backend/store/createConnectionStore";
import { openStorage, type Storage } from "../../example/backend/store/openStorage";

const NOW = 1_800_000_000_000;
const ANSWER = { status: 200, body: '{"connected":true}' };

let dataFolder: string;
let storage: Storage;
let store: ConnectionStore;

const open = () => openStorage({ dataFolder, log: () => undefined });

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "clinic-"));
  storage = await open();
}, 60_000);
afterAll(async () => {
  await storage.close();
  await rm(dataFolder, { recursive: true, force: true });
});
beforeEach(() => {
  // A realm of its own for each test, in one database.
  store = createConnectionStore(storage.database, storage.cipher, randomUUID());
});

const connection = (version = randomUUID()): Connection => ({
  version,
  accessToken: `access-${version}`,
  refreshToken: `refresh-${version}`,
  expiresAt: NOW + 7_200_000,
  scope: "clinic:read",
  resourceOwner: { id: "owner-1", type: "Practitioner" },
});

const claim = (changes: Partial<Claim> = {}): Claim => ({
  id: "claim-1",
  holder: randomUUID(),
  boundTo: "body-1",
  leaseUntil: NOW + 20_000,
  forgetAt: NOW + 3_600_000,
  answer: null,
  ...changes,
});

/** The only way into the table of connections. */
async function connect(userId: string, saved: Connection): Promise<void> {
  const { id } = await store.claim(claim({ id: randomUUID() }), NOW);
  expect(await store.settle(id, ANSWER, { userId, connection: saved })).toBe(true);
}

describe("the clinic's store", () => {
  it("saves the connection and the answer in one step, or neither", async () => {
    const first = claim();
    await store.claim(first, NOW);
    // PostgreSQL's text holds no NUL, so the second half of the step fails.
    await expect(store.settle(first.id, ANSWER, { userId: "u\0", connection: connection() })).rejects.toThrow();
    expect((await store.claim(claim(), NOW)).answer).toBeNull();

    const saved = connection();
    expect(await store.settle(first.id, ANSWER, { userId: "u", connection: saved })).toBe(true);
    expect(await store.readConnection("u")).toEqual(saved);
  });

  it("knows nothing of another realm's connections and claims", async () => {
    const other = createConnectionStore(storage.database, storage.cipher, "another realm");
    const mine = claim();
    await store.claim(mine, NOW);
    await connect("u", connection());
    expect(await other.readConnection("u")).toBeUndefined();
    expect(await other.settle(mine.id, ANSWER)).toBe(false);
  });
});

describe("secrecy", () => {
  it("holds no token in any row", async () => {
    const saved = connection();
    await connect("u", saved);
    const rows = JSON.stringify([
      await storage.database.query("select * from connections"),
      await storage.database.query("select * from claims"),
    ]);
    expect(rows).toContain(saved.version);
    expect(rows).not.toContain(saved.accessToken);
    expect(rows).not.toContain("refresh-");
  });

  it("writes no token to any file", async () => {
    await connect("u", connection());
    await storage.database.query("checkpoint");
    const files = (await readdir(dataFolder, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    const contents = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
    expect(contents.some((bytes) => bytes.includes("claim-1"))).toBe(true);
    expect(contents.filter((bytes) => bytes.includes("access-") || bytes.includes("refresh-"))).toEqual([]);
  });

  it("makes a key that its owner alone can read", async () => {
    const { mode } = await stat(join(dataFolder, "encryption.key"));
    expect((mode & 0o777).toString(8)).toBe("600");
  });

  it("refuses a key of another length, by the variable's name", async () => {
    const encryptionKey = Buffer.from("short").toString("base64");
    await expect(openStorage({ dataFolder: "memory", encryptionKey, log: () => undefined })).rejects.toThrow(
      "EXAMPLE_ENCRYPTION_KEY",
    );
  });

  it("opens nothing that was moved to another user", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    const realm = randomUUID();
    store = createConnectionStore(storage.database, storage.cipher, realm);
    await connect("victim", connection());
    await storage.database.query("update connections set user_id = 'thief' where realm = $1", [realm]);
    expect(await store.readConnection("thief")).toBeUndefined();
  });
});

describe("a restart", () => {
  it("loses neither connections nor claims", async () => {
    const realm = randomUUID();
    const saved = connection();
    const settled = claim();
    store = createConnectionStore(storage.database, storage.cipher, realm);
    await connect("u", saved);
    await store.claim(settled, NOW);
    await store.settle(settled.id, ANSWER);
    await storage.close();

    storage = await open();
    store = createConnectionStore(storage.database, storage.cipher, realm);
    expect(await store.readConnection("u")).toEqual(saved);
    expect((await store.claim(claim(), NOW)).answer).toEqual(ANSWER);
  }, 30_000);
});
