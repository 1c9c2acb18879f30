import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox";
import { authorize, signIn } from "../e2e/browser";
import { panels } from "./arrive";
import { CALLBACK, CLIENT_ID, ENDPOINT, type Scene } from "./host/scene";
import { openBrowser } from "./openBrowser";
import { POLICY, type Site, startSite } from "./startSite";

declare global {
  interface Window {
    /** What the policy forbade, and what was put into the page that no server sent. */
    violations: string[];
    injected: string[];
  }
}

let browser: Browser;
let site: Site;
let sandbox: Sandbox;
let page: Page;
/** Everything that the console said in earnest: a violation, a hydration that differs. */
let complaints: string[];

beforeAll(async () => {
  // React compares server and browser in development alone.
  site = await startSite({ mode: "development" });
  sandbox = await startSandbox({
    port: 0,
    clientId: CLIENT_ID,
    clientSecret: "looks-secret",
    redirectUris: [site.origin + CALLBACK],
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await Promise.all([site.close(), sandbox.close()]);
});

beforeEach(async () => {
  sandbox.reset();
  complaints = [];
  const context = await browser.newContext();
  context.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  context.on("weberror", (error) => complaints.push(String(error.error())));
  page = await context.newPage();
  await page.addInitScript(watch);
});
afterEach(() => page.context().close());

/** In the page, before anything of it. */
function watch(): void {
  window.violations = [];
  window.injected = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
    window.violations.push([effectiveDirective, blockedURI, sample].join(" ")),
  );
  addEventListener("DOMContentLoaded", () =>
    new MutationObserver((records) => {
      for (const { addedNodes } of records) {
        for (const node of addedNodes) {
          for (const element of node instanceof Element ? [node, ...node.querySelectorAll("*")] : []) {
            if (/^(style|script|link|iframe)$/i.test(element.localName)) window.injected.push(element.outerHTML);
          }
        }
      }
    }).observe(document, { childList: true, subtree: true }),
  );
}

async function expectNothingForbidden(): Promise<void> {
  expect(await page.evaluate(() => window.violations)).toEqual([]);
  expect(await page.evaluate(() => window.injected)).toEqual([]);
  expect(await page.evaluate(() => window.differences)).toEqual([]);
  expect(await page.locator("style").count()).toBe(0);
  expect(complaints).toEqual([]);
}

const theme = { accent: "rgb(10 20 30)", accentHover: "rgb(40 50 60)", radius: "3px", surface: "rgb(250 251 252)" };
const scene = (): Scene => ({
  authorizationEndpoint: sandbox.endpoints.authorizationEndpoint,
  buttons: [{ theme }],
  callbacks: [{ theme }],
});
const readBackground = (selector: string) =>
  page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);

describe.each([
  ["rendered by the client", false],
  ["rendered by a server and hydrated", true],
])("under the strictest policy, %s", (_, isHydrated) => {
  it("connects with the host's tokens, and violates no policy, injects nothing and looks the same", async () => {
    await page.route(`**${ENDPOINT}*`, (route) => route.fulfill({ json: { connected: true } }));
    site.show({ ...scene(), isHydrated });
    const answer = await page.goto(`${site.origin}/start`);
    expect(answer?.headers()["content-security-policy"]).toBe(POLICY);
    const markup = await answer!.text();
    expect(markup.includes("Connect my Fullscript account</span>")).toBe(isHydrated);
    expect(markup).not.toMatch(/\sstyle=/);

    const button = page.getByRole("button", { name: "Connect my Fullscript account" });
    // Set by the DOM, and so after hydration.
    await page.locator("[data-fullscript=button][style]").waitFor();
    await expect.poll(() => readBackground("[data-fullscript=button]")).toBe("rgb(10, 20, 30)");
    await expectNothingForbidden();

    await button.click();
    await signIn(page);
    const arrived = page.waitForResponse((response) => response.url().startsWith(site.origin + CALLBACK));
    await authorize(page);
    const callbackMarkup = await (await arrived).text();
    expect(callbackMarkup.includes('data-status="reading"')).toBe(isHydrated);
    expect(callbackMarkup).not.toMatch(/\sstyle=/);
    await panels(page, "connected").waitFor();
    await expect.poll(() => readBackground("[data-fullscript=callback]")).toBe("rgb(250, 251, 252)");
    await expect.poll(() => readBackground("[data-part=action]")).toBe("rgb(10, 20, 30)");
    await expectNothingForbidden();
  });
});

describe("the watch over all this", () => {
  it("sees a style attribute in server markup, and a style element", async () => {
    site.show({ ...scene(), isHydrated: true });
    await page.route(`${site.origin}/start`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        body: (await response.text()).replace("<button ", '<button style="--fullscript-accent:red" '),
      });
    });
    await page.goto(`${site.origin}/start`);
    await page.waitForFunction(() => window.violations.length > 0);
    await page.evaluate(() => document.head.append(document.createElement("style")));
    await page.waitForFunction(() => window.injected.length > 0);
    expect(complaints.join()).toContain("Content Security Policy");
  });
});
