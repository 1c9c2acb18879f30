import { describeRouter } from "./journey";
import { serveNext } from "./serveNext";

describeRouter("Next.js App Router", {
  start: serveNext,
  operations: [
    ["refresh", "?foo=a%20b&x=1"],
    ["server action", "?foo=a%20b&x=1"],
    ["replace", "?x=2"],
    ["push", "?x=2"],
    ["replace with one more parameter", "?foo=a+b&x=1&y=2"],
  ],
  additive: ["replace with one more parameter", "?foo=a+b&x=1&y=2"],
});
