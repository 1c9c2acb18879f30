import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { act } from "@testing-library/react";
import { FullscriptCallback } from "react-fullscript-connect";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { callbackBrowser } from "../core/inside/internals";
import { comeBack, endpoint, FULLSCRIPT, ok, panel, renderApp, watchLeaving } from "./host";

type Task = (lock: Lock | null) => unknown;

beforeEach(() => {
  watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
  vi.stubGlobal("IDBKeyRange", IDBKeyRange);
  const indexedDB = new IDBFactory();
  vi.spyOn(callbackBrowser, "indexedDB").mockReturnValue(indexedDB);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});

/** Locks whose requests are answered when the test says so, or never. */
function holdLocks() {
  const asked: Task[] = [];
  const request = vi.fn((_name: string, _options: LockOptions, task: Task) => {
    asked.push(task);
    return new Promise(() => undefined);
  });
  vi.spyOn(callbackBrowser, "locks").mockReturnValue({ request } as unknown as LockManager);
  return asked;
}

async function pass(ms: number): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
    // IndexedDB is real in these tests but for its disk, and needs turns of the event loop.
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  });
  await act(() => vi.advanceTimersByTimeAsync(0));
}

/** Waits as long as IndexedDB and the hash of the code take. */
const reaches = (status: string) =>
  vi.waitFor(async () => {
    await pass(1);
    expect(panel()).toHaveAttribute("data-status", status);
  });

async function arrive() {
  comeBack();
  const fetch = endpoint(ok);
  renderApp(<FullscriptCallback {...FULLSCRIPT} autoLeave={false} fetch={fetch} />);
  await reaches("exchanging");
  return fetch;
}

describe("a lock that never answers", () => {
  it("is waited for three seconds, and then the code is posted without it, once", async () => {
    holdLocks();
    const fetch = await arrive();
    await pass(2_800);
    expect(panel()).toHaveAttribute("data-status", "exchanging");
    expect(fetch).not.toHaveBeenCalled();
    await pass(300);
    await reaches("connected");
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("does nothing if it is granted late", async () => {
    const asked = holdLocks();
    const fetch = await arrive();
    await pass(3_100);
    await reaches("connected");
    await act(async () => {
      await Promise.all(asked.map((task) => task({ name: "n", mode: "exclusive" })));
    });
    await pass(1_000);
    expect(panel()).toHaveAttribute("data-status", "connected");
    expect(fetch).toHaveBeenCalledOnce();
  });

  it.each([
    ["a prerendered page, until it is activated", "prerendering", true, false],
    ["a hidden page, until it is seen", "visibilityState", "hidden", "visible"],
  ])("is waited for in %s", async (_, property, before, after) => {
    let value: unknown = before;
    Object.defineProperty(document, property, { configurable: true, get: () => value });
    try {
      holdLocks();
      const fetch = await arrive();
      await pass(60_000);
      expect(fetch).not.toHaveBeenCalled();
      value = after;
      await pass(2_700);
      expect(fetch).not.toHaveBeenCalled();
      await pass(600);
      await reaches("connected");
      expect(fetch).toHaveBeenCalledOnce();
    } finally {
      Reflect.deleteProperty(document, property);
    }
  });
});
