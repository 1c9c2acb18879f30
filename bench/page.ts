import { availableParallelism } from "node:os";
import { growthOf, markdownTable, round, summaryTable, type Table } from "./report";

/** The machine and the versions. */
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

/** Returns `docs/benchmarks.md`. `remarks` is the part that a script can't write. */
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

\`npm run bench\` measures everything in one run and writes this page. It measures the published files in production builds, in a real
Chromium with a profile on disk, with a new user for each visit. In each round the contenders take turns in a random order, so that a busy
machine slows them all down alike.

${remarks.trim()}

## Summary

“Met” compares the median of the ratio with the aim. The 95 % interval of the ratio is in parentheses.

${summaryTable(tables)}

## Growth

![Time and memory over size, for every contender](benchmarks.svg)

The exponent of the growth over the last step: 1 is linear. The dashed line in the picture has the slope of linear growth.

| curve | by hand | ours |
|---|---:|---:|
${growth.join("\n")}

## Machine

${date}, ${cpu}, shared; ${minutes} minutes; load average ${round(loadAverage.before)} before and ${round(loadAverage.after)} after. Chromium ${chromium}, Node ${node}.
${loadAverage.after > CORES ? "The load was higher than the number of cores, so compare the ratios, not the milliseconds.\n" : ""}${Object.entries(
    versions,
  )
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}.

## Appendix: every step

“× the first” is the median of the ratios of the same round, with its 95 % interval by bootstrap. For a rate the ratio is inverted, so less is
always better. The samples are in \`bench/results.json\`.

${tables.map(markdownTable).join("\n\n")}
`;
}
