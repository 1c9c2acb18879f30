// Everything in one run, side by side: prints the tables, and writes results.json, docs/benchmarks.md and its picture. `--smoke` tries
// each step with few rounds, and writes nothing; `--page` writes page and picture again from results.json.
import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { launch } from "./chromium";
import { readVersions } from "./contenders/all";
import { drawCurves } from "./curves";
import { createPage, type Machine } from "./page";
import { printTable, tabulate } from "./report";
import type { Series } from "./Series";
import { measureDownloads } from "./steps/downloads";
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

const BUTTONS = [
  { count: 1, rounds: 12 },
  { count: 100, rounds: 10 },
  { count: 1_000, rounds: 8 },
];

interface Results {
  machine: Machine;
  series: Series[];
}

const root = join(import.meta.dirname, "..");
const resultsFile = join(root, "bench/results.json");

if (process.argv.includes("--page")) {
  await writePage(JSON.parse(await readFile(resultsFile, "utf8")) as Results);
} else {
  const isSmoke = process.argv.includes("--smoke");
  const results = await measure(isSmoke);
  for (const series of results.series) console.log(`${printTable(tabulate(series))}\n`);
  if (!isSmoke) {
    const significant = (_: string, value: unknown) =>
      typeof value === "number" ? Number(value.toPrecision(5)) : value;
    await writeFile(resultsFile, `${JSON.stringify(results, significant)}\n`);
    await writePage(results);
  }
}

async function measure(isSmoke: boolean): Promise<Results> {
  const startedAt = new Date();
  const before = loadavg();
  const series: Series[] = [];
  const say = (what: string) => console.error(`${((Date.now() - startedAt.getTime()) / 1_000).toFixed(0)} s: ${what}`);
  const { context, version, close } = await launch();
  try {
    say("visits");
    series.push(...(isSmoke ? await measureVisits(context, 1, 1) : await measureVisits(context, 25, 6)));
    say("mounting");
    series.push(
      ...(await measureMounting(
        context,
        isSmoke
          ? [
              { count: 1, rounds: 1 },
              { count: 100, rounds: 1 },
            ]
          : BUTTONS,
      )),
    );
    say("states");
    series.push(...(await measureStates(context, [0, 100, 1_000], isSmoke ? 1 : 30)));
  } finally {
    await close();
  }
  say("downloads");
  series.push(...(await measureDownloads()));
  say("server rendering");
  series.push(...(await measureRendering(isSmoke ? 2 : 40)));
  say("connection handler");
  series.push(...(isSmoke ? await measureHandler(1, 5) : await measureHandler(12, 300)));
  const machine: Machine = {
    date: startedAt.toISOString().slice(0, 10),
    minutes: Math.round((Date.now() - startedAt.getTime()) / 60_000),
    cpu: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
    loadAverage: { before: before[0] ?? NaN, after: loadavg()[0] ?? NaN },
    chromium: version,
    node: process.version,
    versions: readVersions(),
  };
  return { machine, series };
}

async function writePage({ machine, series }: Results): Promise<void> {
  const tables = series.map(tabulate);
  await writeFile(join(root, "docs/benchmarks.svg"), drawCurves(tables, CURVES));
  await writeFile(
    join(root, "docs/benchmarks.md"),
    createPage(tables, machine, CURVES, await readFile(join(root, "bench/remarks.md"), "utf8")),
  );
}
