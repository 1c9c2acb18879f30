import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { launchEngine } from "../engines/launchEngine";
import { click, openHeldWindow, POPUP_SITUATIONS, type PopupSituation } from "./popupSituations";
import { expectNoCodePostedAgain, expectNoCodeShownAgain, expectNothingLeaked, expectOneKeyPerCode } from "./promise";
import { readRemains } from "./remains";
import { reportRow } from "./report";
import type { Engine } from "./Session";
import { countTokenRequests, startWorld } from "./startWorld";
import { isLive } from "./tokenClient";
import { Visit } from "./Visit";

const folder = inject("faultsFolder");
/** Below the redirects' rows. */
const FIRST_ORDER = 1_000;
/** After every situation's own time. */
const LATER_MS = 12 * 60_000;

let engine: Engine;
beforeAll(async () => void (engine = await launchEngine()));
afterAll(() => engine.close());

const CELLS = POPUP_SITUATIONS.flatMap((situation) =>
  [true, false].map((isIdempotent) => ({ situation, isIdempotent })),
);

describe("one code, one exchange, by the page that has opened a window", () => {
  for (const [order, { situation, isIdempotent }] of CELLS.entries()) {
    it.concurrent(`${situation.name}, with ${isIdempotent ? "an idempotent" : "a naive"} endpoint`, () =>
      run(situation, isIdempotent, FIRST_ORDER + order),
    );
  }
});

async function run(situation: PopupSituation, isIdempotent: boolean, order: number): Promise<void> {
  const { expected } = situation;
  const { seen, ...counts } = !("not" in expected) ? expected : isIdempotent ? expected.idempotent : expected.not;
  const variant = { hasQueryClientProvider: true, isIdempotent, mode: "popup" as const, ...situation.variant };
  const world = await startWorld({ folder, mode: "development", variant, faults: situation.faults ?? [] });
  const visit = await Visit.start(engine, world, true);
  const { posts } = world.proxy;
  const count = () => ({ posts: posts.length, tokenRequests: countTokenRequests(world) });

  try {
    let ending = "no end";
    try {
      await situation.act(visit);
      ending = await visit.restWithButton();
    } finally {
      const keys = new Set(posts.flatMap(({ key }) => key ?? [])).size;
      reportRow(folder, {
        order,
        situation: situation.name,
        by: "window",
        hasQueryClientProvider: true,
        isIdempotent,
        ...count(),
        keys,
        seen: ending,
        step: ending === "connected" ? "arrived" : "the button",
      });
    }
    expect({ ...count(), seen: ending }).toEqual({ ...counts, seen });
    expectOneKeyPerCode(posts, isIdempotent);
    expectNothingLeaked(visit, posts, await readRemains(visit.page));

    if (ending !== "connected") {
      // A clock that a test has moved runs in each page apart, and here two pages compare their times.
      await visit.context.clock.setFixedTime(Date.now() + LATER_MS);
      if (variant.isHeld) await visit.mount(await openHeldWindow(visit));
      else await click(visit);
      expect(await visit.restWithButton("[data-status=connected]")).toBe("connected");
    }
    const fresh = ending === "connected" ? 0 : 1;
    expect(count()).toEqual({ posts: counts.posts + fresh, tokenRequests: counts.tokenRequests + fresh });
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
