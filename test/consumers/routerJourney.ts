import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser } from "../e2e/browser";
import type { Front } from "./front";

/** A button of the callback page, and the query string that is right once the router has done what it says. */
type Operation = readonly [label: string, search: string];

/** A router's host app, which has the same pages and labels whatever its router. */
export interface RouterHost {
  start: () => Promise<Front>;
  /** Each makes the router write the URL or load the page again. */
  operations: readonly Operation[];
  /** The one that adds a parameter to those that the router knows of. */
  additive: Operation;
  /** Codes that it would not leave as they are. */
  codes?: readonly string[];
}

const CODE = "c0de-of-this-journey";
const CLEAN = "?foo=a%20b&x=1";
const ENDPOINT = "/api/fullscript/connection";
const ONCE_EACH = ["GET /router/callback (url)", `POST ${ENDPOINT} (body)`];

let browser: Browser;
let context: BrowserContext;
let front: Front;
let page: Page;
let elsewhere: string[];
/** The path of the redirect URI. */
let arrival: string;

/** What every router owes: parameters that were taken out of the URL stay out, of it and of everything that the router sends. */
export function describeRouter(name: string, { start, operations, additive, codes = [] }: RouterHost): void {
  describe(name, () => {
    beforeAll(async () => {
      front = await start();
      browser = await launchBrowser();
    });

    afterAll(async () => {
      // One of them may have failed to start.
      await Promise.all([(browser as Browser | undefined)?.close(), (front as Front | undefined)?.close()]);
    });

    beforeEach(async () => {
      front.reset(CODE, "no-referrer");
      context = await browser.newContext();
      context.setDefaultTimeout(20_000);
      page = await context.newPage();
      elsewhere = [];
      page.on("request", (request) => {
        if (![front.origin, front.otherOrigin].includes(new URL(request.url()).origin)) elsewhere.push(request.url());
      });
    });

    afterEach(async () => {
      await context.close();
      // What the front has not seen, these tests have not checked.
      expect(elsewhere).toEqual([]);
    });

    it("removes exactly our parameters from the URL and keeps the spelling of the others", async () => {
      let answer!: () => void;
      front.answerAfter = new Promise<void>((resolve) => (answer = resolve));
      let before: string[] = [];
      await connect({
        meanwhile: async () => {
          await page.locator("[data-fullscript=callback][data-status=exchanging]").waitFor();
          before = await historyKeys();
          answer();
        },
      });
      await expectClean(CLEAN);
      expect(JSON.parse(posts()[0]!.body)).toMatchObject({ code: CODE });
      // What the router counts its entries and keeps its scroll positions by.
      expect(before.length).toBeGreaterThan(0);
      expect(await historyKeys()).toEqual(expect.arrayContaining(before));
    });

    it.each(operations)("%s does not bring the code back", async (label, search) => {
      await connect();
      await operate(label, search);
      await expectClean(search);
    });

    it.each(codes)("posts the code %s as it came, and takes it out", async (code) => {
      front.reset(code, "no-referrer");
      await connect();
      expect(JSON.parse(posts()[0]!.body)).toMatchObject({ code });
      expect(new URL(page.url()).search).toBe(CLEAN);
      await operate(...additive);
      expect(posts()).toHaveLength(1);
    });

    it("keeps working: links work, Back shows the outcome again, and the code does not return", async () => {
      await connect();
      await page.getByRole("link", { name: "Other page" }).click();
      await page.getByRole("link", { name: "Integrations" }).click();
      await page.getByRole("button", { name: "Fullscript account connected" }).waitFor();
      await page.goBack({ waitUntil: "commit" });
      await page.getByRole("heading", { name: "Other page" }).waitFor();
      await page.goBack({ waitUntil: "commit" });
      await expectClean(CLEAN);
      const [label, search] = operations[0]!;
      await operate(label, search);
      await expectClean(search);
      await page.goForward({ waitUntil: "commit" });
      await page.getByRole("heading", { name: "Other page" }).waitFor();
      await page.goBack({ waitUntil: "commit" });
      await page.goBack({ waitUntil: "commit" });
      await page.getByRole("button", { name: "Connect", exact: true }).waitFor();
      expect(leaks()).toEqual(ONCE_EACH);
    });

    it("shows the outcome again after a reload, by which the router has forgotten the code", async () => {
      await connect();
      await page.reload();
      await expectClean(CLEAN);
      await operate(...additive);
      await expectClean(additive[1]);
    });

    it("gets the clean URL by replaceUrl, and knows of no code then", async () => {
      await connect({ callback: "/router/replaced", label: "Connect with replaceUrl" });
      await expectClean(CLEAN);
      await operate(...additive);
      await expectClean(additive[1]);
      await page.getByRole("link", { name: "Other page" }).click();
      await page.getByRole("heading", { name: "Other page" }).waitFor();
      await page.goBack({ waitUntil: "commit" });
      await page.waitForURL((url) => url.search === additive[1]);
      expect(leaks()).toEqual(ONCE_EACH.map((leak) => leak.replace("callback", "replaced")));
    });

    it("lets the code go to no other origin by the browsers' own Referrer-Policy, but to the host's server", async () => {
      front.reset(CODE, undefined);
      let answer!: () => void;
      front.answerAfter = new Promise<void>((resolve) => (answer = resolve));
      const pixel = page.waitForResponse(`${front.otherOrigin}/pixel.svg`);
      await connect({
        meanwhile: async () => {
          await pixel;
          expect(page.url()).toContain(CODE);
          answer();
        },
      });
      const pixels = front.requests.filter(({ url }) => url === "/pixel.svg");
      expect(pixels.map(({ headers }) => headers.referer)).toEqual([`${front.origin}/`]);
      // Why the README says `no-referrer`.
      const own = leaks().filter((leak) => !ONCE_EACH.includes(leak));
      expect(own.length).toBeGreaterThan(0);
      expect(own.filter((leak) => !leak.endsWith("(referer)"))).toEqual([]);

      front.requests = [];
      await page.reload();
      await page.locator("[data-fullscript=callback][data-status=connected]").waitFor();
      expect(front.requests.length).toBeGreaterThan(0);
      expect(leaks()).toEqual([]);
    });
  });
}

