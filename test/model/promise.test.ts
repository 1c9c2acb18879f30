import fc from "../properties";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { CODE_LIFETIME_MS } from "../core/inside/internals";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { beginning, commands, rest } from "./commands";
import { checkPromise, type Model, statusOf } from "./promise";
import { createWorld, loadPackage, type Package, type World } from "./world";

/** How many page loads one sequence may need. */
const PAGES = 24;

/** The weekly workflow tries five times as many sequences. */
const SCALE = Number(process.env.MODEL_SCALE ?? 1);
const TIMEOUT_MS = 300_000 * Math.max(1, SCALE);

let packages: Package[];

beforeAll(async () => {
  packages = [];
  for (let page = 0; page < PAGES; page++) packages.push(await loadPackage());
}, 60_000);

beforeEach(() => {
  vi.stubGlobal("IDBKeyRange", IDBKeyRange);
  vi.spyOn(console, "warn").mockReturnValue();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
});

afterEach(() => vi.unstubAllGlobals());

/** At the end somebody who may go on waits, and everything has ended, with a next step. */
async function checkEnd(model: Model, world: World): Promise<void> {
  world.setOnline(true);
  model.user = "user-a";
  world.setUser("user-a");
  await rest();
  for (let minute = 0; minute < 12; minute++) {
    world.answer("lost");
    await vi.advanceTimersByTimeAsync(CODE_LIFETIME_MS / 10);
    await rest();
  }
  checkPromise(model, world);
  for (const tab of world.tabs) {
    if (tab.page?.kind === "callback")
      expect(["connected", "cancelled", "expired", "failed", "absent"], "every wait has an end").toContain(
        statusOf(tab),
      );
  }
}

async function follow(
  steps: Iterable<fc.AsyncCommand<Model, World>>,
  isIdempotent: boolean,
  indexedDB?: IDBFactory,
): Promise<void> {
  vi.setSystemTime(Date.UTC(2026, 0, 1));
  const world = createWorld(packages, isIdempotent, indexedDB);
  const model: Model = { codes: new Map(), owners: new Map(), user: "user-a", isIdempotent };
  try {
    await fc.asyncModelRun(() => ({ model, real: world }), beginning);
    await fc.asyncModelRun(() => ({ model, real: world }), steps);
    await checkEnd(model, world);
  } finally {
    world.end();
    vi.clearAllTimers();
  }
}

const sequence = fc.commands(commands, { maxCommands: 24, size: "max" });

describe("whatever people, networks and clocks do, in any order, on the pages themselves", () => {
  it(
    "no code that may have been accepted is presented again, and no one is left without a next step",
    async () => {
      await fc.assert(
        fc.asyncProperty(sequence, (steps) => follow(steps, false)),
        { numRuns: 1_000 * SCALE },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "nor with the marks in IndexedDB",
    async () => {
      await fc.assert(
        fc.asyncProperty(sequence, (steps) => follow(steps, false, new IDBFactory())),
        { numRuns: 100 * SCALE },
      );
    },
    TIMEOUT_MS,
  );

  it(
    "an idempotent endpoint gets one key for one code",
    async () => {
      await fc.assert(
        fc.asyncProperty(sequence, (steps) => follow(steps, true)),
        { numRuns: 300 * SCALE },
      );
    },
    TIMEOUT_MS,
  );
});
