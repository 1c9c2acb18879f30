import type { Target } from "./readTarget";
import type { Visitor } from "./visitor";

/** `unknown`: only a person can find out. `skipped`: nothing to check, or another check has to pass first. */
export type CheckStatus = "passed" | "failed" | "unknown" | "skipped";

export interface CheckResult {
  status: CheckStatus;
  /** What was found. */
  message: string;
  /** What to do about it. */
  advice?: string;
}

export interface Check {
  id: string;
  title: string;
  /** The check that has to pass first. */
  needs?: string;
  /** Throws if a server can't be reached. */
  run: (target: Target, visitor: Visitor) => CheckResult | Promise<CheckResult>;
}

export const passed = (message: string): CheckResult => ({ status: "passed", message });
export const failed = (message: string, advice: string): CheckResult => ({ status: "failed", message, advice });
export const unknown = (message: string, advice: string): CheckResult => ({ status: "unknown", message, advice });
export const skipped = (message: string): CheckResult => ({ status: "skipped", message });