interface Connection {
  callback?: string;
  label?: string;
  /** What happens between the arrival and the outcome. */
  meanwhile?: () => Promise<void>;
}

/** From the button to the outcome. */
async function connect({
  callback = "/router/callback",
  label = "Connect",
  meanwhile,
}: Connection = {}): Promise<void> {
  arrival = callback;
  await page.goto(`${front.origin}/router/start`);
  await page.getByRole("button", { name: label, exact: true }).click();
  await page.waitForURL((url) => url.pathname === callback);
  await meanwhile?.();
  await page.locator("[data-fullscript=callback][data-status=connected]").waitFor();
  // The router has heard of it, by now or soon.
  await page.locator("[data-testid=search]", { hasNotText: CODE }).waitFor();
}

/** Presses a button and waits for the router to have written the URL and loaded the page again. */
async function operate(label: string, search: string): Promise<void> {
  const before = await page.getByTestId("loads").textContent();
  await page.getByRole("button", { name: label, exact: true }).click();
  await page.waitForURL((url) => url.search === search);
  await page.waitForFunction((text) => document.querySelector("[data-testid=loads]")?.textContent !== text, before);
}

const historyKeys = () => page.evaluate(() => Object.keys(history.state as object));
const posts = () => front.requests.filter(({ method, url }) => method === "POST" && url === ENDPOINT);
const isSecret = (text: unknown) => /fsc1\.|c0de-of-this-journey/.test(JSON.stringify(text));

/** Where requests held the code or the state, but for the authorization request, whose state it is. */
function leaks(): string[] {
  return front.requests
    .filter(({ url }) => !url.startsWith("/authorize"))
    .flatMap(({ method, url, headers, body }) =>
      Object.entries({ url, body, ...headers })
        .filter(([, value]) => isSecret(value))
        .map(([place]) => `${method} ${url.split("?")[0]} (${place})`),
    );
}

async function expectClean(search: string): Promise<void> {
  await page.locator("[data-fullscript=callback][data-status=connected]").waitFor();
  expect(new URL(page.url()).search).toBe(search);
  expect(isSecret(await page.evaluate(() => history.state as unknown)), "in history.state").toBe(false);
  expect(leaks()).toEqual(ONCE_EACH.map((leak) => leak.replace("/router/callback", arrival)));
  expect(posts()).toHaveLength(1);
}
