import { setTimeout as wait } from "node:timers/promises";
import type { Found, Tab } from "../faults/Session";
import type { Driver } from "./Driver";
import { type Sought, withFound } from "./finder";

const PATIENCE_MS = 120_000;
const LOOK_MS = 50;
/** A page that is being left may never answer: WebKit stops its scripts as it keeps the page for Back. Then another look is taken. */
const LOOK_TIMEOUT_MS = 10_000;

/** A tab of an engine that Playwright does not drive, with as much of Playwright's API as the situations use. */
export class DrivenTab<Handle> implements Tab {
  readonly handle: Handle;
  readonly #driver: Driver<Handle>;

  constructor(driver: Driver<Handle>, handle: Handle) {
    this.#driver = driver;
    this.handle = handle;
  }

  async goto(url: string): Promise<void> {
    await this.#leave(() => this.#driver.navigate(this.handle, url));
  }

  async url(): Promise<string> {
    return this.evaluate(() => location.href);
  }

  async reload(): Promise<void> {
    await this.#leave(() => this.evaluate(() => void setTimeout(() => location.reload())));
  }

  async goBack(): Promise<void> {
    await this.#leave(() => this.evaluate(() => void setTimeout(() => history.back())));
  }

  async goForward(): Promise<void> {
    await this.#leave(() => this.evaluate(() => void setTimeout(() => history.forward())));
  }

  async close(): Promise<void> {
    await this.#driver.close(this.handle);
    await this.waitForEvent();
  }

  locator(css: string): Found {
    return new DrivenFound(this.#driver, this.handle, { css });
  }

  getByRole(_: "button", { name = "" }: { name?: string } = {}): Found {
    return new DrivenFound(this.#driver, this.handle, { button: name });
  }

  async evaluate<T>(task: () => T | Promise<T>): Promise<T> {
    return (await this.#driver.evaluate(this.handle, `(${task.toString()})()`)) as T;
  }

  async waitForFunction(task: () => boolean): Promise<void> {
    await until(() => this.#driver.evaluate(this.handle, `(${task.toString()})()`, LOOK_TIMEOUT_MS), task.toString());
  }

  async waitForTimeout(ms: number): Promise<void> {
    await wait(ms);
  }

  async waitForEvent(): Promise<void> {
    await until(async () => !(await this.#driver.handles()).includes(this.handle), "a window that is closed");
  }

  /** Until another document is there: a new one, or one from the back/forward cache. */
  async #leave(act: () => Promise<unknown>): Promise<void> {
    const mark = `left-${Math.random()}`;
    await this.#driver.evaluate(this.handle, `void (window.mark = ${JSON.stringify(mark)})`);
    await act();
    await until(
      () => this.#driver.evaluate(this.handle, `window.mark !== ${JSON.stringify(mark)}`, LOOK_TIMEOUT_MS),
      "another document",
    );
  }
}

class DrivenFound<Handle> implements Found {
  readonly #driver: Driver<Handle>;
  readonly #handle: Handle;
  readonly #sought: Sought;

  constructor(driver: Driver<Handle>, handle: Handle, sought: Sought) {
    this.#driver = driver;
    this.#handle = handle;
    this.#sought = sought;
  }

  first(): Found {
    return this.#as({ first: this.#sought });
  }

  and(other: Found): Found {
    return this.#as({ both: [this.#sought, soughtBy(other)] });
  }

  or(other: Found): Found {
    return this.#as({ either: [this.#sought, soughtBy(other)] });
  }

  getByRole(_: "button", { name = "" }: { name?: string } = {}): Found {
    return this.#as({ button: name, within: this.#sought });
  }

  async click(): Promise<void> {
    await this.waitFor();
    await this.#driver.click(
      this.#handle,
      withFound(this.#sought, ([element]) => element),
    );
  }

  async waitFor({
    state = "visible",
    timeout = PATIENCE_MS,
  }: { state?: "visible" | "detached"; timeout?: number } = {}): Promise<void> {
    const isThere =
      state === "visible" ? () => this.isVisible() : async () => (await this.#run((elements) => elements.length)) === 0;
    await until(isThere, `${JSON.stringify(this.#sought)} ${state}`, timeout);
  }

  isVisible(): Promise<boolean> {
    return this.#run((elements) => elements.some((element) => element.getClientRects().length > 0));
  }

  allInnerTexts(): Promise<string[]> {
    return this.#run((elements) => elements.map(({ innerText }) => innerText));
  }

  async evaluate<T>(task: (element: HTMLElement) => T): Promise<T> {
    await until(() => this.#run((elements) => elements.length > 0), JSON.stringify(this.#sought));
    return (await this.#driver.evaluate(
      this.#handle,
      `(${task.toString()})(${withFound(this.#sought, ([element]) => element)})`,
    )) as T;
  }

  get sought(): Sought {
    return this.#sought;
  }

  async #run<T>(task: (elements: HTMLElement[]) => T): Promise<T> {
    return (await this.#driver.evaluate(this.#handle, withFound(this.#sought, task), LOOK_TIMEOUT_MS)) as T;
  }

  #as(sought: Sought): Found {
    return new DrivenFound(this.#driver, this.#handle, sought);
  }
}

function soughtBy(found: Found): Sought {
  if (!(found instanceof DrivenFound)) throw new Error("That is of another page.");
  return found.sought;
}

/** Looks until it is so. A page on its way to another cannot be looked at. */
export async function until(isSo: () => Promise<unknown>, what: string, patienceMs = PATIENCE_MS): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    let failure: unknown;
    try {
      if (await isSo()) return;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`, { cause: failure });
    await wait(LOOK_MS);
  }
}
