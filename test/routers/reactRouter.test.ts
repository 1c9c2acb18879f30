import { serveBundle } from "./bundle";
import { describeRouter } from "./journey";

describeRouter("React Router", {
  start: () => serveBundle("react-router"),
  operations: [
    ["revalidate", "?foo=a%20b&x=1"],
    ["navigate", ""],
    ["setSearchParams", "?x=2"],
    ["setSearchParams with one more parameter", "?foo=a+b&x=1&y=2"],
  ],
  additive: ["setSearchParams with one more parameter", "?foo=a+b&x=1&y=2"],
});
