import type { Variant } from "./host/variant";
import type { Fault } from "./proxy";
import type { Visit } from "./Visit";

/** What has to come out of a situation. */
export interface Expected {
  posts: number;
  /** Whether a tab may find the outcome before it posts. @default false */
  mayPostLess?: boolean;
  tokenRequests: number;
  seen: string;
  /** The main button, or `arrived`. */
  step: string;
  /** What the user may be told to wait for. @default nothing */
  mayWait?: readonly string[];
}

export interface Situation {
  name: string;
  /** What the first POSTs meet, in turn. */
  faults?: readonly Fault[];
  variant?: Partial<Variant>;
  /** Whether Fullscript asks for consent, and so has a page in the history. */
  isFirstTime?: boolean;
  /** What happens, up to where everything else comes by itself. @default one click on Connect */
  act?: (visit: Visit) => Promise<unknown>;
  expected: Expected | { idempotent: Expected; not: Expected };
}

const ARRIVED = { seen: "connected", step: "arrived" };
const CONNECTED: Expected = { posts: 1, tokenRequests: 1, ...ARRIVED };
const CONNECTED_BY_TWO: Expected = { posts: 2, tokenRequests: 1, ...ARRIVED };
const ON_THE_PANEL: Expected = { posts: 1, tokenRequests: 1, seen: "connected", step: "Continue" };
const RETRIED: Expected = { ...CONNECTED_BY_TWO, mayWait: ["retry"] };
const failed = (error: string, tokenRequests: number): Expected => ({
  posts: 1,
  tokenRequests,
  seen: `failed ${error}`,
  step: "Connect again",
});

/** Where it may have happened: asked again with the same key, or else the way on is a fresh code. */
const onceMore = (error: string, tokenRequests = 1) => ({ idempotent: RETRIED, not: failed(error, tokenRequests) });
/** Firefox and WebKit end a page's requests before the page, which then still says that it tries again. */
const whileLeft = (process.env.ENGINE ?? "chromium") === "chromium" ? [] : ["retry"];
/** An idempotent endpoint gets a POST from each tab at once. For another one, a tab waits for the first one. */
const fromTwoTabs = {
  idempotent: { ...CONNECTED_BY_TWO, mayPostLess: true },
  not: { ...CONNECTED, mayWait: ["other-tab"] },
};
/** Where another document may still be at it. */
const afterAnother = {
  idempotent: { ...CONNECTED_BY_TWO, mayWait: ["other-tab", ...whileLeft] },
  not: { ...failed("exchange_interrupted", 1), mayWait: ["other-tab"] },
};

const HELD: readonly Fault[] = [{ kind: "hold" }];
const MINUTE_MS = 60_000;

