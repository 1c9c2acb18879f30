import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { BackendOptions } from "./createBackend";

export interface WorkerOptions extends BackendOptions {
  databaseUrl: string;
  /** A step and its count, such as `"after claim 2"`. */
  pauseAt?: string;
}

export interface Message {
  task: "post" | "disconnect" | "getToken";
  /** How often at once. @default 1 */
  times?: number;
  code?: string;
  key?: string;
}

export type Report = { status: "ready" | "paused" } | { status: "done"; results: unknown[] };

export interface Worker {
  /** Resolves to all the answers. */
  run: (message: Message) => Promise<unknown[]>;
  /** Resolves when the worker stands still. */
  runUntilPaused: (message: Message) => Promise<void>;
  /** Without waiting for it. */
  begin: (message: Message) => void;
  /** SIGKILL: nothing is finished, nothing is told. */
  kill: () => Promise<void>;
}

/** A process of the clinic's, which ends with the test. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const child = fork(join(import.meta.dirname, "worker.ts"), {
    cwd: join(import.meta.dirname, "../.."),
    execArgv: ["--import", "tsx"],
    env: { ...process.env, WORKER: JSON.stringify(options) },
  });
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  onTestFinished(kill);
  await report(child, "ready");
  return {
    kill,
    run: async (message) => {
      child.send(message);
      const done = await report(child, "done");
      return done.status === "done" ? done.results : [];
    },
    runUntilPaused: async (message) => {
      child.send(message);
      await report(child, "paused");
    },
    begin: (message) => void child.send(message),
  };
}

/** The next report, which must be this one: a worker that ends, or does another thing, fails the test. */
function report(child: ChildProcess, expected: Report["status"]): Promise<Report> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code, signal) => reject(new Error(`The worker has ended: ${String(code ?? signal)}`)));
    child.once("message", (message) => {
      const given = message as Report;
      if (given.status === expected) resolve(given);
      else reject(new Error(`The worker was expected to be ${expected}, and is: ${JSON.stringify(given)}`));
    });
  });
}
