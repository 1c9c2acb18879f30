import { fileURLToPath } from "node:url";
import { storybookTest } from "@storybook/addon-vitest/vitest-plugin";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { GLOBALS } from "./.storybook/globals.ts";
import { type Engine, ENGINES, PROVIDERS } from "./test/engines/providers.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

// A function: Vitest writes into the object, so projects must not share one.
const browser = (engine: Engine) => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: PROVIDERS[engine](),
  instances: [{ browser: engine }],
});

/** Unit tests that a browser cannot run, and why. */
const NOT_IN_A_BROWSER = [
  // Its hashes come at once, which only Node's do.
  "test/core/promise.test.ts",
  // Looks into errors as Node prints them.
  "test/react/secrecy.test.tsx",
  // Load modules anew, or in place of others, which is Vitest's own loader's art.
  "test/react/copies.test.tsx",
  "test/react/popupUnloaded.test.tsx",
  // Put a world of their own in the place of the browser's, by Node's hashes and its turns of the event loop.
  "test/core/browser.test.ts",
  "test/core/inside/**",
];

const unit = (engine: Engine): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name: `unit-${engine}`,
    include: ["test/{core,react}/**/*.test.{ts,tsx}"],
    exclude: NOT_IN_A_BROWSER,
    setupFiles: ["test/setup.ts", "test/engines/turns.ts", ...(engine === "webkit" ? ["test/engines/pace.ts"] : [])],
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    browser: browser(engine),
  },
});

/** Colors, as each engine computes and paints them. */
const looks = (engine: Engine): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name: `looks-${engine}`,
    include: ["test/engines/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    browser: browser(engine),
  },
});

const stories = (engine: Engine): TestProjectInlineConfiguration => ({
  extends: true,
  plugins: [storybookTest({ configDir: path(".storybook"), initialGlobals: GLOBALS.light })],
  test: {
    name: `stories-${engine}`,
    testTimeout: 180_000,
    expect: { poll: { timeout: 20_000 } },
    env: { VITE_STORY_GLOBALS: JSON.stringify(GLOBALS.light) },
    browser: browser(engine),
  },
});

/** Tests set the mode while they run; Vite would write it into a browser's code before. */
const readModeLate: Plugin = {
  name: "read-mode-late",
  enforce: "pre",
  transform: (code, id) =>
    id.startsWith(path("./src/")) ? code.replaceAll("process.env.NODE_ENV", "import.meta.env.NODE_ENV") : undefined,
};

/** Without the paths: hosts run on what was built. */
const faults = (engine: Engine): TestProjectInlineConfiguration => ({
  test: {
    name: `faults-${engine}`,
    environment: "node",
    env: { ENGINE: engine },
    include: ["test/faults/**/*.test.ts"],
    globalSetup: ["test/faults/setup.ts"],
    fileParallelism: false,
    maxConcurrency: 4,
    testTimeout: 180_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 180_000,
  },
});

// What runs in Chromium elsewhere, in each engine.
export default defineConfig({
  plugins: [react(), readModeLate],
  resolve: { tsconfigPaths: true },
  test: { projects: ENGINES.flatMap((engine) => [unit(engine), looks(engine), stories(engine), faults(engine)]) },
});
