import { afterAll, beforeAll, expect, it } from "vitest";
import type { Browser } from "playwright-core";
import { type Example, startExample } from "../../example/server";
import { type Sandbox, startSandbox } from "../../sandbox";
import { openBrowser } from "../popup/openBrowser";
import { authorize, signIn } from "./browser";
import { freePort } from "./freePort";

const client = { clientId: "e2e-id", clientSecret: "e2e-secret" };

let browser: Browser;
let sandbox: Sandbox;
let clinic: Example;

beforeAll(async () => {
  const port = await freePort();
  const redirectUri = `http://localhost:${port}/fullscript/callback`;
  sandbox = await startSandbox({ port: 0, ...client, redirectUris: [redirectUri] });
  clinic = await startExample({
    ...client,
    ...sandbox.endpoints,
    redirectUri,
    port,
    dataFolder: "memory",
    log: () => undefined,
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await Promise.all([clinic.close(), sandbox.close()]);
});

it("connects from another site's frame in a popup, and continues in the frame", async () => {
  const context = await browser.newContext();
  const posted: (string | null)[] = [];
  context.on(
    "request",
    (request) =>
      request.method() === "POST" &&
      request.url().endsWith("/api/fullscript/connection") &&
      posted.push(request.frame().parentFrame()?.url() ?? null),
  );
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${clinic.port}/ehr`);
  const frame = page.frameLocator("iframe");
  const [popup] = await Promise.all([
    context.waitForEvent("page"),
    frame.getByRole("button", { name: "Add a Fullscript treatment plan" }).click(),
  ]);
  await signIn(popup);
  await frame.getByText("Continue in the Fullscript window").waitFor();
  const closed = popup.waitForEvent("close");
  await authorize(popup);
  await closed;
  await frame.getByRole("heading", { name: /^New plan for/ }).waitFor();
  expect(posted).toEqual([`http://127.0.0.1:${clinic.port}/ehr`]);
  await context.close();
});
