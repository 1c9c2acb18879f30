import { createHash } from "node:crypto";
import type { IDBFactory } from "fake-indexeddb";
import type { FullscriptConfig } from "react-fullscript-connect";
import { type CallbackBrowser, type StorageLike } from "react-fullscript-connect/core";
import { createMemoryStorage } from "../core/inside/internals";
import { StrictMode } from "react";
import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { vi } from "vitest";
import { pageAt } from "../core/testBrowser";
import { createTabLocks } from "../tabLocks";
import { createEndpoint } from "./endpoint";

const SESSIONS = Symbol.for("react-fullscript-connect.sessions.1");
const ORIGIN = "https://clinic.example";

/** A copy of the package, as each page load has one: with a browser seam of its own. */
export async function loadPackage() {
  vi.resetModules();
  const { callbackBrowser, globalBrowser } = await import("../core/inside/internals");
  const { FullscriptCallback, FullscriptConnectButton } = await import("react-fullscript-connect");
  return { browsers: [globalBrowser, callbackBrowser], FullscriptCallback, FullscriptConnectButton };
}

export type Package = Awaited<ReturnType<typeof loadPackage>>;

/** Where a tab is: on a page of the clinic, or at Fullscript with a request. */
export interface Tab {
  page?: Page | undefined;
  /** The `state` that Fullscript was given last. */
  state?: string | undefined;
  isAtFullscript: boolean;
}

/** One page load. */
interface Page {
  kind: "app" | "callback";
  url: string;
  historyState: unknown;
  isOpen: boolean;
  sessions: unknown;
  root: Root;
  container: HTMLElement;
  ui: Package;
  told: string[];
  /** The code that it was loaded with. */
  code: string | undefined;
  /** Whether it was known by then that this code connected. */
  isReplay: boolean;
  releaseLocks: () => void;
}

