// @vitest-environment node
import { randomUUID } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import {
  createPostgresStore,
  type PostgresClient,
  postgresSchema,
  type PostgresStore,
  type PostgresStoreOptions,
} from "react-fullscript-connect/postgres";
import type { Claim, Connection, ConnectionStore } from "react-fullscript-connect/server";
import { connectionStoreChecks } from "react-fullscript-connect/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

const NOW = 1_800_000_000_000;
const ANSWER = { status: 200, body: '{"connected":true}' };
const USER = "u";
const createKey = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");
const [OLD, NEW] = [createKey(), createKey()];

let database: PGlite;
/** Each test has a namespace of its own in one database. */
let namespace: string;
let store: PostgresStore;

const open = (options: Partial<PostgresStoreOptions> = {}) =>
  createPostgresStore({ client: database, encryptionKeys: [OLD], namespace, ...options });

beforeAll(async () => {
  database = await PGlite.create();
}, 60_000);
afterAll(() => database.close());
beforeEach(async () => {
  namespace = randomUUID();
  store = open();
  // Here and not in `beforeAll`, because mutation tests only see what fails in a test.
  await store.migrate();
});

const createConnection = (version: string = randomUUID()): Connection => ({
  version,
  accessToken: `access-${version}`,
  refreshToken: `refresh-${version}`,
  expiresAt: NOW + 7_200_000,
  scope: "clinic:read",
  resourceOwner: { id: "owner-1", type: "Practitioner" },
});

const createClaim = (changes: Partial<Claim> = {}): Claim => ({
  id: "claim-1",
  holder: randomUUID(),
  boundTo: "body-1",
  leaseUntil: NOW + 20_000,
  forgetAt: NOW + 3_600_000,
  answer: null,
  ...changes,
});

/** Saves a connection the only way there is. */
async function connect(target: ConnectionStore, connection = createConnection(), userId = USER): Promise<Connection> {
  const { id } = await target.claim(createClaim({ id: randomUUID() }), NOW);
  expect(await target.settle(id, ANSWER, { userId, connection })).toBe(true);
  return connection;
}

async function readRow(): Promise<{ key_id: string; sealed: string }> {
  const { rows } = await database.query("select key_id, sealed from fullscript_connections where namespace = $1", [
    namespace,
  ]);
  return rows[0] as { key_id: string; sealed: string };
}

const listTables = async (): Promise<string[]> => {
  const { rows } = await database.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  );
  return rows.map(({ name }) => name);
};

describe("the promises of ConnectionStore", () => {
  for (const { name, run } of connectionStoreChecks) it(name, () => run(() => open()));
});

describe("one statement for each method", () => {
  it("sends one query for each call, and never a transaction", async () => {
    const sent: string[] = [];
    const client: PostgresClient = {
      query: (text, values) => {
        sent.push(text);
        return database.query(text, values);
      },
    };
    const counted = open({ client });
    const [claim, connection] = [createClaim(), createConnection()];
    const calls = [
      () => counted.migrate(),
      () => counted.claim(claim, NOW),
      () => counted.claim(createClaim(), NOW),
      () => counted.settle(claim.id, ANSWER, { userId: USER, connection }),
      () => counted.settle(claim.id, ANSWER),
      () => counted.release(claim.id, claim.holder),
      () => counted.readConnection(USER),
      () => counted.replaceConnection(USER, connection.version, createConnection()),
      () => counted.replaceConnection(USER, connection.version, undefined),
      () => counted.countOutdatedKeys(),
    ];
    for (const call of calls) {
      sent.length = 0;
      await call();
      expect(sent).toHaveLength(1);
      expect(sent[0]).not.toMatch(/^\s*(begin|commit)/i);
    }
  });

  it("saves the connection and the answer in one step, or neither", async () => {
    const claim = createClaim();
    await store.claim(claim, NOW);
    // PostgreSQL's text has no NUL, so the second half of the step fails.
    await expect(store.settle(claim.id, ANSWER, { userId: "u\0", connection: createConnection() })).rejects.toThrow();
    expect((await store.claim(createClaim(), NOW)).answer).toBeNull();

    const saved = createConnection();
    expect(await store.settle(claim.id, ANSWER, { userId: USER, connection: saved })).toBe(true);
    expect(await store.readConnection(USER)).toEqual(saved);
  });

  it("stores the answer that a claim arrives with", async () => {
    const claim = createClaim({ answer: ANSWER });
    expect(await store.claim(claim, NOW)).toEqual(claim);
    expect(await store.claim(createClaim(), NOW)).toEqual(claim);
  });

  it("knows nothing of another namespace's connections and claims", async () => {
    const other = open({ namespace: "another namespace" });
    const claim = createClaim();
    await store.claim(claim, NOW);
    await connect(store);
    expect(await other.readConnection(USER)).toBeUndefined();
    expect(await other.settle(claim.id, ANSWER)).toBe(false);
    await other.release(claim.id, claim.holder);
    expect((await store.claim(createClaim(), NOW)).holder).toBe(claim.holder);
  });

  it('uses the namespace "default" if there is none', async () => {
    const { version } = await connect(createPostgresStore({ client: database, encryptionKeys: [OLD] }));
    expect((await open({ namespace: "default" }).readConnection(USER))?.version).toBe(version);
  });
});

