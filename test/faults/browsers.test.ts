import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchEngine } from "../engines/launchEngine";
import type { Fault } from "./proxy";
import { reportLine } from "./report";
import type { Engine, Tab } from "./Session";
import { startWorld } from "./startWorld";
import { Visit } from "./Visit";

// What docs/browsers.md says of each engine by itself, without this package.
const folder = inject("faultsFolder");
const name = process.env.ENGINE ?? "chromium";

let engine: Engine;
beforeAll(async () => void (engine = await launchEngine()));
afterAll(() => engine.close());

declare global {
  interface Window {
    /** What came of a POST. */
    outcome?: string;
    /** Loads a module that nothing else does. */
    loadPart: () => Promise<boolean>;
  }
}

/** On a page without this package's components. */
async function on(faults: readonly Fault[], act: (page: Tab, visit: Visit) => Promise<unknown>): Promise<unknown> {
  const world = await startWorld({
    folder,
    mode: "production",
    variant: { hasQueryClientProvider: false, isIdempotent: false },
    faults,
  });
  const visit = await Visit.start(engine, world, false);
  try {
    await visit.page.goto(`${world.origin}/landing`);
    return await act(visit.page, visit);
  } finally {
    await visit.context.close();
    await world.close();
  }
}

const post = (page: Tab) =>
  page.evaluate(() => {
    const ended = (outcome: string) => {
      window.outcome = outcome;
      window.sawWait(outcome);
    };
    const request = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code: "none", state: "none" }),
    };
    fetch("/api/connection", request).then(
      ({ status }) => ended(`answered ${status}`),
      (error: unknown) => ended((error as Error).name),
    );
  });
const isEnded = (page: Tab) => page.waitForFunction(() => "outcome" in window);

/** What is found once half a second has passed, or as late as a slow machine finds what is expected. */
async function comesTo(expected: unknown, page: Tab, look: () => Promise<unknown>): Promise<unknown> {
  await page.waitForTimeout(500);
  let found = await look();
  for (let time = 0; found !== expected && time < 100; time++) {
    await page.waitForTimeout(100);
    found = await look();
  }
  return found;
}

const FACTS: Record<string, (expected: unknown) => Promise<unknown>> = {
  "POSTs on the wire for one fetch, where the connection breaks before the answer": () =>
    on([{ kind: "drop" }, { kind: "drop" }, { kind: "drop" }, { kind: "drop" }], async (page, { world }) => {
      await post(page);
      await isEnded(page);
      return world.proxy.posts.length;
    }),
  "and where it breaks in the middle of the answer": () =>
    on([{ kind: "cut" }], async (page, { world }) => {
      await post(page);
      await isEnded(page);
      return world.proxy.posts.length;
    }),
  "a page that is reloaded sees its POST fail": (expected) =>
    on([{ kind: "hold" }], async (page, visit) => {
      await post(page);
      await visit.world.proxy.reached(1);
      await page.reload();
      return comesTo(expected, page, async () => visit.waits.has("TypeError") || visit.waits.has("AbortError"));
    }),
  "Back shows the page as it was left": (expected) =>
    on([], async (page, { world }) => {
      await page.evaluate(() => void (window.outcome = "kept"));
      await page.goto(`${world.origin}/elsewhere`);
      await page.goBack({ waitUntil: "commit" });
      return comesTo(expected, page, () => page.evaluate(() => window.outcome === "kept"));
    }),
  "Back, with a POST in flight on leaving": (expected) =>
    on([{ kind: "hold" }], async (page, { world }) => {
      await post(page);
      await world.proxy.reached(1);
      await page.goto(`${world.origin}/elsewhere`);
      await page.goBack({ waitUntil: "commit" });
      world.proxy.release();
      return comesTo(expected, page, () => page.evaluate(() => window.outcome ?? "loaded anew"));
    }),
  "an import that failed, and is tried again once the network is back": () =>
    on([], async (page, { context }) => {
      const load = () => page.evaluate(() => window.loadPart());
      await context.setOffline(true);
      expect(await load()).toBe(false);
      await context.setOffline(false);
      return (await load()) ? "loads" : "fails again";
    }),
  "entries of the history that may be replaced at once": () =>
    on([], (page) =>
      page.evaluate(() => {
        for (let count = 0; count < 1_000; count++) {
          try {
            history.replaceState(count, "");
          } catch (error) {
            return `${count}, then ${(error as Error).name}`;
          }
          if (history.state !== count) return `${count}, then nothing happens`;
        }
        return "1000";
      }),
    ),
  missing: () =>
    on([], (page) =>
      page.evaluate(() => {
        const things = {
          "Web Locks": navigator.locks,
          IndexedDB: window.indexedDB,
          BroadcastChannel: window.BroadcastChannel,
          "Navigation API": (window as { navigation?: unknown }).navigation,
        };
        return (
          Object.entries(things)
            .flatMap(([thing, is]) => (is ? [] : [thing]))
            .join() || "nothing"
        );
      }),
    ),
};

/** In the order of the facts. */
const MEASURED: Record<string, readonly unknown[]> = {
  chromium: [2, 1, false, true, "answered 400", "loads", "1000", "nothing"],
  firefox: [2, 1, true, true, "loaded anew", "fails again", "1000", "nothing"],
  webkit: [1, 1, true, true, "TypeError", "loads", "100, then SecurityError", "Navigation API"],
};

for (const [order, [fact, find]] of Object.entries(FACTS).entries()) {
  it(fact, async () => {
    const expected = MEASURED[name]?.[order];
    const found = await find(expected);
    reportLine(folder, `${name}: ${fact}: ${String(found)}`);
    expect(found).toBe(expected);
  });
}
