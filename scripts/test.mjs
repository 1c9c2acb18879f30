// Everything that CI runs, some of it side by side, because a browser's tests mostly wait.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ensureChromium } from "./chromium.mjs";
import { ensureWebKit } from "./engines.mjs";
import { ensurePostgres } from "./postgres.mjs";

// `npm run test:faults` takes 200 rounds of two tabs.
const env = { ROUNDS: "50", ...process.env, CHROMIUM_PATH: ensureChromium() };
if (!env.TEST_DATABASE_URL) env.POSTGRES_BIN = ensurePostgres();

/** Not every system has it. Where this one cannot, that is said, and nothing fails. */
function hasWebKit() {
  try {
    ensureWebKit();
    return true;
  } catch (error) {
    console.log(`webkit │ left out: ${error.message}`);
    return false;
  }
}

/** Each is steps in turn, under a name that its lines begin with: first what fails fastest, then the longest. All but the first run side by side. */
const JOBS = {
  build: ["npm run build"],
  types: ["npm run typecheck"],
  lint: ["npm run lint"],
  faults: ["npx vitest run --project faults"],
  unit: ["npx vitest run --project unit"],
  stories: ["npx vitest run --project stories-*"],
  looks: ["npm ci --prefix test/looks/tailwind", "npx vitest run --project looks"],
  consumers: ["npx vitest run --config vitest.consumers.config.ts"],
  // What else there is of the engines takes another quarter of an hour: `npm run test:engines`.
  ...(hasWebKit() && { webkit: ["npm run test:engines -- webkit stories"] }),
  core: ["npx vitest run --coverage --project core"],
  stores: ["npx vitest run --project stores"],
  e2e: ["npx vitest run --project e2e"],
  compat: [
    "npm ci --prefix test/compat/oldest",
    "npm ci --prefix test/compat/middle",
    "npx vitest run --config vitest.compat.config.ts",
  ],
  popup: ["npx vitest run --project popup"],
  package: [
    "npx publint --strict",
    "npx attw --pack .",
    "npm run size",
    "node scripts/api.mjs",
    "npm run knip",
    "npm run type-coverage",
  ],
};

/** More would slow each other down: a browser's test has to be in time. */
const AT_ONCE = 2;

/** Each with a process group of its own, so that whatever it has started ends with it. */
const running = new Set();

function end(status) {
  for (const { pid } of running) {
    try {
      process.kill(-pid, "SIGTERM");
    } catch {
      // It has ended by itself.
    }
  }
  process.exit(status);
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => end(1));

/** Ends everything where it fails. */
function run(step, name) {
  const [command, ...parameters] = step.split(" ");
  const say = (line) => console.log(`${name} │ ${line}`);
  const startedAt = Date.now();
  say(`> ${step}`);
  const child = spawn(command, parameters, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", say);
  return new Promise((resolve) => {
    child.on("error", (error) => (say(String(error)), end(1)));
    child.on("close", (status) => {
      running.delete(child);
      say(`${status === 0 ? "done" : "failed"} after ${Math.round((Date.now() - startedAt) / 1000)} s: ${step}`);
      if (status !== 0) end(status ?? 1);
      resolve();
    });
  });
}

const [first, ...others] = Object.entries(JOBS);

async function work(jobs) {
  for (const [name, steps] of jobs) for (const step of steps) await run(step, name);
}

await work([first]);
// One iterator for all: each takes the next job that nobody has.
const queue = others.values();
await Promise.all(Array.from({ length: AT_ONCE }, () => work(queue)));