describe("forgotten claims", () => {
  const listClaims = async (): Promise<string[]> => {
    const { rows } = await database.query<{ id: string }>(
      "select id from fullscript_claims where namespace = $1 order by id",
      [namespace],
    );
    return rows.map(({ id }) => id);
  };

  it("are deleted by the next claim, and the others stay", async () => {
    const other = open({ namespace: `${namespace}-other` });
    await other.claim(createClaim({ id: "of another namespace", forgetAt: NOW }), NOW - 1);
    for (const [id, forgetAt] of [
      ["a", NOW - 1],
      ["b", NOW],
      ["c", NOW + 1],
    ] as const)
      await store.claim(createClaim({ id, forgetAt }), NOW - 10);
    await store.claim(createClaim({ id: "d" }), NOW);
    expect(await listClaims()).toEqual(["c", "d"]);
    const { rows } = await database.query("select 1 from fullscript_claims where id = 'of another namespace'");
    expect(rows).toHaveLength(1);
  });

  it("are deleted a hundred at a time", async () => {
    await database.query(
      `insert into fullscript_claims (namespace, id, holder, bound_to, lease_until, forget_at)
       select $1, n::text, '', '', 0, 0 from generate_series(1, 250) as n`,
      [namespace],
    );
    for (const expected of [151, 52, 3, 4]) {
      await store.claim(createClaim({ id: randomUUID() }), NOW);
      expect(await listClaims()).toHaveLength(expected);
    }
  });
});

describe("encryption", () => {
  it("holds no token in any row", async () => {
    const saved = await connect(store);
    const tables = ["fullscript_connections", "fullscript_claims"];
    const rows = JSON.stringify(
      await Promise.all(tables.map(async (table) => (await database.query(`select * from ${table}`)).rows)),
    );
    expect(rows).toContain(saved.version);
    expect(rows).not.toContain(saved.accessToken);
    expect(rows).not.toContain("refresh-");
  });

  it("never encrypts one text to the same bytes twice", async () => {
    const connection = createConnection();
    await connect(store, connection);
    const first = await readRow();
    await connect(store, connection);
    expect((await readRow()).sealed).not.toBe(first.sealed);
  });

  it.each([
    ["another user", "user_id = 'thief'", () => open().readConnection("thief")],
    ["another namespace", "namespace = 'foreign'", () => open({ namespace: "foreign" }).readConnection(USER)],
    ["another version", "version = 'v2'", () => open().readConnection(USER)],
  ])("opens no connection that was moved to %s", async (_, change, read) => {
    await connect(store);
    await database.query(`update fullscript_connections set ${change} where namespace = $1`, [namespace]);
    await expect(read()).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining("was changed outside the store") as string,
    });
    await database.query("delete from fullscript_connections where namespace = 'foreign'");
  });

  it.each<[string, (sealed: string) => string]>([
    ["a changed byte", (text) => text.slice(0, -6) + (text.at(-6) === "A" ? "B" : "A") + text.slice(-5)],
    ["a cut end", (text) => text.slice(0, -8)],
    ["no text", () => ""],
    ["text that is not base64", () => "a.b.c"],
  ])("opens no connection that was changed: %s", async (_, change) => {
    await connect(store);
    const { sealed } = await readRow();
    await database.query("update fullscript_connections set sealed = $2 where namespace = $1", [
      namespace,
      change(sealed),
    ]);
    const error: unknown = await store.readConnection(USER).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining("was changed outside the store") as string,
    });
    expect(String(error)).not.toContain("access-");
  });

  it("stores tokens of 64 kB", async () => {
    const long = { ...createConnection(), accessToken: "a".repeat(65_536) };
    await connect(store, long);
    expect(await store.readConnection(USER)).toEqual(long);
  });
});