export const SITUATIONS: readonly Situation[] = [
  { name: "StrictMode", expected: CONNECTED },
  {
    name: "remount in flight",
    faults: HELD,
    expected: CONNECTED,
    act: async (visit) => {
      await visit.connectAndHold();
      const toggle = visit.page.getByRole("button", { name: "Toggle" });
      await toggle.click();
      await visit.panel(visit.page).waitFor({ state: "detached" });
      await toggle.click();
      await visit.panel(visit.page, "[data-status=exchanging]").waitFor();
      visit.world.proxy.release();
    },
  },
  { name: "two components", variant: { callbacks: 2 }, expected: CONNECTED },
  {
    name: "reload in flight",
    faults: HELD,
    expected: afterAnother,
    act: async (visit) => {
      await visit.connectAndHold();
      await visit.page.reload();
    },
  },
  {
    name: "reload after",
    variant: { autoLeave: false },
    expected: ON_THE_PANEL,
    act: async (visit) => {
      await visit.connect();
      await visit.panel(visit.page, "[data-status=connected]").waitFor();
      await visit.page.reload();
    },
  },
  {
    name: "duplicated tab in flight",
    faults: HELD,
    expected: fromTwoTabs,
    act: async (visit) => {
      const second = await visit.open(await visit.connectAndHold());
      await second.locator("[data-waiting=other-tab], [data-page=start]").first().waitFor();
      visit.world.proxy.release();
    },
  },
  {
    name: "two tabs at once",
    expected: fromTwoTabs,
    act: async (visit) => {
      const url = await visit.beginApart();
      await visit.newPage();
      await Promise.all(visit.pages.map((page) => page.goto(url, { waitUntil: "commit" })));
    },
  },
  {
    name: "back",
    variant: { keepsCallbackInHistory: true, autoLeave: false },
    expected: ON_THE_PANEL,
    act: async (visit) => {
      await visit.connect();
      await visit.panel(visit.page, "[data-status=connected]").getByRole("button", { name: "Continue" }).click();
      await visit.page.locator("[data-page=start][data-connected=true]").waitFor();
      await visit.page.goBack({ waitUntil: "commit" });
    },
  },
  {
    name: "forward",
    variant: { autoLeave: false },
    isFirstTime: true,
    expected: ON_THE_PANEL,
    act: async (visit) => {
      await visit.connect();
      await visit.page.getByRole("button", { name: "Authorize" }).click();
      await visit.panel(visit.page, "[data-status=connected]").waitFor();
      await visit.page.goBack({ waitUntil: "commit" });
      await visit.page.getByRole("button", { name: "Authorize" }).waitFor();
      await visit.page.goForward({ waitUntil: "commit" });
    },
  },
  {
    name: "tab closed in flight and reopened",
    faults: HELD,
    expected: afterAnother,
    act: async (visit) => {
      const url = await visit.connectAndHold();
      await visit.page.close();
      visit.pages = [];
      await visit.open(url);
    },
  },
  {
    name: "offline before",
    variant: { isHeld: true },
    expected: { ...CONNECTED, mayWait: ["offline"] },
    act: async (visit) => {
      await visit.arriveOffline();
      await visit.context.setOffline(false);
    },
  },
  {
    name: "offline during",
    faults: HELD,
    expected: { idempotent: { ...RETRIED, mayWait: ["retry", "offline"] }, not: failed("exchange_interrupted", 1) },
    act: async (visit) => {
      await visit.connectAndHold();
      await visit.context.setOffline(true);
      // Being told that there is no network leaves an open connection as it is.
      visit.world.proxy.cut();
      await visit.panel(visit.page, ":is([data-waiting=offline], [data-status=failed])").waitFor();
      await visit.context.setOffline(false);
    },
  },
  { name: "answer lost after the exchange", faults: [{ kind: "cut" }], expected: onceMore("exchange_interrupted") },
  {
    name: "429 with Retry-After",
    faults: [{ kind: "answer", status: 429, headers: { "Retry-After": "1" } }],
    expected: RETRIED,
  },
  {
    name: "503 three times",
    faults: Array<Fault>(3).fill({ kind: "answer", status: 503 }),
    expected: { ...RETRIED, posts: 4 },
  },
  { name: "502", faults: [{ kind: "answer", status: 502 }], expected: onceMore("exchange_unavailable", 0) },
  {
    name: "504 after the exchange happened",
    faults: [{ kind: "answerAfter", status: 504 }],
    expected: onceMore("exchange_unavailable"),
  },
  { name: "500", faults: [{ kind: "answer", status: 500 }], expected: onceMore("exchange_unavailable", 0) },
  {
    name: "401",
    faults: [{ kind: "answer", status: 401 }],
    expected: CONNECTED_BY_TWO,
    act: async (visit) => {
      await visit.connect();
      await visit
        .panel(visit.page, "[data-status=failed][data-error=exchange_unauthorized]")
        .getByRole("button", { name: "Try again" })
        .click();
    },
  },
  {
    name: "timeout",
    faults: HELD,
    expected: onceMore("exchange_interrupted"),
    act: async (visit) => {
      await visit.context.clock.install();
      await visit.connectAndHold();
      await visit.context.clock.fastForward(MINUTE_MS);
    },
  },
  {
    name: "slow 9 minutes",
    faults: HELD,
    variant: { timeoutMs: 10 * MINUTE_MS },
    expected: CONNECTED,
    act: async (visit) => {
      await visit.context.clock.install();
      await visit.connectAndHold();
      await visit.context.clock.fastForward(9 * MINUTE_MS);
      await visit.panel(visit.page, "[data-status=exchanging]").waitFor();
      visit.world.proxy.release();
    },
  },
  {
    // A tab that is restored long after, when the record of the request is still there.
    name: "expired",
    variant: { isHeld: true },
    expected: { posts: 0, tokenRequests: 0, seen: "expired code_expired", step: "Connect again", mayWait: ["offline"] },
    act: async (visit) => {
      await visit.context.clock.install();
      const url = await visit.arriveOffline();
      await visit.page.close();
      visit.pages = [];
      await visit.context.setOffline(false);
      await visit.context.clock.fastForward(11 * MINUTE_MS);
      await visit.mount(await visit.open(url));
    },
  },
];
