// @vitest-environment node
import { createAuthorizationRequest, type StorageLike } from "react-fullscript-connect/core";
import {
  createMemoryStorage,
  CODE_LIFETIME_MS,
  findTransaction,
  forgetTransactions,
  pruneTransactions,
  saveTransaction,
  type Settlement,
  type Transaction,
  TRANSACTION_LIFETIME_MS,
} from "./internals";
import { describe, expect, it } from "vitest";
import { CONFIG, createTestBrowser, NOW, pageAt } from "../testBrowser";

function start(browser: ReturnType<typeof createTestBrowser>): Transaction {
  return createAuthorizationRequest(CONFIG, {}, browser).transaction;
}

function keysOf(storage: StorageLike): (string | null)[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index));
}

function settle(
  transaction: Transaction,
  at: number,
  storage: StorageLike,
  status: Settlement["status"] = "connected",
): void {
  saveTransaction(
    { ...transaction, responses: { f1: { revision: 1, receivedAt: at, settled: { status, at } } } },
    storage,
  );
}

describe("findTransaction", () => {
  it("finds none in records that someone else wrote", () => {
    const browser = createTestBrowser();
    const { state, nonce } = start(browser);
    const key = `fullscript-connect:${nonce}`;
    const good = JSON.parse(browser.storage().getItem(key)!) as Record<string, unknown>;
    expect(findTransaction(state, undefined, browser)).toBeDefined();
    const broken: unknown[] = [
      null,
      1,
      "x",
      [],
      {},
      [good],
      { ...good, state: undefined },
      { ...good, createdAt: "now" },
      { ...good, clientId: 1 },
      { ...good, redirectUri: null },
      { ...good, returnTo: {} },
      { ...good, nonce: 1 },
      { ...good, authorizationEndpoint: [] },
      { ...good, environment: 1 },
      { ...good, environment: null },
      { ...good, environment: {} },
      { ...good, responses: null },
      { ...good, responses: [] },
      { ...good, responses: { f1: null } },
      { ...good, responses: { f1: { revision: 1, receivedAt: "x" } } },
      { ...good, responses: { f1: { receivedAt: NOW } } },
    ];
    for (const value of broken) {
      browser.storage().setItem(key, JSON.stringify(value));
      expect(findTransaction(state, undefined, browser)).toBeUndefined();
    }
    browser.storage().setItem(key, "{not json");
    expect(findTransaction(state, undefined, browser)).toBeUndefined();
    browser
      .storage()
      .setItem(key, JSON.stringify({ ...good, environment: { authorizationEndpoint: "https://x.example/a" } }));
    expect(findTransaction(state, undefined, browser)).toBeDefined();
  });

  it("finds none and does not throw if the storage is blocked", () => {
    const browser = createTestBrowser({
      storage: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
    expect(findTransaction(`fsc1.${"A".repeat(43)}.`, undefined, browser)).toBeUndefined();
    expect(findTransaction("no state of ours", undefined, browser)).toBeUndefined();
  });
});

describe("pruneTransactions", () => {
  it.each([
    ["keeps one of an hour", 0, TRANSACTION_LIFETIME_MS, 1],
    ["drops one of more than an hour", 0, TRANSACTION_LIFETIME_MS + 1, 0],
    ["drops one from the future, because the clock was set back", 0, -1, 0],
  ])("%s", (_, __, age, left) => {
    const browser = createTestBrowser();
    start(browser);
    pruneTransactions(undefined, { ...browser, now: () => NOW + age });
    expect(browser.storage().length).toBe(left);
  });

  it.each([
    ["keeps a settled one for ten minutes", CODE_LIFETIME_MS, 1],
    ["drops a settled one after ten minutes", CODE_LIFETIME_MS + 1, 0],
  ])("%s", (_, age, left) => {
    const browser = createTestBrowser();
    settle(start(browser), NOW, browser.storage());
    pruneTransactions(undefined, { ...browser, now: () => NOW + age });
    expect(browser.storage().length).toBe(left);
  });

  it("counts from the last of several responses", () => {
    const browser = createTestBrowser();
    const transaction = start(browser);
    const responses = {
      f1: { revision: 1, receivedAt: NOW, settled: { status: "cancelled", at: NOW } },
      f2: { revision: 2, receivedAt: NOW, settled: { status: "connected", at: NOW + 60_000 } },
      f3: { revision: 0, receivedAt: NOW },
    } as const;
    saveTransaction({ ...transaction, responses }, browser.storage());
    pruneTransactions(undefined, { ...browser, now: () => NOW + CODE_LIFETIME_MS + 30_000 });
    expect(browser.storage().length).toBe(1);
  });

  it("leaves the one that the page is reading, and everything that is not ours", () => {
    const browser = createTestBrowser();
    const { state } = start(browser);
    start(browser);
    browser.storage().setItem("fullscript-connect", "the host's");
    browser.storage().setItem("other", "the host's");
    browser.storage().setItem("fullscript-connect:broken", "{");
    const late = {
      ...browser,
      now: () => NOW + 2 * TRANSACTION_LIFETIME_MS,
      location: () => pageAt(`/callback?code=a&state=${state}`),
    };
    pruneTransactions(undefined, late);
    expect(keysOf(browser.storage()).sort()).toEqual([
      "fullscript-connect",
      `fullscript-connect:${state.split(".")[1]}`,
      "other",
    ]);
  });
});

describe("forgetTransactions", () => {
  it("forgets every transaction and nothing else, in the storage that the host uses", () => {
    const browser = createTestBrowser();
    start(browser);
    start(browser);
    browser.storage().setItem("other", "the host's");
    const own = createMemoryStorage();
    createAuthorizationRequest({ ...CONFIG, storage: own }, {}, browser);
    forgetTransactions(undefined, browser);
    expect(keysOf(browser.storage())).toEqual(["other"]);
    expect(own.length).toBe(1);
    forgetTransactions(own, browser);
    expect(own.length).toBe(0);
  });

  it("does not throw if the storage is blocked", () => {
    const browser = createTestBrowser({
      storage: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
    expect(() => forgetTransactions(undefined, browser)).not.toThrow();
  });
});
