import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Consumer } from "./Consumer";
import { describeBasePaths } from "./describeBasePaths";
import { describeConsumer } from "./describeConsumer";
import { startFront } from "./front";
import { describeRouter } from "./routerJourney";
import { startPageApp } from "./startPageApp";

/** What the sandbox issues next; no code comes twice. */
let nextCode: string | undefined;
let development: Consumer;
let production: Consumer;

beforeAll(async () => {
  [development, production] = await Promise.all([
    startPageApp("tanstack-router", "development"),
    startPageApp("tanstack-router", "production", { createCode: () => nextCode ?? randomUUID() }),
  ]);
});
afterAll(() => Promise.all([development.close(), production.close()]));

describeConsumer("an app on TanStack Router in StrictMode", () => development);

describeConsumer(
  "an app on TanStack Router",
  () => production,
  (visit) => {
    // Numbers and other JSON to whoever parses.
    it.each(["662E41", "1e5", "007", "null", '"quoted"', "a+b/c%20="])(
      "connects with the code %s, equal in every character",
      async (issued) => {
        nextCode = issued;
        await visit().leave();
        await visit().authorize();
        await visit().expectConnected();
        expect(visit().posted).toEqual([issued]);
      },
    );
  },
);

describeBasePaths(
  "an app on TanStack Router under a base path",
  ["/app/integrations?tab=1#top"],
  () => development.serveHost,
);

describeRouter("TanStack Router", {
  start: () => startFront(development.serveHost),
  operations: [
    ["invalidate", "?foo=a%20b&x=1"],
    ["navigate", "?x=2"],
    ["navigate with one more parameter", "?foo=a+b&x=1&y=2"],
  ],
  additive: ["navigate with one more parameter", "?foo=a+b&x=1&y=2"],
  // Numbers to whoever parses.
  codes: ["662E41", "1e5"],
});
