import type { Browser, BrowserContext, Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Example, startExample } from "../../example/server";
import { type Sandbox, startSandbox } from "../../sandbox";
import { createGate } from "../createGate";
import { authorize, launchBrowser, signIn } from "./browser";
import { freePort } from "./freePort";

const ENDPOINT = "/api/fullscript/connection";
const client = { clientId: "e2e-id", clientSecret: "e2e-secret" };

let browser: Browser;
let sandbox: Sandbox;
let clinic: Example;
/** A clinic whose redirect URI is not the one that Fullscript has. */
let mistaken: Example;

beforeAll(async () => {
  const port = await freePort();
  sandbox = await startSandbox({ port: 0, ...client, redirectUris: [`http://localhost:${port}/fullscript/callback`] });
  const settings = { ...client, ...sandbox.endpoints, dataFolder: "memory", log: () => undefined };
  clinic = await startExample({ ...settings, port, redirectUri: `http://localhost:${port}/fullscript/callback` });
  mistaken = await startExample({ ...settings, port: 0 });
  browser = await launchBrowser();
  // The first visit transforms every module; no test is to wait for that.
  const page = await browser.newPage();
  for (const { origin } of [clinic, mistaken]) await page.goto(`${origin}/integrations`, { waitUntil: "networkidle" });
  await page.close();
});

afterAll(async () => {
  await browser.close();
  await Promise.all([clinic.close(), mistaken.close(), sandbox.close()]);
});

let context: BrowserContext;
let page: Page;
/** The codes that the browser posted, in turn. */
let posted: string[];
/** What the browser's console said in earnest. */
let complaints: string[];

beforeEach(async () => {
  sandbox.reset();
  context = await browser.newContext();
  posted = [];
  complaints = [];
  context.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith(ENDPOINT))
      posted.push((request.postDataJSON() as { code: string }).code);
  });
  // Vite's own client looks for a server that pushes updates; here is none.
  const isVite = (text: string) => /^Connecting to 'ws:/.test(text) || text.includes("[vite]");
  context.on(
    "console",
    (message) => message.type() === "error" && !isVite(message.text()) && complaints.push(message.text()),
  );
  context.on("weberror", (error) => complaints.push(String(error.error())));
  page = await context.newPage();
  // Somebody is signed in at the start of a test, by the first page, and not connected.
  await context.request.get(`${clinic.origin}/integrations`);
  const forgotten = await context.request.delete(clinic.origin + ENDPOINT, { headers: { origin: clinic.origin } });
  expect(forgotten.ok()).toBe(true);
  await page.goto(`${clinic.origin}/integrations`);
  sandbox.log.clear();
});

afterEach(() => context.close());

const connectButton = (on = page) => on.getByRole("button", { name: "Connect my Fullscript account", exact: true });
const panel = (on = page) => on.locator("[data-fullscript=callback]");
const tokenRequests = () => sandbox.log.entries().filter(({ grantType }) => grantType === "authorization_code");
const isConnected = async (on = page) =>
  (
    (await on.evaluate(async (endpoint) => (await fetch(endpoint)).json() as Promise<unknown>, ENDPOINT)) as {
      connected: boolean;
    }
  ).connected;

/** Answers the browser's POSTs in the backend's place; `undefined` leaves one to the backend. */
const answerPosts = (answer: (route: Route) => Promise<void> | undefined) =>
  page.route(
    `**${ENDPOINT}`,
    (route) => (route.request().method() === "POST" ? answer(route) : undefined) ?? route.continue(),
  );

async function answerOnce(answer: (route: Route) => Promise<void>): Promise<void> {
  let isAnswered = false;
  await answerPosts((route) => {
    if (isAnswered) return undefined;
    isAnswered = true;
    return answer(route);
  });
}

/** Waits for the callback's outcome and its next step. */
async function outcome(status: string, code?: string): Promise<void> {
  await panel()
    .and(page.locator(`[data-status=${status}]`))
    .waitFor();
  expect(await panel().getAttribute("data-error")).toBe(code ?? null);
  expect(await panel().getByRole("button").count()).toBeGreaterThan(0);
  expect(
    await panel()
      .getByRole("heading")
      .evaluate((heading) => heading === document.activeElement),
  ).toBe(true);
}

