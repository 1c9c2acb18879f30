import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createConnectionHandler, createMemoryStore } from "react-fullscript-connect/server";
import { Visitor } from "../sandbox/Visitor";
import { installTarball } from "./hostProject";

// The published package by itself: no peer, and nothing else, is installed beside it.
const project = mkdtempSync(join(tmpdir(), "cli-"));
const installed = join(project, "node_modules/react-fullscript-connect");

beforeAll(() => installTarball(project));
afterAll(() => rmSync(project, { recursive: true }));

interface Run {
  output: () => string;
  exit: Promise<number | null>;
  stop: () => void;
  /** Waits until it has printed this. */
  printed: (text: string) => Promise<void>;
}

function run(...parameters: string[]): Run {
  const { bin } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as { bin: Record<string, string> };
  const child = spawn(join(installed, bin["react-fullscript-connect"]!), parameters, {
    cwd: project,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  const printed = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => output.includes(text) && resolve();
      for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
      void exit.then(() => reject(new Error(output)));
      look();
    });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  return { output: () => output, exit, stop: () => void child.kill("SIGINT"), printed };
}

describe("npx react-fullscript-connect sandbox", () => {
  it("prints settings with which a host's app connects, and ends by Ctrl-C", async () => {
    const callback = "http://localhost:3000/callback";
    const { output, printed, stop, exit } = run(
      "sandbox",
      "--port",
      "0",
      "--redirect-uri",
      callback,
      "--client-id",
      "my-id",
      "--app-name",
      "Maple Clinic",
    );
    await printed("Ctrl-C");
    const setting = (name: string) => new RegExp(`${name}: "([^"]+)"`).exec(output())![1]!;
    expect(setting("redirectUri")).toBe(callback);

    const query = new URLSearchParams({
      client_id: setting("clientId"),
      redirect_uri: callback,
      response_type: "code",
      state: "fsc1.nonce",
    });
    const visitor = new Visitor();
    const consent = await visitor.press(
      await visitor.open(`${setting("authorizationEndpoint")}?${query.toString()}`),
      "Sign in",
    );
    expect(consent.html).toContain("Maple Clinic");
    const { url } = await visitor.press(consent, "Authorize");
    expect(url.origin + url.pathname).toBe(callback);

    const handler = createConnectionHandler({
      environment: {
        tokenEndpoint: setting("tokenEndpoint"),
        revocationEndpoint: setting("revocationEndpoint"),
        apiBase: setting("apiBase"),
      },
      clientId: setting("clientId"),
      clientSecret: setting("clientSecret"),
      redirectUri: callback,
      store: createMemoryStore(),
      getUser: () => ({ id: "user-1" }),
    });
    const headers = { "Content-Type": "application/json", Origin: "http://localhost:3000" };
    const body = JSON.stringify({ code: url.searchParams.get("code"), state: "fsc1.nonce", redirect_uri: callback });
    const response = await handler(new Request("http://localhost:3000/connection", { method: "POST", headers, body }));
    expect(await response.json()).toMatchObject({ connected: true, resource_owner: { type: "Practitioner" } });
    expect((await handler.fetchApi({ id: "user-1" }, "/clinic")).status).toBe(200);

    stop();
    expect(await exit).toBe(0);
    expect(output()).not.toContain(url.searchParams.get("code"));
  });

  it.each([
    [[], "There is nothing to do.", 2],
    [["server"], 'There is no command "server".', 2],
    [["sandbox", "again"], "One command at a time", 2],
    [["sandbox", "--port", "http"], "--port", 2],
    [["sandbox", "--port", "65536"], "--port", 2],
    [["sandbox", "--secret", "x"], "--secret", 2],
    [["sandbox", "--redirect-uri", "/callback"], "absolute URL", 1],
    [["sandbox", "--client-id", ""], "clientId", 1],
    [["--help"], "--redirect-uri", 0],
  ])("says what is wrong with %j", async (parameters, text, code) => {
    const { output, exit } = run(...parameters);
    expect(await exit).toBe(code);
    expect(output()).toContain(text);
    expect(output()).not.toMatch(/^\s+at /m);
  });

  it("suggests another port if one is taken", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void blocker.close());
    await new Promise((resolve) => blocker.once("listening", resolve));
    const { port } = blocker.address() as { port: number };
    const { output, exit } = run("sandbox", "--port", String(port));
    expect(await exit).toBe(1);
    expect(output()).toContain(`--port ${port + 1}`);
  });

  it("includes the licenses of bundled packages", () => {
    const licences = readFileSync(join(installed, "dist/cli.LICENSES.txt"), "utf8");
    for (const name of ["@hono/node-server", "@node-oauth/oauth2-server", "hono", "mime-db"])
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.`, "m"));
  });
});
