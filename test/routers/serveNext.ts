import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { join } from "node:path";
import { freePort } from "../e2e/freePort";
import { installTarball } from "../e2e/hostProject";
import { type Front, type Serve, startFront } from "./front";

/** The Next.js host, whose packages the quick start borrows. */
export const app = join(import.meta.dirname, "next");
const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
const next = join(app, "node_modules/next/dist/bin/next");

/** A Next.js app that runs. */
export interface RunningNext {
  stop: () => Promise<void>;
}

/** Builds an app, whose packages are there, and starts it at this port. */
export async function startNext(folder: string, port: number, variables: Record<string, string> = {}): Promise<RunningNext> {
  const options = { cwd: folder, env: { ...env, ...variables } };
  execFileSync(process.execPath, [next, "build"], { ...options, stdio: ["ignore", "ignore", "inherit"] });

  // A process group of its own, so that nothing outlives the tests.
  const server = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", String(port)], { ...options, detached: true, stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(server, "exit");
  const kill = () => {
    try {
      if (server.pid) process.kill(-server.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  // Also where a hook has failed, and nobody closes.
  process.once("exit", kill);
  await new Promise<void>((resolve, reject) => {
    server.stdout.on("data", (chunk) => String(chunk).includes("Ready") && resolve());
    void exit.then(() => reject(new Error("next start has ended")));
  });
  return {
    stop: async () => {
      kill();
      await exit;
    },
  };
}

/** Builds the Next.js host and starts it behind a front. */
export async function serveNext(): Promise<Front> {
  installTarball(app);
  const port = await freePort();
  const { stop } = await startNext(app, port);
  const front = await startFront(passOn(port));
  const { close } = front;
  front.close = async () => {
    await Promise.all([stop(), close()]);
  };
  return front;
}

const passOn =
  (port: number): Serve =>
  ({ method, url, headers }, response, body) => {
    request({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    })
      .on("error", () => response.destroy())
      .end(body);
  };
