import { type ChildProcess, spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { freePort } from "./freePort";

const root = join(import.meta.dirname, "../..");
let started: ChildProcess | undefined;

afterEach(() => {
  try {
    if (started?.pid) process.kill(-started.pid, "SIGKILL");
  } catch {
    // It has ended, as it should.
  }
});

interface Run {
  output: () => string;
  /** Of npm itself. */
  exit: Promise<number | string | null>;
  ports: [number, number];
}

/** `npm start`, but for its build, which a test must not do while others use what was built. */
async function start(environment: Record<string, string> = {}): Promise<Run> {
  const ports: [number, number] = [await freePort(), await freePort()];
  const child = spawn("npm", ["start", "--ignore-scripts"], {
    cwd: root,
    env: { ...process.env, PORT: String(ports[0]), SANDBOX_PORT: String(ports[1]), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, so that nothing outlives a test.
    detached: true,
  });
  started = child;
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const exit = new Promise<number | string | null>((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? signal)),
  );
  return { output: () => output, exit, ports };
}

const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

async function until(condition: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  for (let attempt = 0; attempt < 250; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(what());
}

describe("npm start", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "serves clinic and sandbox, says where, and on %s frees both ports",
    async (signal) => {
      const { output, exit, ports } = await start();
      await until(() => output().includes("Ctrl-C stops both"), output);
      expect(output()).toContain(`http://localhost:${ports[0]}`);
      expect(output()).toContain(`http://localhost:${ports[1]}`);
      expect(output()).toContain(`http://127.0.0.1:${ports[0]}/ehr`);
      const page = await fetch(`http://localhost:${ports[0]}/integrations`);
      expect(page.status).toBe(200);
      expect((await fetch(`http://127.0.0.1:${ports[0]}/integrations`)).status).toBe(200);
      expect((await fetch(`http://localhost:${ports[1]}/`)).status).toBe(200);
      // To npm alone, which passes it on; a terminal's Ctrl-C reaches both.
      started?.kill(signal);
      await exit;
      await until(
        async () => !(await isOpen(ports[0])) && !(await isOpen(ports[1])),
        () => "a port is still taken",
      );
    },
  );

  it("names the variable where a port is taken, and leaves nothing running", async () => {
    const taken = await freePort();
    const blocker = createServer().listen(taken, "127.0.0.1");
    const { output, exit, ports } = await start({ SANDBOX_PORT: String(taken) });
    expect(await exit).toBe(1);
    expect(output()).toContain("SANDBOX_PORT");
    expect(await isOpen(ports[0])).toBe(false);
    blocker.close();
  });
});