describe("a change of the encryption key", () => {
  it("decrypts with the old key, and encrypts the next write with the new key", async () => {
    const saved = await connect(store);
    const before = await readRow();
    const rotated = open({ encryptionKeys: [NEW, OLD] });
    expect(await rotated.readConnection(USER)).toEqual(saved);
    expect(await readRow()).toEqual(before);

    const next = createConnection();
    await rotated.replaceConnection(USER, saved.version, next);
    expect((await readRow()).key_id).not.toBe(before.key_id);
    expect(await open({ encryptionKeys: [NEW] }).readConnection(USER)).toEqual(next);
  });

  it("names the key that is missing, and lets the user connect again", async () => {
    await connect(store);
    const { key_id: keyId } = await readRow();
    const other = open({ encryptionKeys: [NEW] });
    for (let round = 0; round < 2; round++) {
      await expect(other.readConnection(USER)).rejects.toMatchObject({
        name: "FullscriptError",
        code: "misconfigured",
        message: expect.stringContaining(`the key ${keyId}, which is not in encryptionKeys`) as string,
      });
    }
    const again = await connect(other);
    expect(await other.readConnection(USER)).toEqual(again);
  });

  it("names a key by the start of its hash", async () => {
    await connect(store);
    const hash = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(OLD, "base64"))).toString("hex");
    expect((await readRow()).key_id).toBe(hash.slice(0, 12));
  });

  it("counts the connections of its namespace that an older key seals", async () => {
    expect(await store.countOutdatedKeys()).toBe(0);
    await connect(store);
    await connect(store, createConnection(), "v");
    await connect(open({ namespace: "another namespace" }));
    const rotated = open({ encryptionKeys: [NEW, OLD] });
    expect(await store.countOutdatedKeys()).toBe(0);
    expect(await rotated.countOutdatedKeys()).toBe(2);
    await connect(rotated);
    expect(await rotated.countOutdatedKeys()).toBe(1);
  });
});

