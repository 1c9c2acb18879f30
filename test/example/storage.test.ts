// @vitest-environment node
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPostgresStore, type PostgresStore } from "react-fullscript-connect/postgres";
import type { Claim, Connection } from "react-fullscript-connect/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEncryptionKey, parseEncryptionKeys } from "../../example/backend/storage/encryptionKeys";
import { openStorage, type Storage } from "../../example/backend/storage/openStorage";

const NOW = 1_800_000_000_000;
const ANSWER = { status: 200, body: '{"connected":true}' };

let dataFolder: string;
let keyFile: string;
let storage: Storage;
let store: PostgresStore;

async function open(): Promise<void> {
  storage = await openStorage({ dataFolder, log: () => undefined });
  store = createPostgresStore(storage);
  await store.migrate();
}

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "clinic-"));
  keyFile = join(dataFolder, "encryption.key");
  await open();
}, 60_000);
afterAll(async () => {
  await storage.close();
  await rm(dataFolder, { recursive: true, force: true });
});

const createConnection = (): Connection => {
  const version = randomUUID();
  return {
    version,
    accessToken: `access-${version}`,
    refreshToken: `refresh-${version}`,
    expiresAt: NOW + 7_200_000,
    scope: "clinic:read",
    resourceOwner: { id: "owner-1", type: "Practitioner" },
  };
};

const createClaim = (): Claim => ({
  id: "claim-1",
  holder: randomUUID(),
  boundTo: "body-1",
  leaseUntil: NOW + 20_000,
  forgetAt: NOW + 3_600_000,
  answer: null,
});

describe("the clinic's data folder", () => {
  it("keeps connections and claims through a restart, and no token in any file", async () => {
    const saved = createConnection();
    await store.claim(createClaim(), NOW);
    expect(await store.settle("claim-1", ANSWER, { userId: "u", connection: saved })).toBe(true);
    await storage.client.query("checkpoint", []);
    const files = (await readdir(dataFolder, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    const contents = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
    expect(contents.some((bytes) => bytes.includes("claim-1"))).toBe(true);
    expect(contents.filter((bytes) => bytes.includes("access-") || bytes.includes("refresh-"))).toEqual([]);

    await storage.close();
    await open();
    expect(await store.readConnection("u")).toEqual(saved);
    expect((await store.claim(createClaim(), NOW)).answer).toEqual(ANSWER);
  }, 30_000);

  it("is used by one clinic at a time: a second one keeps its connections in memory and says so", async () => {
    const lines: string[] = [];
    const second = await openStorage({ dataFolder, log: (line) => lines.push(line) });
    expect(lines).toEqual([`Another clinic is running on ${dataFolder}, so this one keeps its connections in memory.`]);
    expect(second.encryptionKeys).not.toEqual(storage.encryptionKeys);
    await second.close();
  }, 30_000);
});

describe("the encryption key", () => {
  it("is in a file that only its owner can read", async () => {
    const { mode } = await stat(keyFile);
    expect((mode & 0o777).toString(8)).toBe("600");
    expect(parseEncryptionKeys(await readFile(keyFile, "utf8"), "the file")).toEqual(storage.encryptionKeys);
  });

  it.each(["640", "604", "620", "601"])(
    "is refused in a file with the permissions %s",
    async (permissions) => {
      await storage.close();
      await chmod(keyFile, parseInt(permissions, 8));
      const refused = openStorage({ dataFolder, log: () => undefined });
      await expect(refused).rejects.toThrow(`Other users can read the encryption key. Run: chmod 600 ${keyFile}`);
      await chmod(keyFile, 0o600);
      // The refusal has freed the folder.
      await open();
    },
    30_000,
  );

  it("is refused in a file with anything else in it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "clinic-"));
    await writeFile(join(folder, "encryption.key"), "c2hvcnQ=\n", { mode: 0o600 });
    await expect(openStorage({ dataFolder: folder, log: () => undefined })).rejects.toThrow("encryption.key must hold");
    await rm(folder, { recursive: true });
  });

  it("of another length is refused by the variable's name", async () => {
    const encryptionKey = Buffer.from("short").toString("base64");
    await expect(openStorage({ dataFolder: "memory", encryptionKey, log: () => undefined })).rejects.toThrow(
      "EXAMPLE_ENCRYPTION_KEY",
    );
  });

  it("can be several, separated by commas, the newest first", () => {
    const [newKey, oldKey] = [createEncryptionKey(), createEncryptionKey()];
    expect(parseEncryptionKeys(` ${newKey} ,\n${oldKey}\n`, "KEYS")).toEqual([newKey, oldKey]);
    for (const wrong of ["", ",", `${newKey},`, `${newKey},c2hvcnQ=`])
      expect(() => parseEncryptionKeys(wrong, "KEYS"), wrong).toThrow("KEYS must hold 32 bytes");
  });
});
