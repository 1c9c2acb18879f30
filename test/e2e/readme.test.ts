import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser } from "playwright-core";
import ts from "typescript";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { authorize, launchBrowser, signIn } from "./browser";
import { freePort } from "./freePort";

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const app = mkdtempSync(join(tmpdir(), "readme-"));

/** The README's code blocks that begin with a file's name. */
const files = new Map([...readme.matchAll(/^```tsx?\n\/\/ (\S+)\n(.*?)^```$/gms)].map(([, name, code]) => [name!, code!]));

function replace(name: string, from: string, to: string): void {
  const code = files.get(name)!;
  expect(code.split(from).length, `${from} in ${name}`).toBe(2);
  files.set(name, code.replace(from, to));
}

/** A stranger's project: the README's files, and the packages that it names. */
function writeProject(): void {
  const extra = {
    "index.html": '<!doctype html><html lang="en"><div id="root"></div><script type="module" src="/src/main.tsx"></script></html>',
    "src/main.tsx": `import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
createRoot(document.getElementById("root")!).render(<StrictMode><App /></StrictMode>);`,
    "src/vite-env.d.ts": "interface ImportMetaEnv { readonly VITE_FULLSCRIPT_CLIENT_ID: string }\ninterface ImportMeta { readonly env: ImportMetaEnv }\n",
    "package.json": '{ "type": "module" }',
  };
  for (const [name, code] of [...files, ...Object.entries(extra)]) {
    mkdirSync(dirname(join(app, name)), { recursive: true });
    writeFileSync(join(app, name), code);
  }
  const packages = ["react", "react-dom", "react-router", "@types/react", "@types/react-dom", "@types/node", "@tanstack/react-query", "vite", "@vitejs/plugin-react"];
  for (const name of packages) {
    const link = join(app, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  symlinkSync(root, join(app, "node_modules/react-fullscript-connect"));
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
  writeProject();

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
    const names = [...files.keys(), "src/main.tsx", "src/vite-env.d.ts"].map((name) => join(app, name));
    const program = ts.createProgram(names, {
      strict: true,
      noEmit: true,
      jsx: ts.JsxEmit.ReactJSX,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      types: ["node"],
      skipLibCheck: true,
    });
    const problems = ts.getPreEmitDiagnostics(program).map(({ messageText, file }) => `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
    expect([...files.keys()]).toEqual(["src/fullscript.ts", "src/App.tsx", "server.ts", "vite.config.ts", "src/Connecter.tsx"]);
    expect(problems).toEqual([]);
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
