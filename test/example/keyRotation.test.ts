// @vitest-environment node
import { randomUUID } from "node:crypto";
import type { Connection, ConnectionStore } from "react-fullscript-connect/server";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createCipher, type Key } from "../../example/backend/store/cipher";
import { createConnectionStore } from "../../example/backend/store/createConnectionStore";
import { createEncryptionKey, parseEncryptionKeys } from "../../example/backend/store/encryptionKeys";
import { countOldKeys, openStorage, type Storage } from "../../example/backend/store/openStorage";

const [OLD, NEW] = [createEncryptionKey(), createEncryptionKey()];
const USER = "u";

let storage: Storage;
let realm: string;
let reports: string[];

beforeAll(async () => {
  storage = await openStorage({ dataFolder: "memory", log: () => undefined });
}, 60_000);
afterAll(() => storage.close());
beforeEach(() => {
  realm = randomUUID();
  reports = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void reports.push(line));
});

const storeWith = async (...keys: [Key, ...Key[]]) =>
  createConnectionStore(storage.database, await createCipher(keys), realm);
const prefixOf = async (key: Key) => (await createCipher([key])).prefix;

const connection = (): Connection => {
  const version = randomUUID();
  return {
    version,
    accessToken: `access-${version}`,
    refreshToken: null,
    expiresAt: null,
    scope: null,
    resourceOwner: null,
  };
};

async function connect(store: ConnectionStore): Promise<Connection> {
  const [id, holder, saved] = [randomUUID(), randomUUID(), connection()];
  const now = Date.now();
  await store.claim({ id, holder, boundTo: "", leaseUntil: now, forgetAt: now + 60_000, answer: null }, now);
  expect(await store.settle(id, { status: 200, body: "{}" }, { userId: USER, connection: saved })).toBe(true);
  return saved;
}

async function sealed(): Promise<string> {
  const [row] = await storage.database.query("select sealed from connections where realm = $1", [realm]);
  return String(row?.sealed);
}

const change = (text: string) =>
  storage.database.query("update connections set sealed = $2 where realm = $1", [realm, text]);

it("opens with an old key what that key has sealed, and seals what is written next with the new one", async () => {
  const saved = await connect(await storeWith(OLD));
  const rotated = await storeWith(NEW, OLD);
  expect(await rotated.readConnection(USER)).toEqual(saved);
  expect(await sealed()).toMatch(new RegExp(`^${await prefixOf(OLD)}`));

  const next = connection();
  await rotated.replaceConnection(USER, saved.version, next);
  expect(await sealed()).toMatch(new RegExp(`^${await prefixOf(NEW)}`));
  expect(await (await storeWith(NEW)).readConnection(USER)).toEqual(next);
  expect(reports).toEqual([]);
});

it("counts a connection whose key is gone as none, says which key it was, and lets the user connect again", async () => {
  const [id] = (await prefixOf(OLD)).split(".");
  await connect(await storeWith(OLD));
  const store = await storeWith(NEW);
  expect(await store.readConnection(USER)).toBeUndefined();
  expect(reports).toEqual([expect.stringContaining(`sealed with the key "${id}", which is not among the keys`)]);
  expect(await store.readConnection(USER)).toEqual(undefined);
  const again = await connect(store);
  expect(await store.readConnection(USER)).toEqual(again);
});

it("opens what was sealed before there were ids, by whichever key fits", async () => {
  const saved = await connect(await storeWith(OLD));
  const [, base64] = (await sealed()).split(".");
  await change(base64!);
  expect(await (await storeWith(NEW, OLD)).readConnection(USER)).toEqual(saved);
  expect(await (await storeWith(NEW)).readConnection(USER)).toBeUndefined();
  expect(reports).toEqual([expect.stringContaining("counts as none")]);
});

it.each<[string, (text: string) => string]>([
  ["a changed byte", (text) => text.slice(0, -6) + (text.at(-6) === "A" ? "B" : "A") + text.slice(-5)],
  [
    "another key's id",
    (text) =>
      `${text.split(".")[0]!.slice(0, -1)}${text.split(".")[0]!.endsWith("0") ? "1" : "0"}.${text.split(".")[1]!}`,
  ],
  ["a cut end", (text) => text.slice(0, -8)],
  ["nothing but the id", (text) => `${text.split(".")[0]!}.`],
  ["no text", () => ""],
  ["other text", () => "a.b.c"],
])("counts as none what was tampered with: %s", async (_, tamper) => {
  const store = await storeWith(OLD, NEW);
  await connect(store);
  await change(tamper(await sealed()));
  expect(await store.readConnection(USER)).toBeUndefined();
  expect(reports).toEqual([
    expect.stringMatching(/^A connection was .*, so it counts as none: its user has to connect again\.$/),
  ]);
  expect(reports.join()).not.toContain("access-");
});

it("reads keys from text, the newest first, and refuses what is none", () => {
  const text = [NEW, OLD].map((key) => Buffer.from(key).toString("base64"));
  expect(parseEncryptionKeys(` ${text[0]!} ,\n${text[1]!}\n`, "KEYS")).toEqual([NEW, OLD]);
  for (const wrong of ["", ",", `${text[0]!},`, `${text[0]!},c2hvcnQ=`])
    expect(() => parseEncryptionKeys(wrong, "KEYS"), wrong).toThrow("KEYS must hold 32 bytes");
});

it("counts what an older key still seals, and is silent where that is nothing", async () => {
  await storage.database.query("delete from connections");
  const lines: string[] = [];
  const count = async (...keys: [Key, ...Key[]]) =>
    countOldKeys(storage.database, await createCipher(keys), (line) => lines.push(line));
  await connect(await storeWith(OLD));
  await count(OLD);
  await count(NEW, OLD);
  expect(lines).toEqual([expect.stringContaining("older key: 1.")]);

  await connect(await storeWith(NEW, OLD));
  await count(NEW, OLD);
  expect(lines).toHaveLength(1);
});
