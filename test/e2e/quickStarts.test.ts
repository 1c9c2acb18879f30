import { type ChildProcess, spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { authorize, launchBrowser, signIn } from "./browser";
import { freePort } from "./freePort";
import { filesIn, installTarball, TEMPLATE, writeProject } from "./hostProject";

/** Beside the README's files, or in their place. That of Next.js is run in test/consumers; test/docs compiles all of them. */
const QUICK_STARTS = [
  "README.md",
  "docs/quick-start/vite-react-router.md",
  "docs/quick-start/tanstack-router.md",
  "docs/quick-start/react.md",
];

const CREDENTIALS = { clientId: "docs-id", clientSecret: "docs-secret" };
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser.close());

describe.each(QUICK_STARTS)("the quick start of %s", (name) => {
  const files = new Map([...filesIn("README.md"), ...filesIn(name)]);
  let app: string;
  let sandbox: Sandbox;
  let vite: ViteDevServer;
  let backend: ChildProcess;
  let port: number;

  function replace(name: string, from: string, to: string): void {
    const code = files.get(name)!;
    expect(code.split(from).length, `${from} in ${name}`).toBe(2);
    files.set(name, code.replace(from, to));
  }

  beforeAll(async () => {
    const [backendPort, appPort] = [await freePort(), await freePort()];
    port = appPort;
    const redirectUri = `http://localhost:${port}/fullscript/callback`;
    sandbox = await startSandbox({ port: 0, ...CREDENTIALS, redirectUris: [redirectUri] });

    replace(
      "src/fullscript.ts",
      '"us-snd", //',
      `${JSON.stringify({ authorizationEndpoint: sandbox.endpoints.authorizationEndpoint })}, //`,
    );
    replace("server.ts", '"us-snd"', JSON.stringify(sandbox.endpoints).replace(/"authorizationEndpoint":"[^"]*",/, ""));
    replace("server.ts", "http://localhost:5173/fullscript/callback", redirectUri);
    replace("server.ts", "3000", String(backendPort));
    replace("vite.config.ts", "3000", String(backendPort));
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
      env: {
        ...process.env,
        FULLSCRIPT_CLIENT_ID: CREDENTIALS.clientId,
        FULLSCRIPT_CLIENT_SECRET: CREDENTIALS.clientSecret,
      },
      stdio: "inherit",
    });
    writeFileSync(join(app, ".env"), `VITE_FULLSCRIPT_CLIENT_ID=${CREDENTIALS.clientId}\n`);
    vite = await createServer({
      root: app,
      configFile: join(app, "vite.config.ts"),
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
      server: { host: "127.0.0.1", port, strictPort: true, fs: { strict: false } },
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
