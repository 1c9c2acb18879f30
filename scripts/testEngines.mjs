// The unit tests, derived colors, the stories and the faults in Chromium, Firefox and WebKit. Engines and parts can be named: `npm run test:engines -- firefox unit`.
import { spawnSync } from "node:child_process";
import { ensureChromium } from "./chromium.mjs";
import { ensureFirefox, ensureWebKit } from "./engines.mjs";

const ENSURE = {
  chromium: () => ({ CHROMIUM_PATH: ensureChromium() }),
  firefox: () => ({ FIREFOX_PATH: ensureFirefox() }),
  webkit: () => (ensureWebKit(), {}),
};
const PARTS = ["unit", "looks", "stories", "faults"];

const asked = process.argv.slice(2);
const unknown = asked.filter((word) => !(word in ENSURE) && !PARTS.includes(word));
if (unknown.length > 0)
  throw new Error(
    `There is no ${unknown.join()}. Name engines (${Object.keys(ENSURE).join()}) and parts (${PARTS.join()}), or nothing for all.`,
  );
const chosen = (all) => (all.some((word) => asked.includes(word)) ? all.filter((word) => asked.includes(word)) : all);

const engines = chosen(Object.keys(ENSURE));
const parts = chosen(PARTS);
// Fewer than by `npm run test:faults`, because there are three.
const env = { ROUNDS: "50", ...process.env, ...Object.assign({}, ...engines.map((engine) => ENSURE[engine]())) };

function run(command, more) {
  const began = performance.now();
  const [program, ...parameters] = command.split(" ");
  console.log(`> ${command}`);
  const { status } = spawnSync(program, parameters, { stdio: "inherit", env: { ...env, ...more } });
  return { command, isPassed: status === 0, seconds: Math.round((performance.now() - began) / 1_000) };
}

const rows = [];
if (engines.includes("firefox")) rows.push(run("npm ci --prefix test/engines"));
if (parts.includes("faults")) rows.push(run("npm run build"));
for (const engine of engines)
  for (const part of parts)
    rows.push(run(`npx vitest run --config vitest.engines.config.ts --project ${part}-${engine}`, { ENGINE: engine }));

console.log("\nengines");
for (const { command, isPassed, seconds } of rows)
  console.log(`${isPassed ? "passed" : "FAILED"} │ ${String(seconds).padStart(5)} s │ ${command}`);
console.log(`${rows.reduce((sum, { seconds }) => sum + seconds, 0)} s in all`);
process.exitCode = rows.every(({ isPassed }) => isPassed) ? 0 : 1;
