// @vitest-environment node
import { beforeEach, describe, expect, it, vi } from "vitest";
import { withLock } from "../../../src/core/lock";
import { createTabLocks } from "../../tabLocks";
import { createTestBrowser } from "../testBrowser";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));

/** Two tabs of one browser, of which the first holds the lock of `nonce` until it is told to let go. */
async function createTabs(nonce = "n") {
  const { openPage } = createTabLocks();
  const [first, second] = [openPage(), openPage()];
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const holder = withLock(nonce, 1_000, vi.fn(), () => held, createTestBrowser({ locks: () => first.locks }));
  await vi.advanceTimersByTimeAsync(0);
  return { browser: createTestBrowser({ locks: () => second.locks }), letGo, holder };
}

describe("withLock", () => {
  it.each([
    ["where it is free", () => createTabLocks().openPage().locks],
    ["where there are no locks", () => undefined],
    [
      "where locks are refused",
      () => ({ request: () => Promise.reject(new DOMException("denied", "SecurityError")) }) as unknown as LockManager,
    ],
  ])("runs the task at once, and once, %s", async (_, locks) => {
    const onWait = vi.fn();
    const task = vi.fn(async () => 42);
    expect(await withLock("n", 1_000, onWait, task, createTestBrowser({ locks }))).toBe(42);
    expect(task).toHaveBeenCalledTimes(1);
    expect(onWait).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("waits for another tab, says so, and then runs the task", async () => {
    const { browser, letGo } = await createTabs();
    const onWait = vi.fn();
    const task = vi.fn(async () => 42);
    const result = withLock("n", 1_000, onWait, task, browser);
    await vi.advanceTimersByTimeAsync(999);
    expect(onWait).toHaveBeenCalledTimes(1);
    expect(task).not.toHaveBeenCalled();
    letGo();
    expect(await result).toBe(42);
    expect(task).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("waits no longer than it may, and then runs nothing", async () => {
    const { browser } = await createTabs();
    const task = vi.fn(async () => 42);
    const refused = expect(withLock("n", 1_000, vi.fn(), task, browser)).rejects.toMatchObject({
      code: "exchange_interrupted",
      retryable: true,
    });
    await vi.advanceTimersByTimeAsync(1_000);
    await refused;
    expect(task).not.toHaveBeenCalled();
  });

  it("waits for a time that is longer than any timer", async () => {
    const { browser, letGo } = await createTabs();
    const result = withLock("n", Infinity, vi.fn(), async () => 42, browser);
    await vi.advanceTimersByTimeAsync(60_000);
    letGo();
    expect(await result).toBe(42);
  });

  it("does not wait for another transaction", async () => {
    const { browser } = await createTabs("other");
    const onWait = vi.fn();
    expect(await withLock("n", 1_000, onWait, async () => 42, browser)).toBe(42);
    expect(onWait).not.toHaveBeenCalled();
  });

  it.each(["at once", "after a wait"])(
    "passes on what a task throws that ran %s, and does not run it again",
    async (when) => {
      const { browser, letGo, holder } = await createTabs();
      if (when === "at once") {
        letGo();
        await holder;
      }
      const task = vi.fn(() => Promise.reject(new RangeError("the task's")));
      const refused = expect(withLock("n", 1_000, vi.fn(), task, browser)).rejects.toThrow("the task's");
      await vi.advanceTimersByTimeAsync(10);
      letGo();
      await refused;
      expect(task).toHaveBeenCalledTimes(1);
    },
  );

  it("lets the next one in after a task that has thrown", async () => {
    const { locks } = createTabLocks().openPage();
    const browser = createTestBrowser({ locks: () => locks });
    await expect(withLock("n", 1_000, vi.fn(), () => Promise.reject(new Error("x")), browser)).rejects.toThrow("x");
    expect(await withLock("n", 1_000, vi.fn(), async () => 42, browser)).toBe(42);
  });
});