describe("tables", () => {
  it("are fullscript_connections and fullscript_claims, and no others", async () => {
    expect(await listTables()).toEqual(["fullscript_claims", "fullscript_connections"]);
  });

  it("are created once, however often and at once migrate() is called", async () => {
    const saved = await connect(store);
    await Promise.all(Array.from({ length: 5 }, () => open().migrate()));
    expect(await store.readConnection(USER)).toEqual(saved);
  });

  it("are created again by migrate() if one of them is gone", async () => {
    for (const table of ["claims", "connections"]) {
      const prefixed = open({ tablePrefix: "repaired_" });
      await prefixed.migrate();
      await database.query(`drop table repaired_${table}`);
      await prefixed.migrate();
      await connect(prefixed);
    }
    await database.exec("drop table repaired_claims; drop table repaired_connections");
  });

  it("have the prefix of the option, and each prefix is a separate store", async () => {
    const prefixed = open({ tablePrefix: "acme_" });
    await prefixed.migrate();
    expect(await listTables()).toEqual(expect.arrayContaining(["acme_claims", "acme_connections"]));
    const saved = await connect(prefixed);
    expect(await prefixed.readConnection(USER)).toEqual(saved);
    expect(await store.readConnection(USER)).toBeUndefined();
    await database.exec("drop table acme_claims; drop table acme_connections");
  });

  it("come from postgresSchema() as well, which can run twice", async () => {
    const tablePrefix = "by_hand_";
    for (let round = 0; round < 2; round++) await database.exec(postgresSchema({ tablePrefix }));
    const saved = await connect(open({ tablePrefix }));
    await open({ tablePrefix }).migrate();
    expect(await open({ tablePrefix }).readConnection(USER)).toEqual(saved);
    const { rows } = await database.query("select 1 from pg_indexes where indexname = 'by_hand_claims_forget_at'");
    expect(rows).toHaveLength(1);
    await database.exec("drop table by_hand_claims; drop table by_hand_connections");
  });

  it("have the default prefix in postgresSchema()", () => {
    expect(postgresSchema()).toBe(postgresSchema({ tablePrefix: "fullscript_" }));
    expect(postgresSchema()).toMatch(/fullscript_connections \(.*fullscript_claims \(/s);
  });

  it("may exist already for a role that cannot create tables", async () => {
    await database.exec(
      "create role app; grant select on fullscript_connections, fullscript_claims to app; set role app",
    );
    await expect(open().migrate()).resolves.toBeUndefined();
    await expect(open({ tablePrefix: "other_" }).migrate()).rejects.toThrow("permission denied");
    await database.exec("reset role");
  });
});

describe("options that can only fail later", () => {
  const refuse = (options: Partial<Record<keyof PostgresStoreOptions, unknown>>, message: string) => {
    let error: unknown;
    try {
      open(options as Partial<PostgresStoreOptions>);
    } catch (thrown) {
      error = thrown;
    }
    expect(error, JSON.stringify(options)).toMatchObject({ name: "FullscriptError", code: "misconfigured" });
    expect(String(error)).toContain(message);
  };

  it("refuses a client that cannot query", () => {
    for (const client of [undefined, null, {}, "postgres://localhost", { query: {} }])
      refuse({ client }, "client has no method query(text, values)");
  });

  it("accepts a function that has a query, such as an HTTP driver's", async () => {
    const client = Object.assign(() => undefined, {
      query: (text: string, values: unknown[]) => database.query(text, values),
    });
    const saved = await connect(open({ client }));
    expect(await store.readConnection(USER)).toEqual(saved);
  });

  it("refuses a list of encryption keys without a key", () => {
    for (const encryptionKeys of [undefined, null, [], {}, OLD])
      refuse({ encryptionKeys }, "encryptionKeys must be a list of one or more keys");
  });

  it("refuses keys of another length, and text that is not base64, without showing the key", () => {
    const short = Buffer.from("thirty-one-bytes-are-not-enough").toString("base64");
    for (const wrong of ["", "c2hvcnQ=", short, `${OLD}AAAA`, "*".repeat(44), undefined, null, 5]) {
      for (const encryptionKeys of [[wrong], [OLD, wrong]])
        refuse({ encryptionKeys }, "Each of encryptionKeys must be 32 bytes in base64.");
    }
    expect(() => open({ encryptionKeys: [short] })).not.toThrow(short);
  });

  it("refuses a prefix that is not the start of a plain name", () => {
    const wrong = [
      "",
      "Upper_",
      "with space",
      "a-b_",
      "1_",
      'a"; drop table users; --',
      "schema.",
      "é_",
      "a".repeat(41),
      "a_\n",
    ];
    for (const tablePrefix of wrong) {
      refuse({ tablePrefix }, "tablePrefix must be");
      expect(() => postgresSchema({ tablePrefix }), tablePrefix).toThrow("tablePrefix must be");
    }
    for (const tablePrefix of ["a", "_", "a1_", "a".repeat(40)]) expect(() => open({ tablePrefix })).not.toThrow();
  });
});

describe("a database that is not ready", () => {
  it("says that the tables are missing, by every method", async () => {
    const empty = open({ tablePrefix: "missing_" });
    const calls = [
      () => empty.readConnection(USER),
      () => empty.replaceConnection(USER, "v", createConnection()),
      () => empty.replaceConnection(USER, "v", undefined),
      () => empty.claim(createClaim(), NOW),
      () => empty.settle("c", ANSWER),
      () => empty.release("c", "h"),
      () => empty.countOutdatedKeys(),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({
        name: "FullscriptError",
        code: "misconfigured",
        message: expect.stringContaining(
          "The database has no table missing_connections or missing_claims: call migrate() first.",
        ) as string,
      });
    }
  });

  it("passes on any other error of the client", async () => {
    for (const error of [new Error("connection lost"), "a text", undefined]) {
      const client = { query: vi.fn<PostgresClient["query"]>().mockRejectedValue(error) };
      await expect(open({ client }).readConnection(USER)).rejects.toBe(error);
    }
    const client: PostgresClient = {
      query() {
        throw new RangeError("at once");
      },
    };
    await expect(open({ client }).readConnection(USER)).rejects.toThrow(RangeError);
  });

  it("refuses a result without rows, as other databases' drivers return it", async () => {
    for (const result of [undefined, [], [[{}], []], { rows: 1 }, { rowCount: 1 }]) {
      const client = { query: () => Promise.resolve(result) } as unknown as PostgresClient;
      await expect(open({ client }).readConnection(USER)).rejects.toMatchObject({
        code: "misconfigured",
        message: expect.stringContaining("client.query does not resolve to { rows }.") as string,
      });
    }
  });

  it("reads numbers that a driver returns as text or as BigInt", async () => {
    const claim = createClaim({ answer: ANSWER });
    for (const convert of [String, BigInt]) {
      const client: PostgresClient = {
        async query(text, values) {
          const { rows } = await database.query<Record<string, unknown>>(text, values);
          const convertAll = (row: Record<string, unknown>) =>
            Object.fromEntries(
              Object.entries(row).map(([name, value]) => [name, typeof value === "number" ? convert(value) : value]),
            );
          return { rows: rows.map(convertAll) };
        },
      };
      const other = open({ client });
      expect(await other.claim(claim, NOW)).toEqual(claim);
      expect(await other.countOutdatedKeys()).toBe(0);
    }
  });
});
