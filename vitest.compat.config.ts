import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The tests of test/react again, on the peers of a folder of test/compat. */
const on = (peers: string): TestProjectInlineConfiguration => ({
  plugins: [react()],
  resolve: {
    tsconfigPaths: true,
    alias: [
      {
        find: /^(react|react-dom|@tanstack\/react-query|@testing-library\/(?:react|dom|user-event))(\/.*)?$/,
        replacement: `${path(`test/compat/${peers}/node_modules`)}/$1$2`,
      },
    ],
  },
  test: {
    name: `peers-${peers}`,
    environment: "jsdom",
    env: { PEERS: peers },
    include: ["test/react/**/*.test.tsx", "test/compat/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    testTimeout: 60_000,
    isolate: false,
    expect: { poll: { timeout: 20_000 } },
  },
});

export default defineConfig({ test: { projects: [on("oldest"), on("middle")] } });
