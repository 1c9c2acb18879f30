import { START } from "./host/variant";
import type { Engine, Found, Session, Tab } from "./Session";
import type { World } from "./startWorld";
import { requestTokens } from "./tokenClient";

/** Where a page has come to rest. */
export interface Ending {
  /** `connected` for whoever is back where they started, or else the callback's status and error. */
  seen: string;
  /** The main button, or `arrived`. */
  step: string;
}

/** Its tabs, with whatever else this engine's can do. */
type PageOf<Kind extends Session> = Awaited<ReturnType<Kind["newPage"]>>;

/** One user with a browser context of their own, signed in at Fullscript. */
export class Visit<Kind extends Session = Session> {
  /** What the callbacks waited for, as the user was told. */
  readonly waits = new Set<string>();
  /** Everything that the consoles said. */
  readonly said: string[] = [];
  /** Each code and each state that Fullscript sent back. */
  readonly codes = new Set<string>();
  readonly states = new Set<string>();
  readonly world: World;
  /** The tabs that are to come to rest. */
  pages: PageOf<Kind>[] = [];
  #context: Kind | undefined;

  private constructor(world: World) {
    this.world = world;
  }

  /** @param hasConsented before, so that Fullscript sends the user straight back */
  static async start<Kind extends Session>(
    engine: Engine<Kind>,
    world: World,
    hasConsented: boolean,
  ): Promise<Visit<Kind>> {
    const visit = new Visit<Kind>(world);
    visit.#context = await engine.open(world, {
      said: (text) => visit.said.push(text),
      waited: (wait) => visit.waits.add(wait),
      requested: (url) => visit.#keep(url),
    });
    await visit.#signIn(hasConsented);
    await visit.newPage();
    return visit;
  }

  get context(): Kind {
    return this.#context!;
  }

  get page(): PageOf<Kind> {
    return this.pages[0]!;
  }

  /** One more tab that is to come to rest. */
  async newPage(): Promise<PageOf<Kind>> {
    const page = (await this.context.newPage()) as PageOf<Kind>;
    this.pages.push(page);
    return page;
  }

  async open(url: string): Promise<PageOf<Kind>> {
    const page = await this.newPage();
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
    return (this.page as Tab).url();
  }

  /** Gives the URL by which Fullscript sends the user back, without any tab going there. */
  async beginApart(): Promise<string> {
    await this.page.goto(this.world.origin + START);
    return this.fetchCallbackUrl();
  }

  /** The same, from whatever page is open. */
  async fetchCallbackUrl(): Promise<string> {
    const page: Tab = this.page;
    await page.waitForFunction(() => "begin" in window);
    const url = await page.evaluate(() => window.begin!());
    const response = await this.context.request.get(url, { maxRedirects: 0 });
    return response.headers().location!;
  }

  /** Comes back to a held callback, which React mounts when there is no network any more; gives the callback's URL. */
  async arriveOffline(): Promise<string> {
    await this.connect();
    const page: Tab = this.page;
    await page.waitForFunction(() => "mount" in window);
    await this.context.setOffline(true);
    await page.evaluate(() => window.mount!());
    await this.panel(this.page, "[data-waiting=offline]").waitFor();
    return (this.page as Tab).url();
  }

  /** Clicks what leads to another page, and waits until that is there: what is left may be shown a little longer. */
  async goOn(name: string): Promise<void> {
    const page: Tab = this.page;
    await page.evaluate(() => void (window.isLeft = true));
    await page.getByRole("button", { name }).click();
    await page.waitForFunction(() => !("isLeft" in window));
  }

  async mount(page: Tab): Promise<void> {
    await page.waitForFunction(() => "mount" in window);
    await page.evaluate(() => window.mount!());
  }

  panel(page: Tab, condition = ""): Found {
    return page.locator(`[data-fullscript=callback]${condition}`).first();
  }

  /** Waits until this page asks for nothing but the user. @param staysConnected whether a connected callback is not left by itself */
  async rest(page: Tab, staysConnected: boolean): Promise<Ending> {
    const ends = ["failed", "expired", "cancelled", "absent", ...(staysConnected ? ["connected"] : [])];
    const arrived = page.locator("[data-page=start][data-connected=true], [data-page=landing]");
    const panel = page.locator(ends.map((status) => `[data-fullscript=callback][data-status=${status}]`).join());
    await arrived.or(panel).first().waitFor({ timeout: 60_000 });
    if (await arrived.isVisible())
      return {
        seen: "connected",
        step: (await page.url()) === this.world.origin + START ? "arrived" : `lost at ${await page.url()}`,
      };

    const status = await panel.first().evaluate(({ dataset }) => `${dataset.status} ${dataset.error ?? ""}`.trim());
    const buttons = await panel.first().getByRole("button").allInnerTexts();
    return { seen: status, step: buttons[0] ?? "none" };
  }

  /** Waits until the page that opens windows asks for nothing but the user; `connected` is what the app's cache says, too. */
  async restWithButton(connected = ":not([data-status=exchanging], [data-status=awaiting])"): Promise<string> {
    const page: Tab = this.page;
    const button = page.locator("[data-fullscript=button][data-intent]").first();
    const failed = button.and(page.locator("[data-status=failed], [data-status=expired], [data-status=cancelled]"));
    const told = page.locator(`[data-page=start]:has([data-told=true]):has([data-intent]${connected})`);
    await told.or(failed).first().waitFor({ timeout: 60_000 });
    const { status, error } = await button.evaluate(({ dataset }) => ({
      status: dataset.status,
      error: dataset.error ?? "",
    }));
    return error === "" ? "connected" : `${status} ${error}`;
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
    await request.post(`${sandbox.origin}/sign-in`, {
      form: { request: "", email: "maya.rivera@example.com", password: "demo" },
      maxRedirects: 0,
    });
    if (hasConsented) {
      const query = new URLSearchParams({
        client_id: "faults-id",
        redirect_uri: redirectUri,
        response_type: "code",
      }).toString();
      const answer = await request.post(sandbox.endpoints.authorizationEndpoint, {
        form: { request: query, decision: "authorize" },
        maxRedirects: 0,
      });
      const code = new URL(answer.headers().location!).searchParams.get("code")!;
      await requestTokens(sandbox, redirectUri, code);
    }
    sandbox.log.clear();
  }
}
