import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { connectionStoreChecks } from "react-fullscript-connect/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "./freePort";
import { filesIn, installTarball, problemsIn, TEMPLATE, writeProject } from "./hostProject";

// docs/testing.md as a host runs it: its files beside the app of docs/start/vite.md, and the package from its tarball.
const examples = filesIn("docs/testing.md");
const run = promisify(execFile);
let app: string;

/** Runs a command of an installed package in the project; what it prints, also where it fails. */
async function runIn(bin: string, ...parameters: string[]): Promise<string> {
  const { VITEST: _, ...env } = process.env;
  const { stdout, stderr } = await run(process.execPath, [join(app, "node_modules", bin), ...parameters], {
    cwd: app,
    env: { ...env, NODE_ENV: "test", CI: "1", NO_COLOR: "1", FORCE_COLOR: "0" },
  }).catch((error: unknown) => error as { stdout: string; stderr: string });
  return stdout + stderr;
}

beforeAll(async () => {
  const config = examples.get("playwright.config.ts")!;
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  const ours = config
    .replaceAll("5173", String(await freePort()))
    .replace("use: {", `use: { launchOptions: ${JSON.stringify({ executablePath, args: ["--no-sandbox"] })},`);
  expect(ours).not.toBe(config);
  app = writeProject(
    [...filesIn("docs/start/vite.md"), ...Object.entries(TEMPLATE), ...examples, ["playwright.config.ts", ours]],
    [
      ...[
        "react",
        "react-dom",
        "react-router",
        "@types/react",
        "@types/react-dom",
        "@types/node",
        "@tanstack/react-query",
        "vite",
        "@vitejs/plugin-react",
      ],
      ...["vitest", "jsdom", "@testing-library/react", "@testing-library/dom", "@playwright/test"],
    ],
  );
  writeFileSync(join(app, ".env"), "VITE_FULLSCRIPT_CLIENT_ID=docs-client\n");
  installTarball(app);
});

afterAll(() => rmSync(app, { recursive: true }));

describe("the examples of docs/testing.md", () => {
  it("compile against the published package", () => {
    expect([...examples.keys()]).toEqual([
      "src/App.test.tsx",
      "vitest.config.ts",
      "server.test.ts",
      "e2e/connect.spec.ts",
      "playwright.config.ts",
    ]);
    expect(problemsIn(app, [...examples.keys(), "src/vite-env.d.ts"])).toEqual([]);
  });

  it("pass in Vitest", async () => {
    const tests = 4 + 3 + connectionStoreChecks.length;
    expect(await runIn("vitest/vitest.mjs", "run")).toMatch(new RegExp(`Tests\\s+${tests} passed \\(${tests}\\)`));
  });

  it("pass in Playwright", async () => {
    expect(await runIn("@playwright/test/cli.js", "test", "--reporter=line")).toMatch(/2 passed/);
  });
});
