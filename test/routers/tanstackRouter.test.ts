import { serveBundle } from "./bundle";
import { describeRouter } from "./journey";

describeRouter("TanStack Router", {
  start: () => serveBundle("tanstack-router"),
  operations: [
    ["invalidate", "?foo=a%20b&x=1"],
    ["navigate", "?x=2"],
    ["navigate with one more parameter", "?foo=a+b&x=1&y=2"],
  ],
  additive: ["navigate with one more parameter", "?foo=a+b&x=1&y=2"],
  // Numbers to whoever parses.
  codes: ["662E41", "1e5"],
});
