import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import react from "@vitejs/plugin-react";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { authorize, launchBrowser, signIn } from "./browser";
import { freePort } from "./freePort";
import { filesIn, installTarball, TEMPLATE, writeProject } from "./hostProject";

/** Each is a whole app. test/consumers runs that of Next.js, and test/docs compiles all of them. */
const QUICK_STARTS = [
  "README.md",
  "docs/start/vite.md",
  "docs/start/react-router.md",
  "docs/start/tanstack-router.md",
  "docs/start/no-router.md",
];

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser.close());

describe.each(QUICK_STARTS)("the quick start of %s", (name) => {
  const files = filesIn(name);
  let app: string;
  let sandbox: Sandbox;
  let vite: ViteDevServer;
  let backend: ChildProcess;
  let port: number;

  beforeAll(async () => {
    const [backendPort, appPort] = [await freePort(), await freePort()];
    port = appPort;
    const redirectUri = `http://localhost:${port}/fullscript/callback`;
    sandbox = await startSandbox({
      port: 0,
      clientId: "sandbox-client",
      clientSecret: "sandbox-secret",
      redirectUris: [redirectUri],
    });
    const ports = { "5173": port, "5174": new URL(sandbox.endpoints.tokenEndpoint).port, "3000": backendPort };
    for (const [file, code] of files)
      files.set(
        file,
        code.replace(/\b(5173|5174|3000)\b/g, (from) => String(ports[from as keyof typeof ports])),
      );

    app = writeProject(
      [...files, ...Object.entries(TEMPLATE)],
      [
        "react",
        "react-dom",
        "react-router",
        "@tanstack/react-router",
        "@tanstack/react-query",
        "vite",
        "@vitejs/plugin-react",
      ],
    );
    installTarball(app);

    backend = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), "server.ts"], {
      cwd: app,
      env: { ...process.env, FULLSCRIPT_CLIENT_SECRET: "sandbox-secret" },
      stdio: "inherit",
    });
    vite = await createServer({
      root: app,
      // The README leaves the dev server's proxy to its start pages.
      ...(files.has("vite.config.ts")
        ? { configFile: join(app, "vite.config.ts") }
        : { configFile: false, plugins: [react()] }),
      logLevel: "error",
      // Links lead out of the project here, and installed packages do not.
      optimizeDeps: {
        include: [
          "react",
          "react-dom/client",
          "react/jsx-dev-runtime",
          "react-router",
          "@tanstack/react-router",
          "@tanstack/react-query",
        ],
        exclude: ["react-fullscript-connect"],
      },
      server: {
        host: "127.0.0.1",
        port,
        strictPort: true,
        fs: { strict: false },
        proxy: { "/api": `http://localhost:${backendPort}` },
      },
    });
    await vite.listen();
  });

  afterAll(async () => {
    backend.kill();
    await Promise.all([vite.close(), sandbox.close()]);
    rmSync(app, { recursive: true });
  });

  it("connects an account", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const posts: string[] = [];
    page.on(
      "request",
      (request) =>
        request.method() === "POST" && request.url().includes("/api/fullscript/") && posts.push(request.url()),
    );
    await page.goto(`http://localhost:${port}/integrations`);
    await page.getByRole("button", { name: "Connect my Fullscript account" }).click();
    await signIn(page);
    await authorize(page);
    await page.waitForURL(`http://localhost:${port}/integrations`);
    expect(posts).toHaveLength(1);
    expect(
      await page.evaluate(async () => (await fetch("/api/fullscript/connection")).json() as Promise<unknown>),
    ).toMatchObject({
      connected: true,
      resource_owner: { type: "Practitioner" },
    });
    await context.close();
  });
});
