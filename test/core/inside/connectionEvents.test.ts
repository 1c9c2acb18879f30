// @vitest-environment node
import { createAuthorizationRequest, type StorageLike } from "react-fullscript-connect/core";
import { type CallbackBrowser, createMemoryStorage } from "./internals";
import { describe, expect, it, vi } from "vitest";
import { broadcastDisconnect, onOtherTabChange } from "../../../src/core/connectionEvents";
import { CONFIG, createTestBrowser, NOW } from "../testBrowser";

type Change = Parameters<Parameters<CallbackBrowser["onStorage"]>[0]>[0];

/** Two tabs of one browser: what one stores, the other hears. */
function createTabs() {
  const listeners = new Set<(change: Change) => void>();
  const tell = (change: Change) => listeners.forEach((listener) => listener(change));
  const disk = createMemoryStorage();
  const storage: StorageLike = {
    ...disk,
    setItem: (key, value) => {
      disk.setItem(key, value);
      tell({ key, newValue: value });
    },
    removeItem: (key) => {
      disk.removeItem(key);
      tell({ key, newValue: null });
    },
  };
  const here = createTestBrowser({ storage: () => storage });
  const there = createTestBrowser({
    onStorage: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });
  return { here, there, disk, storage, tell };
}

const { transaction } = createAuthorizationRequest(CONFIG, {}, createTestBrowser());
const recordOf = (...statuses: ("connected" | "failed" | undefined)[]) =>
  JSON.stringify({
    ...transaction,
    responses: Object.fromEntries(
      statuses.map((status, index) => [
        index,
        { revision: 1, receivedAt: NOW, ...(status && { settled: { status, at: NOW } }) },
      ]),
    ),
  });

describe("the other tabs", () => {
  it("hear of a disconnect, once, and nothing stays behind", () => {
    const { here, there, disk } = createTabs();
    const heard = vi.fn();
    const stop = onOtherTabChange(heard, there);
    broadcastDisconnect(undefined, here);
    expect(heard).toHaveBeenCalledTimes(1);
    expect(disk.length).toBe(0);
    stop();
    broadcastDisconnect(undefined, here);
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it("hear of it by the host's own storage", () => {
    const { there, storage } = createTabs();
    const heard = vi.fn();
    onOtherTabChange(heard, there);
    broadcastDisconnect(storage, createTestBrowser());
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it("sends nothing if storage is blocked, and still disconnects", () => {
    const blocked = createTestBrowser({
      storage: () => {
        throw new DOMException("blocked", "SecurityError");
      },
    });
    expect(() => broadcastDisconnect(undefined, blocked)).not.toThrow();
  });

  it.each<[string, Change, boolean]>([
    ["a transaction that has connected", { key: "any", newValue: recordOf("connected") }, true],
    ["one of whose answers has connected", { key: "any", newValue: recordOf("failed", "connected") }, true],
    [
      "one of whose answers has connected while another is on its way",
      { key: "any", newValue: recordOf(undefined, "connected") },
      true,
    ],
    ["a disconnect in a tab that has another version", { key: "fullscript-connect/disconnected", newValue: "1" }, true],
    ["a transaction that has failed", { key: "any", newValue: recordOf("failed") }, false],
    ["a transaction that has just begun", { key: "any", newValue: recordOf() }, false],
    ["an answer that nothing has come of", { key: "any", newValue: recordOf(undefined) }, false],
    ["a transaction that is forgotten", { key: "any", newValue: null }, false],
    [
      "what only looks like a transaction",
      { key: "any", newValue: JSON.stringify({ responses: { a: { settled: { status: "connected" } } } }) },
      false,
    ],
    ["what the host stores", { key: "theme", newValue: "dark" }, false],
    ["a storage that is cleared", { key: null, newValue: null }, false],
    ["the same text under another key", { key: "fullscript-connect", newValue: String(NOW) }, false],
  ])("hear of %s, or do not", (_, change, expected) => {
    const { there, tell } = createTabs();
    const heard = vi.fn();
    onOtherTabChange(heard, there);
    tell(change);
    expect(heard).toHaveBeenCalledTimes(expected ? 1 : 0);
  });
});
