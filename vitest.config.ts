import { fileURLToPath } from "node:url";
import { storybookTest } from "@storybook/addon-vitest/vitest-plugin";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { configDefaults, defineConfig } from "vitest/config";
import { GLOBALS } from "./.storybook/globals.ts";
import { LAUNCH_OPTIONS } from "./test/e2e/browser.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Tests that compile, bundle, install or start something, or run for long: `npm run test:all` runs them. */
const SLOW = [
  "test/model/**/*.test.{ts,tsx}",
  "test/recipes/*.test.ts",
  "test/example/**/*.test.ts",
  "test/docs/snippets.test.ts",
  "test/{package,tarball}.test.ts",
  "test/cli/**/*.test.ts",
];

/** Time-outs only end tests that hang: a busy machine is slow, not wrong. The files of a worker share what they import, which takes half the time. */
const SMALL = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } }, isolate: false };
const WHOLE = { testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: 60_000 } } };

export default defineConfig({
  plugins: [react()],
  // The public names, from the source, so that coverage is of the source; test/package.test.ts holds them against what is published.
  resolve: { tsconfigPaths: true },
  test: {
    coverage: {
      provider: "v8",
      include: ["src/core/**"],
      reporter: ["text"],
      thresholds: { branches: 95 },
    },
    projects: [
      {
        // Apart from the others for its coverage, which takes time to tell.
        extends: true,
        test: {
          name: "core",
          environment: "jsdom",
          include: ["test/core/**/*.test.ts"],
          setupFiles: ["test/setup.ts"],
          ...SMALL,
        },
      },
      {
        extends: true,
        test: {
          name: "unit",
          environment: "jsdom",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [
            ...configDefaults.exclude,
            "test/core/**",
            "test/e2e/**",
            "test/faults/**",
            "test/popup/**",
            "test/looks/**",
            "test/engines/**",
            "test/compat/**",
            "test/consumers/**",
            "test/stores/**",
            "test/runtimes/**",
            "test/recipes/backends/**",
            ...SLOW,
          ],
          setupFiles: ["test/setup.ts"],
          ...SMALL,
        },
      },
      {
        extends: true,
        test: {
          name: "slow",
          environment: "jsdom",
          include: SLOW,
          setupFiles: ["test/setup.ts"],
          ...WHOLE,
        },
      },
      {
        // Stores on a real PostgreSQL server, and processes that die on it.
        extends: true,
        test: {
          name: "stores",
          environment: "node",
          include: ["test/stores/**/*.test.ts"],
          globalSetup: ["test/stores/setup.ts"],
          ...WHOLE,
        },
      },
      {
        // Without the paths: what was built, on other runtimes and in complete backends, which have packages of their own.
        test: {
          name: "backends",
          environment: "node",
          include: ["test/runtimes/**/*.test.ts", "test/recipes/backends/**/*.test.ts"],
          globalSetup: ["test/stores/setup.ts"],
          fileParallelism: false,
          ...WHOLE,
        },
      },
      {
        // Without the paths: the example runs on what was built.
        test: {
          name: "e2e",
          environment: "node",
          include: ["test/e2e/**/*.test.ts"],
          fileParallelism: false,
          ...WHOLE,
        },
      },
      {
        // Without them as well: the look of what was built, in a browser.
        test: {
          name: "looks",
          environment: "node",
          include: ["test/looks/**/*.test.ts"],
          globalSetup: ["test/looks/setup.ts"],
          isolate: false,
          fileParallelism: false,
          ...WHOLE,
        },
      },
      {
        // Without them as well. Each cell has a world of its own, so that several run at once.
        test: {
          name: "faults",
          environment: "node",
          include: ["test/faults/**/*.test.ts"],
          globalSetup: ["test/faults/setup.ts"],
          fileParallelism: false,
          maxConcurrency: 4,
          ...WHOLE,
        },
      },
      {
        // Without them as well. A world for each test, as above, whose host's bundle it shares.
        test: {
          name: "popup",
          environment: "node",
          include: ["test/popup/**/*.test.ts"],
          globalSetup: ["test/faults/setup.ts"],
          fileParallelism: false,
          maxConcurrency: 4,
          ...WHOLE,
        },
      },
      ...Object.entries(GLOBALS).map(([name, initialGlobals]) => ({
        extends: true as const,
        plugins: [storybookTest({ configDir: path(".storybook"), initialGlobals })],
        test: {
          name: `stories-${name}`,
          ...WHOLE,
          // For the story that holds that these are in force.
          env: { VITE_STORY_GLOBALS: JSON.stringify(initialGlobals) },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: LAUNCH_OPTIONS }),
            instances: [{ browser: "chromium" as const }],
          },
        },
      })),
    ],
  },
});
