import { defineConfig } from "vitest/config";

// Real routers in a real browser, on what was built: no alias.
export default defineConfig({
  test: {
    name: "routers",
    environment: "node",
    include: ["test/routers/*.test.ts"],
    // While one is built, the others run.
    maxWorkers: 3,
    hookTimeout: 240_000,
    testTimeout: 60_000,
  },
});
