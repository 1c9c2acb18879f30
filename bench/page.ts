import { availableParallelism } from "node:os";
import { AIM, growthOf, markdownTable, round, summaryTable, type Table } from "./report";

/** Where and with what it was measured. */
export interface Machine {
  date: string;
  minutes: number;
  cpu: string;
  loadAverage: { before: number; after: number };
  chromium: string;
  node: string;
  versions: Record<string, string>;
}

const CORES = availableParallelism();

/** `docs/benchmarks.md`; `remarks` are the words that no script can find. */
export function createPage(
  tables: readonly Table[],
  { date, minutes, cpu, loadAverage, chromium, node, versions }: Machine,
  curves: readonly { curve: string }[],
  remarks: string,
): string {
  const growth = curves.map(
    ({ curve }) =>
      `| ${curve} | ${["by-hand", "fullscript"].map((name) => round(growthOf(tables, curve, name))).join(" | ")} |`,
  );
  return `# Benchmarks

\`npm run bench\` writes this page. Everything is measured in one run, on what is published: production builds, a real Chromium with a profile
on disk, a fresh user at each visit. Round by round the contenders take turns in a random order, so that whatever else the machine does hits all
alike.

${remarks.trim()}

## Summary

The aim: at most ${AIM} times a version written by hand, ahead of every peer, linear growth. “yes” is by the median of the ratio; in
brackets is its 95 % interval.

${summaryTable(tables)}

## Growth

![Time and memory over size, for every contender](benchmarks.svg)

By which power of the size the median grew over the last step; 1 is linear. The dashed line in the picture has the slope of linear growth.

| curve | by hand | ours |
|---|---:|---:|
${growth.join("\n")}

## Machine

${date}, ${cpu}, shared; ${minutes} minutes; load average ${round(loadAverage.before)} before and ${round(loadAverage.after)} after. Chromium ${chromium}, Node ${node}.
${loadAverage.after > CORES ? "That is more than the machine has cores: others were waiting for them as well, and whatever the clock on the wall tells is spread accordingly. Compare the ratios, not the milliseconds.\n" : ""}${Object.entries(
    versions,
  )
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}.

## Every step

“× the first” is the median of the ratios of the same round, with its 95 % interval by bootstrap; for a rate it is turned over, so that less is
better everywhere. Samples are in \`bench/results.json\`.

${tables.map(markdownTable).join("\n\n")}
`;
}
