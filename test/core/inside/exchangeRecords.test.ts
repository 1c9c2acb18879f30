// @vitest-environment node
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { createAuthorizationRequest, type StorageLike } from "react-fullscript-connect/core";
import {
  type CallbackBrowser,
  findTransaction,
  forgetTransactions,
  type ResponseRecord,
  type Settlement,
  type Transaction,
  TRANSACTION_LIFETIME_MS,
} from "./internals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createExchangeRecords, createTransactionRecords, recordOutcome } from "../../../src/core/exchangeRecords";
import { createTransactionStore } from "../../../src/core/transactionStore";
import { createTabLocks } from "../../tabLocks";
import { CONFIG, createTestBrowser, NOW } from "../testBrowser";

beforeEach(() => vi.stubGlobal("IDBKeyRange", IDBKeyRange));

const CANCELLED: Settlement = { status: "cancelled", at: NOW };

function createTab(overrides: Partial<CallbackBrowser> = {}) {
  const indexedDB = new IDBFactory();
  const browser = createTestBrowser({ indexedDB: () => indexedDB, ...overrides });
  const { state, transaction } = createAuthorizationRequest(CONFIG, {}, browser);
  return { browser, state, transaction };
}

const recordsOf = (transaction: Transaction, storage: StorageLike | undefined, browser: CallbackBrowser) =>
  createExchangeRecords(transaction, createTransactionStore(storage, browser), browser);

/** Each with a database connection of its own, like another page. */
const read = (transaction: Transaction, storage: StorageLike | undefined, browser: CallbackBrowser) =>
  recordsOf(transaction, storage, browser).read();
const write = (
  transaction: Transaction,
  responses: Record<string, ResponseRecord>,
  storage: StorageLike | undefined,
  browser: CallbackBrowser,
) => recordsOf(transaction, storage, browser).write(responses);
const settle = (transaction: Transaction, browser: CallbackBrowser) =>
  recordOutcome(transaction, "error", CANCELLED, createTransactionStore(undefined, browser), browser);

const record = (revision: number, more = {}) => ({ revision, receivedAt: NOW, ...more });

describe("recordOutcome", () => {
  it.each<[string, Partial<CallbackBrowser>]>([
    ["in IndexedDB and in the record", {}],
    ["in the record alone, where there is no IndexedDB", { indexedDB: () => undefined }],
  ])("notes an outcome %s", async (_, overrides) => {
    const { browser, state, transaction } = createTab(overrides);
    await settle(transaction, browser);
    const expected = { error: { revision: 1, receivedAt: NOW, settled: CANCELLED } };
    expect(findTransaction(state, undefined, browser)?.responses).toEqual(expected);
    expect(await read(transaction, undefined, browser)).toEqual(expected);
  });

  it("keeps the records of other answers, and increments the revision of its own", async () => {
    const { browser, transaction } = createTab();
    await write(transaction, { code: record(3, { posted: true }), error: record(5) }, undefined, browser);
    await settle(transaction, browser);
    expect(await read(transaction, undefined, browser)).toEqual({
      code: record(3, { posted: true }),
      error: record(6, { settled: CANCELLED }),
    });
  });

  it("takes its turn among the tabs", async () => {
    const { openPage } = createTabLocks();
    const { locks } = openPage();
    const { browser, state, transaction } = createTab({ locks: () => locks });
    let letGo = (): void => undefined;
    void openPage().locks.request(
      `fullscript-connect:${transaction.nonce}`,
      {},
      () => new Promise<void>((resolve) => (letGo = resolve)),
    );
    const settled = settle(transaction, browser);
    await new Promise(setImmediate);
    expect(findTransaction(state, undefined, browser)?.responses).toEqual({});
    letGo();
    await settled;
    expect(findTransaction(state, undefined, browser)?.responses).toHaveProperty("error");
  });

  it("throws nothing, whatever the browser refuses", async () => {
    const refuse = () => {
      throw new DOMException("blocked", "SecurityError");
    };
    const { browser, transaction } = createTab();
    await expect(
      settle(transaction, {
        ...browser,
        storage: refuse,
        indexedDB: refuse,
        locks: refuse,
      }),
    ).resolves.toBeUndefined();
  });
});

