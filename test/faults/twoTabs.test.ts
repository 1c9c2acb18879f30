import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchEngine } from "../engines/launchEngine";
import { expectNoCodePostedAgain, expectNoCodeShownAgain, expectOneKeyPerCode } from "./promise";
import { reportLine } from "./report";
import type { Engine, Tab } from "./Session";
import { countTokenRequests, startWorld } from "./startWorld";
import { Visit } from "./Visit";

/** Fewer where something else measures its time, as CI does. */
const ROUNDS = Number(process.env.ROUNDS ?? 200);
const folder = inject("faultsFolder");

let engine: Engine;
beforeAll(async () => void (engine = await launchEngine()));
afterAll(() => engine.close());

it(`posts each of ${ROUNDS} codes once, which two tabs get at the same instant`, { timeout: 600_000 }, async () => {
  // As users have it, and loaded fast, which comes closest to the same instant. No server's claim helps.
  const variant = { hasQueryClientProvider: false, isIdempotent: false, isStrict: false, autoLeave: false };
  const world = await startWorld({ folder, mode: "production", variant, faults: [] });
  const visit = await Visit.start(engine, world, true);
  let contended = 0;

  try {
    await visit.beginApart();
    await visit.newPage();
    for (let round = 0; round < ROUNDS; round++) {
      visit.waits.clear();
      const url = await visit.fetchCallbackUrl();
      await Promise.all(visit.pages.map((page) => goAndConnect(visit, page, url)));
      if (visit.waits.has("other-tab")) contended++;
    }
  } finally {
    reportLine(
      folder,
      `two tabs at the same instant: ${visit.codes.size} rounds, ${contended} contended, ${world.proxy.posts.length} POSTs, ${countTokenRequests(world)} token requests`,
    );
    await visit.context.close();
    await world.close();
  }
  expect(visit.codes.size).toBe(ROUNDS);
  expect(world.proxy.posts).toHaveLength(ROUNDS);
  expect(countTokenRequests(world)).toBe(ROUNDS);
  expectNoCodePostedAgain(world.proxy.posts);
  expectNoCodeShownAgain(world.presentations);
  expectOneKeyPerCode(world.proxy.posts, false);
  // Where no round is contended, nothing was proven.
  expect(contended).toBeGreaterThan(0);
});

async function goAndConnect(visit: Visit, page: Tab, url: string): Promise<void> {
  await page.goto(url, { waitUntil: "commit" });
  expect(await visit.rest(page, true)).toEqual({ seen: "connected", step: "Continue" });
}
