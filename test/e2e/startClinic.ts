import { spawn } from "node:child_process";
import { connect } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { freePort } from "./freePort";

export interface Run {
  output: () => string;
  /** The exit of npm itself. */
  exit: Promise<number | string | null>;
  /** Signals npm alone, which passes the signal on. */
  stop: (signal: NodeJS.Signals) => void;
  /** Of the clinic and of the sandbox. */
  ports: [number, number];
  /** Resolves when both have started. */
  started: () => Promise<void>;
}

/** Runs `npm start` without its build, because other tests are using what was built, and without the data of an earlier run. */
export async function startClinic(environment: Record<string, string> = {}): Promise<Run> {
  const ports: [number, number] = [await freePort(), await freePort()];
  const child = spawn("npm", ["start", "--ignore-scripts"], {
    cwd: join(import.meta.dirname, "../.."),
    env: {
      ...process.env,
      PORT: String(ports[0]),
      SANDBOX_PORT: String(ports[1]),
      EXAMPLE_DATA_FOLDER: "memory",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that nothing outlives a test.
    detached: true,
  });
  onTestFinished(() => {
    try {
      if (child.pid) process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended, as it should.
    }
  });
  let output = "";
  const exit = new Promise<number | string | null>((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? signal)),
  );
  const started = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        output += String(chunk);
        if (output.includes("Ctrl-C stops both")) resolve();
      });
    void exit.then(() => reject(new Error(output)));
  });
  // A test may wait for the exit alone.
  started.catch(() => undefined);
  return { output: () => output, exit, stop: (signal) => void child.kill(signal), ports, started: () => started };
}

export const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
