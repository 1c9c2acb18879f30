import { defineConfig } from "vitest/config";

/** What tests each part. A callback session is tested where users meet it, in React. */
const TESTS: Record<string, string[]> = {
  core: [
    "test/core/**/*.test.ts",
    "test/react/{FullscriptCallback,basePath,endpointAnswers,expiry,locks,mounting,onePage,returning,secrecy}.test.tsx",
    "test/react/{sharedWorkstation,signIn,usedState,whatIsLeft}.test.tsx",
  ],
  postgres: ["test/postgres/**/*.test.ts"],
  server: ["test/server/**/*.test.ts", "test/testing/{connectionStoreChecks,createFakeFullscript}.test.ts"],
};

const { PART = "core" } = process.env;

// Stryker runs it anew for each change that it makes to the source.
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    environment: PART === "core" ? "jsdom" : "node",
    include: TESTS[PART] ?? [],
    // A thousand runs, what was built, and other servers.
    exclude: ["test/core/inside/exactlyOnce.test.ts", "test/server/edge.test.ts", "test/server/conformance/**"],
    setupFiles: [...(PART === "core" ? ["test/setup.ts"] : []), "test/setupNode.ts"],
    // The files of a worker share their packages, as in vitest.config.ts.
    isolate: PART !== "core",
    testTimeout: 20_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