/** One browser with some tabs, a host app, and its endpoint. */
export function createWorld(packages: readonly Package[], isIdempotent: boolean, indexedDB?: IDBFactory) {
  const unused = [...packages];
  const storage: StorageLike = createMemoryStorage();
  const locks = createTabLocks();
  const endpoint = createEndpoint();
  const tabs: Tab[] = Array.from({ length: 3 }, () => ({ isAtFullscript: false }));
  let user: string | null = "user-a";
  let isOnline = true;
  let bytes = 0;
  let current: Page | undefined;

  // One registry a page, not one for the process.
  Object.defineProperty(globalThis, SESSIONS, {
    configurable: true,
    get: () => current?.sessions,
    set: (sessions: unknown) => Object.assign(current!, { sessions }),
  });

  const config = (page: Page): FullscriptConfig & { storage: StorageLike } => ({
    clientId: "client-1",
    redirectUri: `${ORIGIN}/fullscript/callback`,
    environment: "us-snd",
    endpoint: "/api/fullscript/connection",
    idempotent: isIdempotent,
    subject: user,
    // A page that is gone writes nothing more, although its timers still fire here.
    storage: {
      getItem: (key) => storage.getItem(key),
      setItem: (key, value) => page.isOpen && storage.setItem(key, value),
      removeItem: (key) => page.isOpen && storage.removeItem(key),
      key: (index) => storage.key(index),
      get length() {
        return storage.length;
      },
    },
    // Nor does it send anything.
    fetch: (_, init) =>
      page.isOpen ? endpoint.take(init!, Date.now(), user, () => page.isOpen) : new Promise(() => undefined),
  });

  function draw(page: Page): void {
    const { FullscriptCallback, FullscriptConnectButton } = page.ui;
    const tell = ({ status }: { status: string }) => page.told.push(status);
    const options = config(page);
    current = page;
    flushSync(() =>
      page.root.render(
        <StrictMode>
          {page.kind === "app" ? (
            <FullscriptConnectButton {...options} appState={{ patient: "42" }} returnTo="/patients/42" />
          ) : (
            <FullscriptCallback
              {...options}
              autoLeave={false}
              onConnected={tell}
              onCancelled={tell}
              onExpired={tell}
              onFailed={tell}
            />
          )}
        </StrictMode>,
      ),
    );
  }

  function load(tab: Tab, kind: Page["kind"], url: string, historyState: unknown = null): void {
    close(tab);
    const ui = unused.pop()!;
    const lock = locks.openPage();
    const container = document.createElement("div");
    document.body.append(container);
    const code = new URL(url, ORIGIN).searchParams.get("code") ?? undefined;
    const isReplay = endpoint.posts.some((post) => post.code === code && post.answer === "ok" && post.isHeard);
    const page: Page = {
      isReplay,
      kind,
      url,
      historyState,
      isOpen: true,
      sessions: undefined,
      root: createRoot(container),
      container,
      ui,
      told: [],
      code,
      releaseLocks: lock.close,
    };
    const leave = (to: string) => {
      close(tab);
      const state = new URL(to, ORIGIN).searchParams.get("state");
      if (state !== null) Object.assign(tab, { state, isAtFullscript: true });
    };
    const seam = {
      now: () => Date.now(),
      random: () => 0.5,
      randomBytes: (length: number) =>
        new Uint8Array(createHash("sha256").update(String(bytes++)).digest()).slice(0, length),
      // What a page that is gone had begun ends here, at its locks, or at its request.
      sha256: (text: string) =>
        page.isOpen
          ? Promise.resolve(new Uint8Array(createHash("sha256").update(text).digest()))
          : new Promise(() => undefined),
      locks: () => lock.locks,
      indexedDB: () => (page.isOpen ? indexedDB : undefined),
      isOnline: () => isOnline,
      location: () => pageAt(page.url, ORIGIN),
      historyState: () => page.historyState,
      replaceHistory: (state: unknown, next: string) =>
        Object.assign(page, { historyState: structuredClone(state), url: next }),
      popState: () => undefined,
      assign: leave,
      replace: leave,
      isVisible: () => true,
      onRestore: () => () => undefined,
    } satisfies Partial<CallbackBrowser>;
    for (const browser of ui.browsers) Object.assign(browser, seam);
    Object.assign(tab, { page, isAtFullscript: false });
    draw(page);
  }

  function close(tab: Tab): void {
    const { page } = tab;
    if (!page) return;
    Object.assign(page, { isOpen: false });
    page.releaseLocks();
    // What it shows is nobody's any more, and would only be drawn again and again.
    current = page;
    page.root.unmount();
    page.container.remove();
    tab.page = undefined;
  }

  const press = (tab: Tab, label: RegExp): void => {
    current = tab.page;
    const button = [...(tab.page?.container.querySelectorAll("button") ?? [])].find(({ textContent }) =>
      label.test(textContent),
    );
    if (button) flushSync(() => button.click());
  };

  return {
    tabs,
    posts: endpoint.posts,
    storage,
    canLoad: (pages: number) => unused.length >= pages,
    openApp: (tab: Tab) => load(tab, "app", "/patients/42"),
    press,
    arrive: (tab: Tab, answer: Record<string, string>) =>
      load(tab, "callback", `/fullscript/callback?${new URLSearchParams({ ...answer, state: tab.state! }).toString()}`),
    reload: (tab: Tab) => load(tab, tab.page!.kind, tab.page!.url, tab.page!.historyState),
    /** Duplicates one tab's page into another: with its URL and its history state. */
    duplicate: (from: Tab, to: Tab) => {
      const { kind, url, historyState } = from.page!;
      load(to, kind, url, historyState);
      to.state = from.state;
    },
    close,
    remount: ({ page }: Tab) => {
      flushSync(() => page!.root.unmount());
      page!.root = createRoot(page!.container);
      draw(page!);
    },
    setUser: (next: string | null) => {
      user = next;
      for (const { page } of tabs) if (page) draw(page);
    },
    setOnline: (next: boolean) => {
      isOnline = next;
    },
    answer: endpoint.answer,
    user: () => user,
    end: () => {
      for (const tab of tabs) close(tab);
      Reflect.deleteProperty(globalThis, SESSIONS);
    },
  };
}

export type World = ReturnType<typeof createWorld>;
