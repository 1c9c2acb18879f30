import { defineConfig } from "vitest/config";

/** What tests each part without a page. */
const TESTS: Record<string, string[]> = {
  core: ["test/core/**/*.test.ts"],
  postgres: ["test/postgres/**/*.test.ts"],
  server: ["test/server/**/*.test.ts", "test/testing/{connectionStoreChecks,createFakeFullscript}.test.ts"],
};

// Stryker runs it anew for each change that it makes to the source.
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    environment: "node",
    include: TESTS[process.env.PART ?? ""] ?? Object.values(TESTS).flat(),
    // A thousand runs, what was built, and other servers.
    exclude: ["test/core/inside/exactlyOnce.test.ts", "test/server/edge.test.ts", "test/server/conformance/**"],
    setupFiles: ["test/setupNode.ts"],
    testTimeout: 20_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
