import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Example, startExample } from "../../example/server";
import { type Sandbox, startSandbox } from "../../sandbox";
import { freePort } from "../e2e/freePort";
import { openBrowser } from "./openBrowser";

const ENDPOINT = "/api/fullscript/connection";
const client = { clientId: "keyboard-id", clientSecret: "keyboard-secret" };

let browser: Browser;
let sandbox: Sandbox;
let clinic: Example;
let page: Page;

beforeAll(async () => {
  const port = await freePort();
  const redirectUri = `http://localhost:${port}/fullscript/callback`;
  sandbox = await startSandbox({ port: 0, ...client, redirectUris: [redirectUri] });
  clinic = await startExample({
    ...client,
    ...sandbox.endpoints,
    port,
    redirectUri,
    dataFolder: "memory",
    log: () => undefined,
  });
  browser = await openBrowser();
  page = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await Promise.all([clinic.close(), sandbox.close()]);
});

beforeEach(async () => {
  sandbox.reset();
  await page.goto(`${clinic.origin}/integrations`);
  await page.evaluate((endpoint) => fetch(endpoint, { method: "DELETE" }), ENDPOINT);
  await page.reload();
  await page.getByRole("button", { name: CONNECT }).waitFor();
});

const CONNECT = "Connect my Fullscript account";
const focusedName = () => page.evaluate(() => document.activeElement?.textContent.trim());

/** Whether the focus can be seen: a ring that is wide enough, in a colour of its own. */
async function expectVisibleFocus(): Promise<void> {
  const ring = await page.evaluate(() => {
    const element = document.activeElement!;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    return {
      isVisible: element.matches(":focus-visible"),
      style: outlineStyle,
      width: parseFloat(outlineWidth),
      isPainted: !/, 0\)$|transparent/.test(outlineColor),
    };
  });
  expect(ring, await focusedName()).toMatchObject({ isVisible: true, style: "solid", isPainted: true });
  expect(ring.width).toBeGreaterThanOrEqual(2);
}

/** Goes on by Tab, as somebody without a mouse does, to the button of that name; every stop on the way can be seen. */
async function tabTo(name: string): Promise<void> {
  const stops: (string | undefined)[] = [];
  while (stops.at(-1) !== name && stops.length < 30) {
    await page.keyboard.press("Tab");
    await expectVisibleFocus();
    stops.push(await focusedName());
  }
  expect(stops).toContain(name);
}

/** Goes on once the page that follows is loaded: what is looked at before its stylesheet has come is in the browser's own style. */
async function press(key: string, until: () => Promise<unknown>): Promise<void> {
  await page.keyboard.press(key);
  await until();
  await page.waitForLoadState();
}

const atSignIn = () => page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
const atConsent = () => page.getByRole("button", { name: "Authorize" }).waitFor();
const atStart = () => page.waitForURL(`${clinic.origin}/integrations`);
const atCancelled = () => page.locator("[data-fullscript=callback][data-status=cancelled]").waitFor();

async function goToConsent(): Promise<void> {
  await tabTo(CONNECT);
  await press("Enter", atSignIn);
  await tabTo("Sign in");
  await press("Enter", atConsent);
}

async function cancel(): Promise<void> {
  await goToConsent();
  await tabTo("Cancel");
  await press("Enter", atCancelled);
  expect(await focusedName()).toBe("Connection cancelled");
}

describe("without a mouse", () => {
  it("connects and returns to the starting page", async () => {
    await goToConsent();
    await tabTo("Authorize");
    await press("Enter", atStart);
    await page.getByText("Disconnect my Fullscript account").waitFor();
  });

  it("someone cancels, and Enter on the heading connects again", async () => {
    await cancel();
    await press("Enter", atConsent);
  });

  it("someone cancels, and one Tab further is the button that connects again, and another one that goes back", async () => {
    await cancel();
    await page.keyboard.press("Tab");
    await expectVisibleFocus();
    expect(await focusedName()).toBe("Connect again");
    await press(" ", atConsent);
    await tabTo("Cancel");
    await press("Enter", atCancelled);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expectVisibleFocus();
    expect(await focusedName()).toBe("Go back");
    await press("Enter", atStart);
  });

  it("cancels, and Escape returns to a usable button", async () => {
    await cancel();
    await press("Escape", atStart);
    // The clinic begins each page that it changes to at its heading.
    await page.waitForFunction(() => document.activeElement?.textContent === "Integrations");
    await page.getByRole("button", { name: CONNECT }).waitFor();
    await tabTo(CONNECT);
  });

  it("someone whose approval has expired gets another one", async () => {
    sandbox.switches.set({ codeLifetimeMs: 0 });
    await goToConsent();
    await tabTo("Authorize");
    await press("Enter", () => page.locator("[data-fullscript=callback][data-status=expired]").waitFor());
    expect(await focusedName()).toBe("Fullscript’s approval has expired");
    sandbox.switches.reset();
    await press("Enter", atConsent);
    await tabTo("Authorize");
    await press("Enter", atStart);
    await page.getByText("Disconnect my Fullscript account").waitFor();
  });

  it("someone disconnects by the card, whose heading has the focus then", async () => {
    await goToConsent();
    await tabTo("Authorize");
    await press("Enter", atStart);
    await page.getByText("Disconnect my Fullscript account").waitFor();
    await tabTo("Disconnect my Fullscript account");
    // The clinic asks first.
    page.once("dialog", (dialog) => void dialog.accept());
    await press("Enter", () => page.locator("[data-fullscript=card][data-status=not-connected]").waitFor());
    expect(await focusedName()).toBe("Your Fullscript account is not connected");
    await tabTo(CONNECT);
  });
});
