// Everything that `npm test` leaves out. Engines other than Chromium and longer runs are in .github/workflows/weekly.yml.
import { ensureChromium } from "./chromium.mjs";
import { ensurePostgres } from "./postgres.mjs";
import { runJobs } from "./runJobs.mjs";

await runJobs(
  {
    build: ["npm run build"],
    lint: ["npm run lint"],
    // Without what `npm test` has run.
    e2e: ["npx vitest run --project e2e --exclude test/e2e/mainJob.test.ts"],
    looks: [
      "npm ci --prefix test/looks/tailwind",
      "npm ci --prefix test/looks/hosts",
      "npx vitest run --project looks",
    ],
    consumers: ["npx vitest run --config vitest.consumers.config.ts"],
    faults: ["npx vitest run --project faults"],
    slow: ["npx vitest run --project slow"],
    stores: ["npx vitest run --project stores"],
    backends: [
      "npm ci --prefix test/runtimes/packages",
      "npm ci --prefix test/recipes/packages",
      "npx vitest run --project backends",
    ],
    package: [
      "npm ci --prefix tools",
      "tools/node_modules/.bin/publint --strict",
      "tools/node_modules/.bin/attw --pack .",
      "npm run size",
      "node tools/api.mjs",
      "npm run knip",
      "npm run type-coverage",
    ],
    compat: [
      "npm ci --prefix test/compat/oldest",
      "npx vitest run --config vitest.compat.config.ts --project peers-oldest",
    ],
    popup: ["npx vitest run --project popup"],
  },
  {
    // A part of what the weekly workflow runs: rounds of two tabs, and runs of the model.
    ROUNDS: process.env.ROUNDS ?? "25",
    MODEL_SCALE: process.env.MODEL_SCALE ?? "0.2",
    CHROMIUM_PATH: ensureChromium(),
    ...(!process.env.TEST_DATABASE_URL && { POSTGRES_BIN: ensurePostgres() }),
  },
);
