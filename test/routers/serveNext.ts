import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { join } from "node:path";
import { freePort } from "../e2e/freePort";
import { installTarball } from "../e2e/hostProject";
import { type Front, type Serve, startFront } from "./front";

const app = join(import.meta.dirname, "next");
const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
const next = join(app, "node_modules/next/dist/bin/next");

/** Builds the Next.js host and starts it behind a front. */
export async function serveNext(): Promise<Front> {
  installTarball(app);
  execFileSync(process.execPath, [next, "build"], { cwd: app, env, stdio: ["ignore", "ignore", "inherit"] });

  const port = await freePort();
  // A process group of its own, so that nothing outlives the tests.
  const server = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", String(port)], { cwd: app, env, detached: true, stdio: ["ignore", "pipe", "inherit"] });
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

  const front = await startFront(passOn(port));
  const { close } = front;
  front.close = async () => {
    kill();
    await Promise.all([exit, close()]);
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