/** Goes to Fullscript, where someone signs in, as far as the consent page. */
async function goToConsent(): Promise<void> {
  await connectButton().click();
  await signIn(page);
  await page.getByRole("button", { name: "Authorize" }).waitFor();
}

describe("connecting", () => {
  it("from the integrations page: back there, connected, by one POST under StrictMode and one token request", async () => {
    await goToConsent();
    await authorize(page);
    await page.waitForURL(`${clinic.origin}/integrations`);
    await page.getByText("Disconnect my Fullscript account").waitFor();
    expect(await isConnected()).toBe(true);
    expect(posted).toHaveLength(1);
    expect(tokenRequests()).toMatchObject([{ status: 200 }]);
    expect(complaints).toEqual([]);
  });

  it("from a patient's page: back on that patient, with nothing of the patient on the wire", async () => {
    await page.goto(`${clinic.origin}/patients/42`);
    const left = page.waitForRequest((request) => request.url().startsWith(`${sandbox.origin}/api/oauth/authorize`));
    await page.getByRole("button", { name: "Add a Fullscript treatment plan" }).click();
    expect(new URL((await left).url()).searchParams.get("state")).toMatch(/^fsc1\.[\w-]{43}\.$/);
    await signIn(page);
    await authorize(page);
    await page.waitForURL(`${clinic.origin}/patients/42`);
    await page.getByRole("heading", { name: /^New plan for/ }).waitFor();
    expect(await isConnected()).toBe(true);
    expect(posted).toHaveLength(1);
  });

  it("by signing up in a second tab: it finishes there", async () => {
    await connectButton().click();
    await page.getByRole("link", { name: "Sign up" }).click();
    await page.getByLabel("Name").fill("Dr. New Here");
    await page.getByLabel("E-mail").fill("new@example.com");
    await page.getByRole("button", { name: "Sign up" }).click();
    const [second] = await Promise.all([
      context.waitForEvent("page"),
      page.getByRole("link", { name: "Confirm my e-mail and continue" }).click(),
    ]);
    await authorize(second);
    await second.waitForURL(`${clinic.origin}/integrations`);
    expect(await isConnected(second)).toBe(true);
    expect(posted).toHaveLength(1);
  });

  it("again without a click at Fullscript, for someone who has consented before", async () => {
    await goToConsent();
    await authorize(page);
    await page.waitForURL(`${clinic.origin}/integrations`);
    await page.goto(`${clinic.origin}/fullscript/callback?error=server_error`);
    await outcome("failed", "authorization_error");
    await panel().getByRole("button", { name: "Connect again" }).click();
    await page.waitForURL((url) => url.origin === clinic.origin && url.pathname !== "/fullscript/callback");
    expect(new Set(posted).size).toBe(2);
    expect(await isConnected()).toBe(true);
  });
});

describe("cancelling", () => {
  it("shows a calm message and the way back", async () => {
    await goToConsent();
    await page.getByRole("button", { name: "Cancel" }).click();
    await outcome("cancelled");
    expect(page.url()).toBe(`${clinic.origin}/fullscript/callback`);
    expect(posted).toEqual([]);
    await panel().getByRole("button", { name: "Go back" }).click();
    await page.waitForURL(`${clinic.origin}/integrations`);
    expect(await isConnected()).toBe(false);
  });

  it("then Back to the consent page and authorizing after all connects", async () => {
    await goToConsent();
    await page.getByRole("button", { name: "Cancel" }).click();
    await outcome("cancelled");
    await page.goBack({ waitUntil: "commit" });
    await authorize(page);
    await page.waitForURL(`${clinic.origin}/integrations`);
    expect(await isConnected()).toBe(true);
    expect(posted).toHaveLength(1);
  });
});

