import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { startSandbox } from "../../sandbox";
import { authorize, launchBrowser, signIn } from "../e2e/browser";
import { freePort } from "../e2e/freePort";
import { filesIn, installTarball } from "../e2e/hostProject";
import { describeRouter } from "./journey";
import { app, serveNext, startNext } from "./serveNext";

describeRouter("Next.js App Router", {
  start: serveNext,
  operations: [
    ["refresh", "?foo=a%20b&x=1"],
    ["server action", "?foo=a%20b&x=1"],
    ["replace", "?x=2"],
    ["push", "?x=2"],
    ["replace with one more parameter", "?foo=a+b&x=1&y=2"],
  ],
  additive: ["replace with one more parameter", "?foo=a+b&x=1&y=2"],
});

// Last, because it has the packages of the host above.
describe("the quick start of docs/quick-start/nextjs.md", () => {
  const folder = join(import.meta.dirname, ".quick-start");
  const ended: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  afterAll(async () => {
    for (const end of ended.reverse()) await end();
  });

  it("builds, and connects an account", { timeout: 240_000 }, async () => {
    const port = await freePort();
    const redirectUri = `http://localhost:${port}/fullscript/callback`;
    const sandbox = await startSandbox({ port: 0, clientId: "docs-id", clientSecret: "docs-secret", redirectUris: [redirectUri] });
    ended.push(() => sandbox.close());
    const { authorizationEndpoint, ...endpoints } = sandbox.endpoints;

    rmSync(folder, { recursive: true, force: true });
    for (const [name, code] of filesIn("docs/quick-start/nextjs.md")) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), code.replace('"us-snd"', JSON.stringify(name === "app/fullscript.ts" ? { authorizationEndpoint } : endpoints)));
    }
    installTarball(app);
    symlinkSync(join(app, "node_modules"), join(folder, "node_modules"));
    cpSync(join(app, "tsconfig.json"), join(folder, "tsconfig.json"));
    writeFileSync(join(folder, "next.config.ts"), 'export default { turbopack: { root: import.meta.dirname + "/.." } };\n');
    const { stop } = await startNext(folder, port, {
      NEXT_PUBLIC_FULLSCRIPT_CLIENT_ID: "docs-id",
      NEXT_PUBLIC_FULLSCRIPT_REDIRECT_URI: redirectUri,
      FULLSCRIPT_CLIENT_SECRET: "docs-secret",
    });
    ended.push(stop);

    const browser = await launchBrowser();
    ended.push(() => browser.close());
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/integrations`);
    await page.getByRole("button", { name: "Connect my Fullscript account" }).click();
    await signIn(page);
    await authorize(page);
    await page.waitForURL(`http://localhost:${port}/integrations`);
    expect(await page.evaluate(async () => (await fetch("/api/fullscript/connection")).json() as Promise<unknown>)).toMatchObject({ connected: true });
    expect(sandbox.log.entries().filter(({ outcome }) => outcome === "tokens_issued")).toHaveLength(1);
  });
});
