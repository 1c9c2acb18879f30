import { defineConfig } from "vitest/config";

// Apps as strangers write them, with the packed package, in a real browser: no alias.
export default defineConfig({
  test: {
    name: "consumers",
    environment: "node",
    include: ["test/consumers/*.test.ts"],
    globalSetup: ["test/consumers/setup.ts"],
    // While one is built, the others run.
    maxWorkers: 3,
    hookTimeout: 240_000,
    testTimeout: 180_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