describe("what must not connect", () => {
  it("a wrong redirect_uri ends in the sandbox's 404, and Back makes the button usable again", async () => {
    await page.goto(`${mistaken.origin}/integrations`);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().startsWith(`${sandbox.origin}/api/oauth/authorize`)),
      connectButton().click(),
    ]);
    expect(answer.status()).toBe(404);
    await page.goBack({ waitUntil: "commit" });
    await page.locator("[data-fullscript=button][data-status=idle]").waitFor();
  });

  it("a forged callback, for which there is no transaction, is refused", async () => {
    await page.goto(`${clinic.origin}/fullscript/callback?code=forged&state=fsc1.${"A".repeat(43)}.`);
    await outcome("failed", "state_mismatch");
    expect(posted).toEqual([]);
    expect(await isConnected()).toBe(false);
  });

  it("a tampered state is refused", async () => {
    await goToConsent();
    await page.route(`${sandbox.origin}/api/oauth/authorize`, async (route) => {
      const response = await route.fetch({ maxRedirects: 0 });
      const url = new URL(response.headers().location!);
      url.searchParams.set("state", `${url.searchParams.get("state")!}A`);
      await route.fulfill({ response, headers: { ...response.headers(), location: url.href } });
    });
    await authorize(page);
    await outcome("failed", "state_mismatch");
    expect(posted).toEqual([]);
  });

  it("shows an expired code as expired, and connects again", async () => {
    sandbox.switches.set({ codeLifetimeMs: 0 });
    await goToConsent();
    await authorize(page);
    await outcome("expired", "code_rejected");
    sandbox.switches.reset();
    await panel().getByRole("button", { name: "Connect again" }).click();
    await authorize(page);
    await page.waitForURL(`${clinic.origin}/integrations`);
    expect(await isConnected()).toBe(true);
    expect(new Set(posted).size).toBe(2);
  });

  it("an app reached as 127.0.0.1 whose redirectUri says localhost is refused before leaving", async () => {
    await page.goto(`${clinic.origin.replace("localhost", "127.0.0.1")}/integrations`);
    await connectButton().click();
    await page.getByRole("alert").waitFor();
    expect(await connectButton().getAttribute("data-error")).toBe("misconfigured");
    expect(page.url()).toContain("127.0.0.1");
    expect(sandbox.log.entries()).toEqual([]);
  });
});

describe("a backend that answers", () => {
  const ANSWERS: [string, (route: Route) => Promise<void>, string, string, string][] = [
    [
      "401",
      (route) => route.fulfill({ status: 401, json: { error: "unauthorized" } }),
      "failed",
      "exchange_unauthorized",
      "Try again",
    ],
    [
      "400 invalid_grant",
      (route) => route.fulfill({ status: 400, json: { error: "invalid_grant" } }),
      "expired",
      "code_rejected",
      "Connect again",
    ],
    [
      "HTML",
      (route) =>
        route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html><title>Sign in</title>" }),
      "failed",
      "exchange_rejected",
      "Connect again",
    ],
  ];

  it.each(ANSWERS)("%s is shown, and the code is posted once", async (_, answer, status, code, action) => {
    await answerPosts(answer);
    await goToConsent();
    await authorize(page);
    await outcome(status, code);
    await panel().getByRole("button", { name: action }).waitFor();
    expect(posted).toHaveLength(1);
  });

  it.each<[string, (route: Route) => Promise<void>]>([
    ["500", (route) => route.fulfill({ status: 500, json: { error: "server_error" } })],
    ["nothing", (route) => route.abort("connectionreset")],
  ])(
    "%s at first is asked again with the same code, because the clinic's endpoint is idempotent",
    async (_, answer) => {
      await answerOnce(answer);
      await goToConsent();
      await authorize(page);
      await page.waitForURL(`${clinic.origin}/integrations`);
      expect(posted).toHaveLength(2);
      expect(new Set(posted).size).toBe(1);
      expect(tokenRequests()).toHaveLength(1);
      expect(await isConnected()).toBe(true);
    },
  );

  it("401 lets the user sign in to the clinic and try again with the same code", async () => {
    await answerOnce((route) => route.fulfill({ status: 401, json: {} }));
    await goToConsent();
    await authorize(page);
    await outcome("failed", "exchange_unauthorized");
    await panel().getByRole("button", { name: "Try again" }).click();
    await page.waitForURL(`${clinic.origin}/integrations`);
    expect(new Set(posted).size).toBe(1);
    expect(await isConnected()).toBe(true);
  });
});