describe("the marks", () => {
  it("that are newer count, of the two copies", async () => {
    const { browser, transaction } = createTab();
    await write(transaction, { a: record(2), b: record(2), c: record(2) }, undefined, browser);
    const stored = {
      ...transaction,
      responses: { a: record(1, { posted: true }), b: record(3, { posted: true }), c: record(2, { posted: true }) },
    };
    browser.storage().setItem(`fullscript-connect:${transaction.nonce}`, JSON.stringify(stored));
    // Where both are as new, IndexedDB is the truth.
    expect(await read(transaction, undefined, browser)).toEqual({
      a: record(2),
      b: record(3, { posted: true }),
      c: record(2),
    });
  });

  it("are read from memory if the storage has lost the record", async () => {
    const { browser, transaction } = createTab({ indexedDB: () => undefined });
    forgetTransactions(undefined, browser);
    expect(await read({ ...transaction, responses: { a: record(1) } }, undefined, browser)).toEqual({ a: record(1) });
  });

  it("use the host's storage if there is one", async () => {
    const { browser, transaction, state } = createTab({ indexedDB: () => undefined });
    const other = createTab().browser;
    expect(await write(transaction, { a: record(1) }, browser.storage(), other)).toBe(true);
    expect(findTransaction(state, browser.storage(), other)?.responses).toEqual({ a: record(1) });
    expect(await read(transaction, browser.storage(), other)).toEqual({ a: record(1) });
  });

  it("are not written back for a forgotten request, and the caller learns so", async () => {
    const { browser, transaction } = createTab();
    forgetTransactions(undefined, browser);
    expect(await write(transaction, { a: record(1) }, undefined, browser)).toBe(false);
    expect(browser.storage().length).toBe(0);
  });

  it.each<[string, Partial<CallbackBrowser>, boolean]>([
    ["IndexedDB has them", {}, true],
    ["nobody has them", { indexedDB: () => undefined }, false],
  ])("where the storage is full: %s", async (_, overrides, expected) => {
    const { browser, transaction } = createTab(overrides);
    vi.spyOn(browser.storage(), "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    expect(await write(transaction, { a: record(1) }, undefined, browser)).toBe(expected);
  });

  it("share one database between versions, and let a newer version upgrade it", async () => {
    const { browser, transaction } = createTab();
    await write(transaction, { a: record(1) }, undefined, browser);
    const factory = browser.indexedDB()!;
    expect(await factory.databases()).toEqual([{ name: "fullscript-connect", version: 1 }]);
    const [stores, isBlocked] = await new Promise<[string[], boolean]>((resolve) => {
      const next = factory.open("fullscript-connect", 2);
      let blocked = false;
      next.onblocked = () => (blocked = true);
      next.onsuccess = () => resolve([[...next.result.objectStoreNames], blocked]);
      setTimeout(() => resolve([[], true]), 5_000).unref();
    });
    expect([stores, isBlocked]).toEqual([["marks"], false]);
  });

  it("that are over go with the next that are written, and no others", async () => {
    const { browser, transaction } = createTab();
    const marksOf = (createdAt: number) =>
      read({ ...transaction, createdAt }, undefined, {
        ...browser,
        storage: () => {
          throw new Error("blocked");
        },
      });
    for (const createdAt of [NOW - TRANSACTION_LIFETIME_MS - 1, NOW - TRANSACTION_LIFETIME_MS + 1, NOW]) {
      await write({ ...transaction, createdAt }, { a: record(1) }, undefined, { ...browser, now: () => createdAt });
    }
    await write(transaction, { a: record(2) }, undefined, browser);
    expect(await marksOf(NOW - TRANSACTION_LIFETIME_MS - 1)).toEqual({});
    expect(await marksOf(NOW - TRANSACTION_LIFETIME_MS + 1)).toEqual({ a: record(1) });
    expect(await marksOf(NOW)).toEqual({ a: record(2) });
  });

  it("are read and written over one opening, and over another once that is closed", async () => {
    const { browser, transaction } = createTab();
    const factory = browser.indexedDB()!;
    const databases: IDBDatabase[] = [];
    const open = (...parameters: Parameters<IDBFactory["open"]>) => {
      const request = factory.open(...parameters);
      request.addEventListener("success", () => databases.push(request.result));
      return request;
    };
    const records = recordsOf(transaction, undefined, {
      ...browser,
      indexedDB: () => ({ open }) as unknown as IDBFactory,
    });
    await records.read();
    await records.write({ a: record(1) });
    expect(databases).toHaveLength(1);
    await records.close();
    expect(() => databases[0]!.transaction("marks"), "it is closed").toThrow(DOMException);
    expect(await records.read()).toEqual({ a: record(1) });
    expect(databases).toHaveLength(2);
  });

  it("opens the database again after a failure", async () => {
    const { browser, transaction } = createTab();
    await write(transaction, { a: record(1) }, undefined, browser);
    vi.spyOn(browser.indexedDB()!, "open").mockImplementationOnce(() => {
      throw new DOMException("blocked", "SecurityError");
    });
    const storage = () => {
      throw new Error("blocked");
    };
    const records = recordsOf(transaction, undefined, { ...browser, storage });
    expect(await records.read()).toEqual({});
    expect(await records.read()).toEqual({ a: record(1) });
  });

  it("keep nobody from deleting the database", async () => {
    const { browser, transaction } = createTab();
    await recordsOf(transaction, undefined, browser).read();
    await new Promise((resolve, reject) => {
      const deletion = browser.indexedDB()!.deleteDatabase("fullscript-connect");
      deletion.onsuccess = resolve;
      deletion.onblocked = reject;
    });
  });

  it("of an idempotent endpoint are in the transaction alone, and an outcome of another tab stays", async () => {
    const { browser, state, transaction } = createTab();
    const open = vi.spyOn(browser.indexedDB()!, "open");
    const store = createTransactionStore(undefined, browser);
    const records = createTransactionRecords(transaction, store);
    const settled = { status: "connected", at: NOW } as const;
    expect(await records.write({ a: record(1, { settled }), b: record(1) })).toBe(true);
    expect(await records.write({ a: record(2, { posted: false }), b: record(2) })).toBe(true);
    expect(await records.read()).toEqual({ a: record(1, { settled }), b: record(2) });
    expect(findTransaction(state, undefined, browser)?.responses).toEqual(await records.read());
    expect(open).not.toHaveBeenCalled();
    store.forget();
    expect(await records.write({ a: record(3) })).toBe(false);
    expect(await records.read()).toEqual({});
  });
});
