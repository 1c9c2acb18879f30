import { type ChildProcess, spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { authorize, launchBrowser, signIn } from "./browser";
import { freePort } from "./freePort";
import { filesIn, installTarball, problemsIn, TEMPLATE, writeProject } from "./hostProject";

const files = filesIn("README.md");
const others = filesIn("docs/popup.md");
let app: string;

function replace(name: string, from: string, to: string): void {
  const code = files.get(name)!;
  expect(code.split(from).length, `${from} in ${name}`).toBe(2);
  files.set(name, code.replace(from, to));
}

let browser: Browser;
let sandbox: Sandbox;
let vite: ViteDevServer;
let backend: ChildProcess;
let port: number;

beforeAll(async () => {
  const [backendPort, appPort] = [await freePort(), await freePort()];
  port = appPort;
  const redirectUri = `http://localhost:${port}/fullscript/callback`;
  const credentials = { clientId: "readme-id", clientSecret: "readme-secret" };
  sandbox = await startSandbox({ port: 0, ...credentials, redirectUris: [redirectUri] });

  replace("src/fullscript.ts", '"us-snd", //', `${JSON.stringify({ authorizationEndpoint: sandbox.endpoints.authorizationEndpoint })}, //`);
  replace("server.ts", '"us-snd"', JSON.stringify(sandbox.endpoints).replace(/"authorizationEndpoint":"[^"]*",/, ""));
  replace("server.ts", "http://localhost:5173/fullscript/callback", redirectUri);
  replace("server.ts", "3000", String(backendPort));
  replace("vite.config.ts", "3000", String(backendPort));
  app = writeProject(
    [...files, ...others, ...Object.entries(TEMPLATE)],
    ["react", "react-dom", "react-router", "@types/react", "@types/react-dom", "@types/node", "@tanstack/react-query", "vite", "@vitejs/plugin-react"],
  );
  installTarball(app);

  backend = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), "server.ts"], {
    cwd: app,
    env: { ...process.env, FULLSCRIPT_CLIENT_ID: credentials.clientId, FULLSCRIPT_CLIENT_SECRET: credentials.clientSecret },
    stdio: "inherit",
  });
  writeFileSync(join(app, ".env"), `VITE_FULLSCRIPT_CLIENT_ID=${credentials.clientId}\n`);
  vite = await createServer({
    root: app,
    configFile: join(app, "vite.config.ts"),
    logLevel: "error",
    // Links lead out of the project here, and installed packages do not.
    optimizeDeps: { include: ["react", "react-dom/client", "react/jsx-dev-runtime", "react-router", "@tanstack/react-query"], exclude: ["react-fullscript-connect"] },
    server: { host: "127.0.0.1", port, strictPort: true, fs: { strict: false } },
  });
  await vite.listen();
  browser = await launchBrowser();
});

afterAll(async () => {
  backend.kill();
  await Promise.all([browser.close(), vite.close(), sandbox.close()]);
  rmSync(app, { recursive: true });
});

describe("the README's quick start", () => {
  it("compiles, as a stranger's project, against what is published", () => {
    expect([...files.keys()]).toEqual(["src/fullscript.ts", "src/App.tsx", "server.ts", "vite.config.ts", "src/Connecter.tsx"]);
    expect([...others.keys()]).toEqual(["src/ConnectInWindow.tsx", "src/Recommend.tsx"]);
    expect(problemsIn(app, [...files.keys(), ...others.keys(), "src/main.tsx", "src/vite-env.d.ts"])).toEqual([]);
  });

  it("connects an account", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const posts: string[] = [];
    page.on("request", (request) => request.method() === "POST" && request.url().includes("/api/fullscript/") && posts.push(request.url()));
    await page.goto(`http://localhost:${port}/integrations`);
    await page.getByRole("button", { name: "Connect my Fullscript account" }).click();
    await signIn(page);
    await authorize(page);
    await page.waitForURL(`http://localhost:${port}/integrations`);
    expect(posts).toHaveLength(1);
    expect(await page.evaluate(async () => (await fetch("/api/fullscript/connection")).json() as Promise<unknown>)).toMatchObject({
      connected: true,
      resource_owner: { type: "Practitioner" },
    });
    await context.close();
  });
});