describe("while the exchange is under way", () => {
  /** As far as the callback page, which the backend's answer does not reach before it is released. */
  async function startHeld(): Promise<{ url: string; release: () => void }> {
    const [answered, released] = [createGate(), createGate()];
    await answerOnce(async (route) => {
      const response = await route.fetch();
      answered.open();
      await released.opened;
      await route.fulfill({ response });
    });
    await goToConsent();
    const returned = page.waitForRequest((request) =>
      request.url().startsWith(`${clinic.origin}/fullscript/callback?`),
    );
    await authorize(page);
    await answered.opened;
    return { url: (await returned).url(), release: released.open };
  }

  it("a duplicated tab posts with the same key and shows the outcome, and Fullscript sees the code once", async () => {
    const { url, release } = await startHeld();
    const second = await context.newPage();
    await second.goto(url);
    await second.waitForURL(`${clinic.origin}/integrations`);
    release();
    await page.waitForURL(`${clinic.origin}/integrations`);
    expect(posted).toHaveLength(2);
    expect(new Set(posted).size).toBe(1);
    expect(tokenRequests()).toHaveLength(1);
  });

  it("a reload asks again with the same key, and Fullscript sees the code once", async () => {
    await startHeld();
    await page.reload();
    await page.waitForURL(`${clinic.origin}/integrations`);
    expect(posted).toHaveLength(2);
    expect(new Set(posted).size).toBe(1);
    expect(tokenRequests()).toMatchObject([{ status: 200 }]);
    expect(await isConnected()).toBe(true);
  });

  it("waits while offline, says so, and continues when online", async () => {
    await goToConsent();
    await page.addInitScript(() =>
      Object.defineProperty(navigator, "onLine", { get: () => sessionStorage.getItem("online") === "yes" }),
    );
    await authorize(page);
    await panel().and(page.locator("[data-waiting=offline]")).waitFor();
    expect(posted).toEqual([]);
    await page.evaluate(() => {
      sessionStorage.setItem("online", "yes");
      dispatchEvent(new Event("online"));
    });
    await page.waitForURL(`${clinic.origin}/integrations`);
    expect(posted).toHaveLength(1);
  });
});

describe("coming back", () => {
  it("finds a usable button after Back from Fullscript, with and without the back/forward cache", async () => {
    await page.evaluate(() => {
      addEventListener("pageshow", ({ persisted }) => (document.documentElement.dataset.restored = String(persisted)));
    });
    await connectButton().click();
    await page.waitForURL(`${sandbox.origin}/**`);
    await page.goBack({ waitUntil: "commit" });
    await page.locator("[data-fullscript=button][data-status=idle]").waitFor();
    expect(await page.locator("html").getAttribute("data-restored")).toBe("true");
    await goToConsent();
    await authorize(page);
    await page.waitForURL(`${clinic.origin}/integrations`);
    expect(posted).toHaveLength(1);
  });

  it("reloading the outcome shows it again, and posts nothing", async () => {
    await goToConsent();
    await page.getByRole("button", { name: "Cancel" }).click();
    await outcome("cancelled");
    await page.reload();
    await outcome("cancelled");
    expect(posted).toEqual([]);
  });

  it("leaves neither code nor state in the URL, the history state or the storage", async () => {
    sandbox.switches.set({ codeLifetimeMs: 0 });
    await goToConsent();
    await authorize(page);
    await outcome("expired", "code_rejected");
    const left = await page.evaluate(() =>
      JSON.stringify([location.href, history.state, localStorage, sessionStorage]),
    );
    expect(posted).toHaveLength(1);
    expect(left).not.toContain(posted[0]);
    expect(page.url()).toBe(`${clinic.origin}/fullscript/callback`);
  });
});
