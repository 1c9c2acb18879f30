// Everything that CI runs: in turn what fails fastest, and then lanes side by side, because a browser's tests mostly wait.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ensureChromium } from "./chromium.mjs";
import { ensurePostgres } from "./postgres.mjs";

// `npm run test:faults` takes 200 rounds of two tabs.
const env = { ROUNDS: "50", ...process.env, CHROMIUM_PATH: ensureChromium() };
if (!env.TEST_DATABASE_URL) env.POSTGRES_BIN = ensurePostgres();

const FIRST = [
  "npm run build",
  "npm run typecheck",
  "npm run lint",
  "npx publint --strict",
  "npx attw --pack . --profile node16",
  "npm run size",
];

/** Each is steps in turn, under a name that its lines begin with. The source's lane has every project that counts for the coverage. */
const LANES = {
  source: [
    "npx vitest run --coverage --project unit --project stores --project stories-*",
    "npm ci --prefix test/compat/oldest",
    "npm ci --prefix test/compat/middle",
    "npx vitest run --config vitest.compat.config.ts",
  ],
  built: [
    "npm ci --prefix test/looks/tailwind",
    "npx vitest run --project e2e --project looks --project faults --project popup",
    "npm ci --prefix test/routers/next",
    "npx vitest run --config vitest.routers.config.ts",
  ],
};

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
  const say = (line) => console.log(name ? `${name} │ ${line}` : line);
  say(`> ${step}`);
  const child = spawn(command, parameters, { env, detached: true, stdio: name ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"] });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on("line", say);
  return new Promise((resolve) => {
    child.on("error", (error) => (say(String(error)), end(1)));
    child.on("close", (status) => {
      running.delete(child);
      if (status !== 0) {
        say(`failed: ${step}`);
        end(status ?? 1);
      }
      resolve();
    });
  });
}

for (const step of FIRST) await run(step);
await Promise.all(
  Object.entries(LANES).map(async ([name, steps]) => {
    for (const step of steps) await run(step, name);
  }),
);
