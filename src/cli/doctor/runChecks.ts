import { type Check, type CheckResult, failed, skipped } from "./Check";
import type { Target } from "./readTarget";
import type { Visitor } from "./visitor";

export type CheckReport = Pick<Check, "id" | "title"> & CheckResult;

/** Runs the checks in turn. A check whose need has not passed is skipped. */
export async function runChecks(checks: readonly Check[], target: Target, visitor: Visitor): Promise<CheckReport[]> {
  const reports: CheckReport[] = [];
  for (const check of checks) {
    const need = reports.find(({ id }) => id === check.needs);
    const result =
      need && need.status !== "passed" ? skipped(skipReason(need)) : await runCheck(check, target, visitor);
    reports.push({ id: check.id, title: check.title, ...result });
  }
  return reports;
}

function skipReason({ status, title, message }: CheckReport): string {
  return status === "skipped" ? message : `"${title}" has to pass first.`;
}

async function runCheck(check: Check, target: Target, visitor: Visitor): Promise<CheckResult> {
  try {
    return await check.run(target, visitor);
  } catch (error) {
    return failed((error as Error).message, "Check the address, and start the server.");
  }
}
