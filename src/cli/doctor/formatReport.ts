import type { CheckStatus } from "./Check";
import type { CheckReport } from "./runChecks";

const MARKS: Readonly<Record<CheckStatus, string>> = { passed: "✓", failed: "✗", unknown: "?", skipped: "-" };

/** Returns one line per check, with what to do, and a summary. */
export function formatReport(checks: readonly CheckReport[]): string {
  const lines = checks.map(({ status, title, message, advice }) =>
    [`  ${MARKS[status]} ${title}:`, message, ...(advice === undefined ? [] : [advice])].join(" "),
  );
  return ["", ...lines, "", `  ${summaryOf(checks)}`, ""].join("\n");
}

function summaryOf(checks: readonly CheckReport[]): string {
  const count = (status: CheckStatus) => checks.filter((check) => check.status === status).length;
  return `${count("passed")} passed, ${count("failed")} failed, ${count("unknown")} to check by hand, ${count("skipped")} skipped.`;
}
