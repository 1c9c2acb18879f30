// Everything in one run, side by side: prints the tables, and writes results.json, docs/benchmarks.md and its picture. `--smoke` tries
// each step with few rounds, and writes nothing.
import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { launch } from "./chromium";
import { readVersions } from "./contenders/all";
import { drawCurves } from "./curves";
import { createPage } from "./page";
import { printTable, tabulate } from "./report";
import type { Series } from "./Series";
import { measureHandler } from "./steps/handler";
import { measureMounting } from "./steps/mounting";
import { measureRendering } from "./steps/rendering";
import { measureStates } from "./steps/states";
import { measureVisits } from "./steps/visits";

const CURVES = [
  { curve: "Mounting buttons", unit: "ms", of: "buttons" },
  { curve: "Memory of buttons", unit: "MB", of: "buttons" },
  { curve: "State encoded", unit: "µs", of: "bytes of app state" },
  { curve: "State decoded", unit: "µs", of: "bytes of app state" },
];

const isSmoke = process.argv.includes("--smoke");
const startedAt = new Date();
const loadBefore = loadavg()[0] ?? NaN;
const { context, version, close } = await launch();
const series: Series[] = [];
try {
  series.push(...(await (isSmoke ? measureVisits(context, 1, 1) : measureVisits(context, 60, 5))));
  series.push(...(await measureMounting(context, isSmoke ? [{ count: 1, rounds: 1 }, { count: 100, rounds: 1 }] : [{ count: 1, rounds: 30 }, { count: 100, rounds: 20 }, { count: 1_000, rounds: 15 }, { count: 5_000, rounds: 10 }])));
  series.push(...(await measureStates(context, [0, 100, 1_000, 100_000], isSmoke ? 1 : 40)));
} finally {
  await close();
}
series.push(...(await measureRendering(isSmoke ? 2 : 60)));
series.push(...(await (isSmoke ? measureHandler(1, 1) : measureHandler(9, 3))));

const tables = series.map(tabulate);
for (const table of tables) console.log(`${printTable(table)}\n`);
const machine = {
  date: startedAt.toISOString().slice(0, 10),
  minutes: Math.round((Date.now() - startedAt.getTime()) / 60_000),
  cpu: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
  /** Over a minute; above the number of cores, others were waiting for them. */
  loadAverage: { before: loadBefore, after: loadavg()[0] ?? NaN },
  chromium: version,
  node: process.version,
  versions: readVersions(),
};
if (!isSmoke) {
  const root = join(import.meta.dirname, "..");
  const significant = (_: string, value: unknown) => (typeof value === "number" ? Number(value.toPrecision(5)) : value);
  await writeFile(join(root, "bench/results.json"), `${JSON.stringify({ machine, series }, significant)}\n`);
  await writeFile(join(root, "docs/benchmarks.svg"), drawCurves(tables, CURVES));
  await writeFile(join(root, "docs/benchmarks.md"), createPage(tables, machine, CURVES, await readFile(join(root, "bench/remarks.md"), "utf8")));
  console.log(`Written: bench/results.json, docs/benchmarks.md, docs/benchmarks.svg. Load average ${machine.loadAverage.before} before, ${machine.loadAverage.after} after.`);
}
