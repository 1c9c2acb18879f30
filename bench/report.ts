import { titleOf } from "./contenders/all";
import type { Series } from "./Series";
import { ratioOf, type Spread, spreadOf } from "./statistics";

export interface Row {
  contender: string;
  title: string;
  spread: Spread;
  /** How many times as long as the floor, or as much; below 1 is better. Absent for the floor itself. */
  ratio: Spread | undefined;
}

export interface Table extends Omit<Series, "samples"> {
  rows: Row[];
}

export function tabulate({ samples, ...series }: Series): Table {
  const floor = samples[series.floor] ?? [];
  const rows = Object.entries(samples).map(([contender, values]) => ({
    contender,
    title: titleOf(contender),
    spread: spreadOf(values),
    ratio: contender === series.floor ? undefined : ratioOf(values, floor),
  }));
  return { ...series, rows };
}

export function printTable({ step, unit, rows }: Table): string {
  const cells = rows.map(({ title, spread, ratio }) => [
    title,
    `${round(spread.median)} ${unit}`,
    `${round(spread.low)} – ${round(spread.high)}`,
    times(ratio),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return [
    step,
    ...cells.map(
      (row) =>
        `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ")}`,
    ),
  ].join("\n");
}

export function markdownTable({ step, unit, rows }: Table): string {
  // The floor first.
  const sorted = [...rows].sort((a, b) => Number(a.ratio !== undefined) - Number(b.ratio !== undefined));
  const lines = sorted.map(
    ({ title, spread, ratio }) =>
      `| ${title} | ${round(spread.median)} ${unit} | ${round(spread.low)} – ${round(spread.high)} | ${times(ratio)} |`,
  );
  return [
    `### ${step}`,
    "",
    "| who | median | 10th – 90th percentile | × the first |",
    "|---|---:|---:|---:|",
    ...lines,
  ].join("\n");
}

/** One line a step: ours, the floor, and the best of the peers. */
export function summaryTable(tables: readonly Table[]): string {
  const lines = tables.flatMap((table) => {
    const { step, unit, rows, aim } = table;
    if (aim === undefined) return [];
    const ours = rows.find(({ contender }) => contender === "fullscript");
    const peers = rows.filter(
      ({ contender }) => contender !== "plain" && contender !== "by-hand" && !contender.startsWith("fullscript"),
    );
    const best = peers.sort((a, b) => (a.ratio?.median ?? 0) - (b.ratio?.median ?? 0))[0];
    const floor = rows.find(({ contender }) => contender === table.floor);
    const cell = (row: Row | undefined) => (row ? `${round(row.spread.median)} ${unit}` : "");
    const verdict = verdictOf(ours, aim);
    const ahead = best && ours ? compare(ours, best) : "";
    return `| ${step} | ${cell(floor)} | ${cell(ours)} | ${times(ours?.ratio)} | ${aim} | ${verdict} | ${best ? `${cell(best)}, ${best.title.replace(/, in a window$/, "")}` : ""} | ${ahead} |`;
  });
  return [
    "| step | by hand | ours | × by hand | aim | met | best peer | ahead |",
    "|---|---:|---:|---:|---:|---|---|---|",
    ...lines,
  ].join("\n");
}

/** If both are nothing, there is nothing to be slower at. */
function verdictOf(row: Row | undefined, aim: number): string {
  if (row?.spread.median === 0 || (row?.ratio?.median ?? Infinity) <= aim) return "yes";
  return (row?.ratio?.low ?? Infinity) <= aim ? "no by the median, but it is inside the interval" : "no";
}

function compare(ours: Row, peer: Row): string {
  if (ours.spread.median === peer.spread.median) return "level";
  return ours.spread.median < peer.spread.median ? "yes" : "no";
}

/** By which power of the size a curve has grown over its last step: 1 is linear. */
export function growthOf(tables: readonly Table[], curve: string, contender: string): number {
  const points = pointsOf(tables, curve, contender);
  const [before, last] = points.slice(-2);
  return before && last ? Math.log(last.value / before.value) / Math.log(last.size / before.size) : NaN;
}

export function pointsOf(
  tables: readonly Table[],
  curve: string,
  contender: string,
): { size: number; value: number }[] {
  return tables.flatMap(({ growth, rows }) => {
    const row = rows.find((each) => each.contender === contender);
    return growth?.curve === curve && row ? [{ size: growth.size, value: row.spread.median }] : [];
  });
}

function times(ratio: Spread | undefined): string {
  if (!ratio) return "1";
  return [ratio.median, ratio.low, ratio.high].every(Number.isFinite)
    ? `${round(ratio.median)} (${round(ratio.low)} – ${round(ratio.high)})`
    : "–";
}

export function round(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value.toLocaleString(
    "en",
    Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 },
  );
}
