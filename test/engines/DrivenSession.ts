import type { Ears, Session } from "../faults/Session";
import type { World } from "../faults/startWorld";
import type { Driver } from "./Driver";
import { DrivenTab, until } from "./DrivenTab";

/** One user of an engine that Playwright does not drive. The pages themselves tell what they say, and obey its clock and its network. */
export class DrivenSession<Handle> implements Session {
  readonly #driver: Driver<Handle>;
  readonly #world: World;
  readonly #cookies = new Map<string, string>();
  readonly #known = new Set<Handle>();
  #tabs: DrivenTab<Handle>[] = [];

  constructor(driver: Driver<Handle>, world: World, ears: Ears) {
    this.#driver = driver;
    this.#world = world;
    world.instruments = { ...ears, passedMs: 0, isOffline: false };
  }

  async newPage(): Promise<DrivenTab<Handle>> {
    const handle = await this.#driver.open();
    return this.#keep(handle);
  }

  /** A window that a page opens from now on. */
  async waitForEvent(): Promise<DrivenTab<Handle>> {
    let opened: Handle | undefined;
    await until(
      async () => (opened = (await this.#driver.handles()).find((handle) => !this.#known.has(handle))) !== undefined,
      "a window",
    );
    return this.#keep(opened as Handle);
  }

  async setOffline(isOffline: boolean): Promise<void> {
    this.#world.instruments!.isOffline = isOffline;
    await this.#inAll(`window.setOnline?.(${!isOffline})`);
  }

  readonly clock = {
    // Every page has it.
    install: () => Promise.resolve(),
    fastForward: (ms: number) => this.#pass(ms),
    // It goes on from there, and every page has the same.
    setFixedTime: (time: number) => this.#pass(time - Date.now() - this.#world.instruments!.passedMs, true),
  };

  readonly request = {
    get: (url: string) => this.#ask(url),
    post: (url: string, { form }: { form: Record<string, string> }) => this.#ask(url, new URLSearchParams(form)),
  };

  async close(): Promise<void> {
    await this.#driver.end();
  }

  async #ask(url: string, body?: URLSearchParams): Promise<{ headers: () => Record<string, string> }> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie },
      ...(body && { method: "POST", body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
      await this.#driver.setCookie(new URL(url).origin, name, value);
    }
    return { headers: () => Object.fromEntries(response.headers) };
  }

  #keep(handle: Handle): DrivenTab<Handle> {
    const tab = new DrivenTab(this.#driver, handle);
    this.#known.add(handle);
    this.#tabs.push(tab);
    return tab;
  }

  async #pass(ms: number, staysSet = false): Promise<void> {
    this.#world.instruments!.passedMs += ms;
    await this.#inAll(`window.pass?.(${ms}, ${staysSet})`);
  }

  async #inAll(expression: string): Promise<void> {
    const open = await this.#driver.handles();
    this.#tabs = this.#tabs.filter(({ handle }) => open.includes(handle));
    for (const { handle } of this.#tabs) {
      await this.#driver.evaluate(handle, expression).catch(async (error: unknown) => {
        // A window may have closed by itself meanwhile.
        if ((await this.#driver.handles()).includes(handle)) throw error;
      });
    }
  }
}
