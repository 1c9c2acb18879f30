import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { launchEngine } from "../engines/launchEngine";
import { expectNoCodeShownAgain, expectOneKeyPerCode } from "./promise";
import { reportLine } from "./report";
import type { Engine } from "./Session";
import { countTokenRequests, startWorld } from "./startWorld";
import { isLive } from "./tokenClient";
import { type Ending, Visit } from "./Visit";

const folder = inject("faultsFolder");

let engine: Engine;
beforeAll(async () => void (engine = await launchEngine()));
afterAll(() => engine.close());

// Chromium takes a connection that it has used before, or opened ahead, for closed where it breaks before an answer.
it("presents a code once if the browser repeats the POST, because the handler knows its key", async () => {
  const { world, ending } = await loseAnswer(true);
  expect(ending).toEqual({ seen: "connected", step: "arrived" });
  expect(world.proxy.posts).toHaveLength(2);
  expect(countTokenRequests(world)).toBe(1);
  expectNoCodeShownAgain(world.presentations);
  expectOneKeyPerCode(world.proxy.posts, true);
});

it("offers a new code afterwards if the endpoint is naive", async () => {
  const { ending, connected } = await loseAnswer(false);
  // Which of the two depends on the browser, and so does whether the endpoint saw the code twice.
  expect(["expired code_rejected", "failed exchange_interrupted"]).toContain(ending.seen);
  expect(ending.step).toBe("Connect again");
  expect(connected).toBe(true);
});

/** Connects, and the answer to the first POST is lost without a byte; then takes the next step, if there is one to take. */
async function loseAnswer(isIdempotent: boolean) {
  const world = await startWorld({
    folder,
    mode: "production",
    variant: { hasQueryClientProvider: true, isIdempotent },
    faults: [{ kind: "drop" }],
  });
  const visit = await Visit.start(engine, world, true);
  try {
    await visit.connect();
    const ending: Ending = await visit.rest(visit.page, false);
    const name = isIdempotent ? "the package's handler" : "a naive endpoint";
    reportLine(
      folder,
      `answer lost without a byte, ${name}: ${world.proxy.posts.length} POSTs, ${countTokenRequests(world)} token requests, ${ending.seen}, ${ending.step}`,
    );
    if (ending.step !== "arrived") {
      await visit.goOn(ending.step);
      expect(await visit.rest(visit.page, false)).toEqual({ seen: "connected", step: "arrived" });
    }
    return { world, ending, connected: await isLive(world.sandbox, (await world.backend.accessToken()) ?? "none") };
  } finally {
    await visit.context.close();
    await world.close();
  }
}
