import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One cell, as it came out. */
export interface Row {
  order: number;
  situation: string;
  /** How the user gets to Fullscript and back. */
  by: "redirect" | "window";
  hasQueryClientProvider: boolean;
  isIdempotent: boolean;
  posts: number;
  tokenRequests: number;
  keys: number;
  seen: string;
  step: string;
}

const HEAD = [
  "situation",
  "by",
  "provider",
  "idempotent",
  "POSTs",
  "token requests",
  "keys",
  "what the user saw",
  "next step",
];

export function reportRow(folder: string, row: Row): void {
  appendFileSync(join(folder, "rows"), `${JSON.stringify(row)}\n`);
}

/** A line below the table. */
export function reportLine(folder: string, line: string): void {
  appendFileSync(join(folder, "lines"), `${line}\n`);
}

export function printReport(folder: string): void {
  const rows = read(folder, "rows").map((line) => JSON.parse(line) as Row);
  const cells = rows
    .sort((one, other) => one.order - other.order)
    .map((row) => [
      row.situation,
      row.by,
      yesNo(row.hasQueryClientProvider),
      yesNo(row.isIdempotent),
      ...[row.posts, row.tokenRequests, row.keys].map(String),
      row.seen,
      row.step,
    ]);
  if (cells.length > 0) console.log(`\n${drawTable([HEAD, ...cells])}\n\n${cells.length} cells`);
  for (const line of read(folder, "lines")) console.log(line);
}

function drawTable(rows: string[][]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join(" │ ")
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => "─".repeat(width)).join("─┼─"));
  return lines.join("\n");
}

function yesNo(is: boolean): string {
  return is ? "yes" : "no";
}

function read(folder: string, name: string): string[] {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : [];
}
