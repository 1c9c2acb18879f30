import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchEngine } from "../engines/launchEngine";
import { expectNoCodePostedAgain, expectNoCodeShownAgain, expectNothingLeaked, expectOneKeyPerCode } from "./promise";
import { readRemains } from "./remains";
import { reportRow } from "./report";
import { type Expected, type Situation, SITUATIONS } from "./situations";
import type { Engine } from "./Session";
import { countTokenRequests, startWorld } from "./startWorld";
import { isLive } from "./tokenClient";
import { type Ending, Visit } from "./Visit";

const folder = inject("faultsFolder");

let engine: Engine;
beforeAll(async () => void (engine = await launchEngine()));
afterAll(() => engine.close());

interface Cell {
  situation: Situation;
  hasQueryClientProvider: boolean;
  isIdempotent: boolean;
}

const BOTH = [true, false];
const CELLS = SITUATIONS.flatMap((situation) =>
  BOTH.flatMap((hasQueryClientProvider) =>
    BOTH.map((isIdempotent) => ({ situation, hasQueryClientProvider, isIdempotent })),
  ),
);

describe("one code, one exchange, and a next step", () => {
  for (const [order, cell] of CELLS.entries()) {
    const { situation, hasQueryClientProvider, isIdempotent } = cell;
    const host = `${hasQueryClientProvider ? "a" : "no"} QueryClientProvider, ${isIdempotent ? "an idempotent" : "a naive"} endpoint`;
    it.concurrent(`${situation.name}, with ${host}`, () => run(cell, order));
  }
});

async function run({ situation, hasQueryClientProvider, isIdempotent }: Cell, order: number): Promise<void> {
  const expected = expectedOf(situation, isIdempotent);
  const variant = { hasQueryClientProvider, isIdempotent, ...situation.variant };
  const world = await startWorld({ folder, mode: "development", variant, faults: situation.faults ?? [] });
  const visit = await Visit.start(engine, world, !situation.isFirstTime);
  const { posts } = world.proxy;
  const count = () => ({ posts: posts.length, tokenRequests: countTokenRequests(world) });
  let expectedPosts = expected.posts;

  try {
    let ending: Ending = { seen: "no end", step: "none" };
    try {
      await (situation.act ?? ((user) => user.connect()))(visit);
      for (const page of visit.pages) {
        ending = await visit.rest(page, expected.step === "Continue");
        expect(ending).toEqual({ seen: expected.seen, step: expected.step });
      }
    } finally {
      const seen = [ending.seen, ...[...visit.waits].sort().map((wait) => `waited: ${wait}`)].join(", ");
      const keys = new Set(posts.flatMap(({ key }) => key ?? [])).size;
      reportRow(folder, {
        order,
        situation: situation.name,
        by: "redirect",
        hasQueryClientProvider,
        isIdempotent,
        ...count(),
        keys,
        seen,
        step: ending.step,
      });
    }
    if (expected.mayPostLess) expectedPosts = Math.min(Math.max(posts.length, 1), expected.posts);
    expect(count()).toEqual({ posts: expectedPosts, tokenRequests: expected.tokenRequests });
    // Nobody is told of another tab that there is not, or kept waiting for a retry that cannot come.
    expect(
      [...visit.waits].filter((wait) => !expected.mayWait?.includes(wait)),
      "waits",
    ).toEqual([]);
    expectOneKeyPerCode(posts, isIdempotent);
    for (const page of visit.pages) expectNothingLeaked(visit, posts, await readRemains(page));

    if (ending.step !== "arrived") {
      await visit.goOn(ending.step);
      if (variant.isHeld) await visit.mount(visit.page);
      expect(await visit.rest(visit.page, false)).toEqual({ seen: "connected", step: "arrived" });
    }
    // Once more, for what came late; a fresh code adds one of each.
    const fresh = ending.step === "Connect again" ? 1 : 0;
    expect(count()).toEqual({ posts: expectedPosts + fresh, tokenRequests: expected.tokenRequests + fresh });
    expectNoCodeShownAgain(world.presentations);
    if (!isIdempotent) expectNoCodePostedAgain(posts);
    expectOneKeyPerCode(posts, isIdempotent);
    expect(
      await isLive(world.sandbox, (await world.backend.accessToken()) ?? "none"),
      "the backend's connection is live",
    ).toBe(true);
  } finally {
    await visit.context.close();
    await world.close();
  }
}

function expectedOf({ expected }: Situation, isIdempotent: boolean): Expected {
  if (!("not" in expected)) return expected;
  return isIdempotent ? expected.idempotent : expected.not;
}
