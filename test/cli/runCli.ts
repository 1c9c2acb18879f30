import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const root = join(import.meta.dirname, "../..");
const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { bin: Record<string, string> };

interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs what `npx react-fullscript-connect` runs, as it was built. */
export function runCli(words: string[], variables: Record<string, string> = {}): Promise<Outcome> {
  const command = join(root, bin["react-fullscript-connect"]!);
  const env = { PATH: process.env.PATH ?? "", ...variables };
  const child = spawn(process.execPath, [command, ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const outcome: Outcome = { status: null, stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) child[name].on("data", (chunk) => (outcome[name] += String(chunk)));
  return new Promise((resolve) => child.once("close", (status) => resolve({ ...outcome, status })));
}
