// Everything that CI runs, in the order in which it fails fastest.
import { spawnSync } from "node:child_process";
import { ensureChromium } from "./chromium.mjs";
import { ensurePostgres } from "./postgres.mjs";

// `npm run test:faults` takes 200 rounds of two tabs.
const env = { ROUNDS: "50", ...process.env, CHROMIUM_PATH: ensureChromium() };
if (!env.TEST_DATABASE_URL) env.POSTGRES_BIN = ensurePostgres();

const STEPS = [
  ["npm", "run", "build"],
  ["npm", "run", "typecheck"],
  ["npm", "run", "lint"],
  ["npx", "publint", "--strict"],
  ["npx", "attw", "--pack", ".", "--profile", "node16"],
  ["npm", "run", "size"],
  ["npm", "ci", "--prefix", "test/looks/tailwind"],
  ["npx", "vitest", "run", "--coverage"],
  ["npm", "ci", "--prefix", "test/compat/oldest"],
  ["npm", "ci", "--prefix", "test/compat/middle"],
  ["npx", "vitest", "run", "--config", "vitest.compat.config.ts"],
  ["npm", "ci", "--prefix", "test/routers/next"],
  ["npx", "vitest", "run", "--config", "vitest.routers.config.ts"],
];

for (const [command, ...parameters] of STEPS) {
  console.log(`\n> ${command} ${parameters.join(" ")}`);
  const { status } = spawnSync(command, parameters, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
