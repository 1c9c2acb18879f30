import { afterAll, beforeAll } from "vitest";
import type { Consumer } from "./Consumer";
import { describeBasePaths } from "./describeBasePaths";
import { describeConsumer } from "./describeConsumer";
import { startFront } from "./front";
import { describeRouter } from "./routerJourney";
import { startPageApp } from "./startPageApp";

let development: Consumer;
let production: Consumer;

beforeAll(async () => {
  [development, production] = await Promise.all([
    startPageApp("react-router", "development"),
    startPageApp("react-router", "production"),
  ]);
});
afterAll(() => Promise.all([development.close(), production.close()]));

describeConsumer("an app on React Router", () => production);
describeConsumer("an app on React Router in StrictMode", () => development);

describeBasePaths(
  "an app on React Router under a base path, in the hash, and without a router",
  ["/app/integrations?tab=1#top", "/hash/#/integrations?tab=1", "/plain/#/integrations"],
  () => development.serveHost,
);

describeRouter("React Router", {
  start: () => startFront(development.serveHost),
  operations: [
    ["revalidate", "?foo=a%20b&x=1"],
    ["navigate", ""],
    ["setSearchParams", "?x=2"],
    ["setSearchParams with one more parameter", "?foo=a+b&x=1&y=2"],
  ],
  additive: ["setSearchParams with one more parameter", "?foo=a+b&x=1&y=2"],
});
