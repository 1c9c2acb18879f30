// Changes core, or the part that PART names (postgres, server), one small step at a time. A change that no test notices is a hole in the tests.
const { PART = "core" } = process.env;

/** The one exclusion: how a message to developers is worded. Which message it is, its error's code and status tell. */
const wording = {
  shouldIgnore({ node }) {
    const text =
      node.type === "TemplateLiteral"
        ? node.quasis.map(({ value }) => value.raw).join("")
        : node.type === "StringLiteral"
          ? node.value
          : "";
    return /\w \w/.test(text) ? "the wording of a message" : undefined;
  },
};

export const strykerPlugins = [{ kind: "Ignore", name: "wording", value: wording }];

export default {
  mutate: [`src/${PART}/**/*.ts`],
  ignorers: ["wording"],
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts", related: false },
  plugins: ["@stryker-mutator/vitest-runner", "./stryker.config.mjs"],
  coverageAnalysis: "perTest",
  concurrency: 2,
  // A machine that is busy is slow, not in a loop.
  timeoutMS: 20_000,
  incremental: true,
  incrementalFile: `node_modules/.cache/stryker-${PART}.json`,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ["progress-append-only", "clear-text"],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
};
