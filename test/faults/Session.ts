import type { World } from "./startWorld";

/** What of Playwright's `Locator` the situations use, so that other engines can have it too. */
export interface Found {
  first(): Found;
  and(other: Found): Found;
  or(other: Found): Found;
  getByRole(role: "button", options?: { name?: string }): Found;
  click(): Promise<void>;
  waitFor(options?: { state?: "visible" | "detached"; timeout?: number }): Promise<void>;
  isVisible(): Promise<boolean>;
  allInnerTexts(): Promise<string[]>;
  evaluate<T>(task: (element: HTMLElement) => T): Promise<T>;
}

/** The same of its `Page`. */
export interface Tab extends Pick<Found, "getByRole"> {
  goto(url: string, options?: { waitUntil?: "commit" }): Promise<unknown>;
  url(): string | Promise<string>;
  reload(): Promise<unknown>;
  goBack(options?: { waitUntil?: "commit" }): Promise<unknown>;
  goForward(options?: { waitUntil?: "commit" }): Promise<unknown>;
  close(): Promise<void>;
  locator(selector: string): Found;
  evaluate<T>(task: () => T | Promise<T>): Promise<T>;
  waitForFunction(task: () => boolean): Promise<unknown>;
  waitForTimeout(ms: number): Promise<void>;
  waitForEvent(event: "close"): Promise<unknown>;
}

interface Reply {
  headers(): Record<string, string>;
}

/** The same of its `BrowserContext`: one user's tabs, cookies and storage. */
export interface Session {
  newPage(): Promise<Tab>;
  waitForEvent(event: "page"): Promise<Tab>;
  setOffline(isOffline: boolean): Promise<void>;
  clock: {
    install(): Promise<void>;
    fastForward(ms: number): Promise<void>;
    setFixedTime(time: number): Promise<void>;
  };
  /** Asks with the session's cookies, without any tab. */
  request: {
    get(url: string, options: { maxRedirects: 0 }): Promise<Reply>;
    post(url: string, options: { form: Record<string, string>; maxRedirects: 0 }): Promise<Reply>;
  };
  close(): Promise<void>;
}

/** Who is told what goes on in a session. */
export interface Ears {
  /** On a console. */
  said: (text: string) => void;
  /** What a callback waits for. */
  waited: (wait: string) => void;
  requested: (url: string) => void;
}

/** A browser of one kind. */
export interface Engine<Kind extends Session = Session> {
  /** A new user, who has seen nothing of this world. */
  open: (world: World, ears: Ears) => Promise<Kind>;
  close: () => Promise<void>;
}
