import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { START } from "./host/variant";
import type { World } from "./startWorld";
import { requestTokens } from "./tokenClient";

/** Where a page has come to rest. */
export interface Ending {
  /** `connected` for whoever is back where they started, or else the callback's status and error. */
  seen: string;
  /** The main button, or `arrived`. */
  step: string;
}

/** One user with a browser context of their own, signed in at Fullscript. */
export class Visit {
  /** What the callbacks waited for, as the user was told. */
  readonly waits = new Set<string>();
  /** Everything that the consoles said. */
  readonly said: string[] = [];
  /** Each code and each state that Fullscript sent back. */
  readonly codes = new Set<string>();
  readonly states = new Set<string>();
  readonly context: BrowserContext;
  readonly world: World;
  /** The tabs that are to come to rest. */
  pages: Page[] = [];

  private constructor(context: BrowserContext, world: World) {
    this.context = context;
    this.world = world;
  }

  /** @param hasConsented before, so that Fullscript sends the user straight back */
  static async start(browser: Browser, world: World, hasConsented: boolean): Promise<Visit> {
    const context = await browser.newContext();
    const visit = new Visit(context, world);
    context.on("console", (message) => visit.said.push(`${message.text()} ${message.location().url}`));
    context.on("weberror", (error) => visit.said.push(String(error.error())));
    context.on("request", (request) => visit.#keep(request.url()));
    await context.exposeFunction("sawWait", (wait: string) => visit.waits.add(wait));
    await context.addInitScript(reportWaits);
    await visit.#signIn(hasConsented);
    visit.pages = [await context.newPage()];
    return visit;
  }

  get page(): Page {
    return this.pages[0]!;
  }

  async open(url: string): Promise<Page> {
    const page = await this.context.newPage();
    this.pages.push(page);
    await page.goto(url);
    return page;
  }

  /** Clicks Connect where the user works, and is sent back with a code. */
  async connect(): Promise<void> {
    await this.page.goto(this.world.origin + START);
    await this.page.getByRole("button", { name: "Connect my Fullscript account" }).click();
  }

  /** As `connect`, up to the moment when the backend has traded the code and the proxy holds its answer; gives the callback's URL. */
  async connectAndHold(): Promise<string> {
    await this.connect();
    await this.world.proxy.reached(1);
    return this.page.url();
  }

  /** Gives the URL by which Fullscript sends the user back, without any tab going there. */
  async beginApart(): Promise<string> {
    await this.page.goto(this.world.origin + START);
    return this.fetchCallbackUrl();
  }

  /** The same, from whatever page is open. */
  async fetchCallbackUrl(): Promise<string> {
    await this.page.waitForFunction(() => "begin" in window);
    const url = await this.page.evaluate(() => window.begin!());
    const response = await this.context.request.get(url, { maxRedirects: 0 });
    return response.headers().location!;
  }

  /** Comes back to a held callback, which React mounts when there is no network any more; gives the callback's URL. */
  async arriveOffline(): Promise<string> {
    await this.connect();
    await this.page.waitForFunction(() => "mount" in window);
    await this.context.setOffline(true);
    await this.page.evaluate(() => window.mount!());
    await this.panel(this.page, "[data-waiting=offline]").waitFor();
    return this.page.url();
  }

  async mount(page: Page): Promise<void> {
    await page.waitForFunction(() => "mount" in window);
    await page.evaluate(() => window.mount!());
  }

  panel(page: Page, condition = ""): Locator {
    return page.locator(`[data-fullscript=callback]${condition}`).first();
  }

  /** Waits until this page asks for nothing but the user. @param staysConnected whether a connected callback is not left by itself */
  async rest(page: Page, staysConnected: boolean): Promise<Ending> {
    const ends = ["failed", "expired", "cancelled", "absent", ...(staysConnected ? ["connected"] : [])];
    const arrived = page.locator("[data-page=start][data-connected=true], [data-page=landing]");
    const panel = page.locator(ends.map((status) => `[data-fullscript=callback][data-status=${status}]`).join());
    await arrived.or(panel).first().waitFor({ timeout: 60_000 });
    if (await arrived.isVisible()) return { seen: "connected", step: page.url() === this.world.origin + START ? "arrived" : `lost at ${page.url()}` };

    const [status, error] = await panel.first().evaluate(({ dataset }) => [dataset.status, dataset.error] as const);
    const buttons = await panel.first().getByRole("button").allInnerTexts();
    return { seen: error === undefined ? status! : `${status} ${error}`, step: buttons[0] ?? "none" };
  }

  /** Waits until the page that opens windows asks for nothing but the user; `connected` is what the app's cache says, too. */
  async restWithButton(connected = ":not([data-status=exchanging], [data-status=awaiting])"): Promise<string> {
    const button = this.page.locator("[data-fullscript=button][data-intent]").first();
    const failed = button.and(this.page.locator("[data-status=failed], [data-status=expired], [data-status=cancelled]"));
    const told = this.page.locator(`[data-page=start]:has([data-told=true]):has([data-intent]${connected})`);
    await told.or(failed).first().waitFor({ timeout: 60_000 });
    const [status, error] = await button.evaluate(({ dataset }) => [dataset.status, dataset.error] as const);
    return error === undefined ? "connected" : `${status} ${error}`;
  }

  #keep(url: string): void {
    if (!url.startsWith(`${this.world.redirectUri}?`)) return;
    const { searchParams } = new URL(url);
    const [code, state] = [searchParams.get("code"), searchParams.get("state")];
    // A cancel has no code.
    if (code !== null) this.codes.add(code);
    if (state !== null) this.states.add(state);
  }

  async #signIn(hasConsented: boolean): Promise<void> {
    const { sandbox, redirectUri } = this.world;
    const { request } = this.context;
    await request.post(`${sandbox.origin}/sign-in`, { form: { request: "", email: "maya.rivera@example.com", password: "demo" }, maxRedirects: 0 });
    if (hasConsented) {
      const query = new URLSearchParams({ client_id: "faults-id", redirect_uri: redirectUri, response_type: "code" }).toString();
      const answer = await request.post(sandbox.endpoints.authorizationEndpoint, { form: { request: query, decision: "authorize" }, maxRedirects: 0 });
      const code = new URL(answer.headers().location!).searchParams.get("code")!;
      await requestTokens(sandbox, redirectUri, code);
    }
    sandbox.log.clear();
  }
}

/** Runs in each page: tells what a callback waits for, however briefly it says so. */
function reportWaits(): void {
  const { sawWait } = window as unknown as { sawWait: (wait: string) => void };
  const look = ({ target }: { target: Node }) => {
    const { fullscript, waiting } = (target as HTMLElement).dataset;
    if (fullscript === "callback" && waiting !== undefined) sawWait(waiting);
  };
  new MutationObserver((changes) => changes.forEach(look)).observe(document, { subtree: true, attributeFilter: ["data-waiting"] });
}
