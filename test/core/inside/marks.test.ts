// @vitest-environment node
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import {
  type Browser,
  createAuthorizationRequest,
  findTransaction,
  forgetTransactions,
  type ResponseRecord,
  type Settlement,
  type StorageLike,
  type Transaction,
  TRANSACTION_LIFETIME_MS,
} from "react-fullscript-connect/core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createMarks, readResponses, settleResponse, writeResponses } from "../../../src/core/marks";
import { createTabLocks } from "../../tabLocks";
import { CONFIG, createTestBrowser, NOW } from "../testBrowser";

beforeEach(() => vi.stubGlobal("IDBKeyRange", IDBKeyRange));

const CANCELLED: Settlement = { status: "cancelled", at: NOW };

function createTab(overrides: Partial<Browser> = {}) {
  const indexedDB = new IDBFactory();
  const browser = createTestBrowser({ indexedDB: () => indexedDB, ...overrides });
  const { state, transaction } = createAuthorizationRequest(CONFIG, {}, browser);
  return { browser, state, transaction };
}

/** Each over an opening of its own, as another page's. */
const read = (transaction: Transaction, storage: StorageLike | undefined, browser: Browser) =>
  readResponses(createMarks(browser), transaction, storage, browser);
const write = (
  transaction: Transaction,
  responses: Record<string, ResponseRecord>,
  storage: StorageLike | undefined,
  browser: Browser,
) => writeResponses(createMarks(browser), transaction, responses, storage, browser);

const record = (revision: number, more = {}) => ({ revision, receivedAt: NOW, ...more });

describe("settleResponse", () => {
  it.each<[string, Partial<Browser>]>([
    ["in IndexedDB and in the record", {}],
    ["in the record alone, where there is no IndexedDB", { indexedDB: () => undefined }],
  ])("notes an outcome %s", async (_, overrides) => {
    const { browser, state, transaction } = createTab(overrides);
    await settleResponse(transaction, "error", CANCELLED, undefined, browser);
    const expected = { error: { revision: 1, receivedAt: NOW, settled: CANCELLED } };
    expect(findTransaction(state, undefined, browser)?.responses).toEqual(expected);
    expect(await read(transaction, undefined, browser)).toEqual(expected);
  });

  it("leaves what is known of other answers, and counts on from the same one's", async () => {
    const { browser, transaction } = createTab();
    await write(transaction, { code: record(3, { posted: true }), error: record(5) }, undefined, browser);
    await settleResponse(transaction, "error", CANCELLED, undefined, browser);
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
    const settled = settleResponse(transaction, "error", CANCELLED, undefined, browser);
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
      settleResponse(transaction, "error", CANCELLED, undefined, {
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

  it("are read from the record at hand, where the storage has lost it", async () => {
    const { browser, transaction } = createTab({ indexedDB: () => undefined });
    forgetTransactions(undefined, browser);
    expect(await read({ ...transaction, responses: { a: record(1) } }, undefined, browser)).toEqual({ a: record(1) });
  });

  it("are kept by the host's own storage, where there is one", async () => {
    const { browser, transaction, state } = createTab({ indexedDB: () => undefined });
    const other = createTab().browser;
    expect(await write(transaction, { a: record(1) }, browser.storage(), other)).toBe(true);
    expect(findTransaction(state, browser.storage(), other)?.responses).toEqual({ a: record(1) });
    expect(await read(transaction, browser.storage(), other)).toEqual({ a: record(1) });
  });

  it("of a request that is forgotten are not written back, and that is told", async () => {
    const { browser, transaction } = createTab();
    forgetTransactions(undefined, browser);
    expect(await write(transaction, { a: record(1) }, undefined, browser)).toBe(false);
    expect(browser.storage().length).toBe(0);
  });

  it.each<[string, Partial<Browser>, boolean]>([
    ["IndexedDB has them", {}, true],
    ["nobody has them", { indexedDB: () => undefined }, false],
  ])("where the storage is full: %s", async (_, overrides, expected) => {
    const { browser, transaction } = createTab(overrides);
    vi.spyOn(browser.storage(), "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    expect(await write(transaction, { a: record(1) }, undefined, browser)).toBe(expected);
  });

  it("are where every version of the package looks, and keep no other from changing that", async () => {
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
    const open = vi.spyOn(browser.indexedDB()!, "open");
    const marks = createMarks(browser);
    await readResponses(marks, transaction, undefined, browser);
    await writeResponses(marks, transaction, { a: record(1) }, undefined, browser);
    expect(open).toHaveBeenCalledOnce();
    const database = await marks.open();
    marks.close();
    await Promise.resolve();
    expect(() => database?.transaction("marks"), "it is closed").toThrow(DOMException);
    expect(await readResponses(marks, transaction, undefined, browser)).toEqual({ a: record(1) });
    expect(open).toHaveBeenCalledTimes(2);
  });

  it("are asked for again where the database could not be opened", async () => {
    const { browser, transaction } = createTab();
    await write(transaction, { a: record(1) }, undefined, browser);
    const marks = createMarks(browser);
    vi.spyOn(browser.indexedDB()!, "open").mockImplementationOnce(() => {
      throw new DOMException("blocked", "SecurityError");
    });
    const forgetful = {
      ...browser,
      storage: () => {
        throw new Error("blocked");
      },
    };
    expect(await readResponses(marks, transaction, undefined, forgetful)).toEqual({});
    expect(await readResponses(marks, transaction, undefined, forgetful)).toEqual({ a: record(1) });
  });

  it("keep nobody from deleting the database", async () => {
    const { browser } = createTab();
    const marks = createMarks(browser);
    await marks.open();
    await new Promise((resolve, reject) => {
      const deletion = browser.indexedDB()!.deleteDatabase("fullscript-connect");
      deletion.onsuccess = resolve;
      deletion.onblocked = reject;
    });
  });
});
