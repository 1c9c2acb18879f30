import type { Variant } from "./host/variant";
import type { Fault } from "./proxy";
import { START } from "./host/variant";
import { SITUATIONS } from "./situations";
import type { Tab } from "./Session";
import type { Visit } from "./Visit";

interface Expected {
  posts: number;
  tokenRequests: number;
  seen: string;
}

/** A situation where the answer comes in a window, and the page that opened it makes the exchange. */
export interface PopupSituation {
  name: string;
  faults?: readonly Fault[];
  variant?: Partial<Variant>;
  /** What happens, up to where everything else comes by itself. */
  act: (visit: Visit) => Promise<unknown>;
  expected: Expected | { idempotent: Expected; not: Expected };
}

const CONNECTED: Expected = { posts: 1, tokenRequests: 1, seen: "connected" };
const CONNECTED_BY_TWO: Expected = { ...CONNECTED, posts: 2 };
const failed = (error: string, tokenRequests: number): Expected => ({
  posts: 1,
  tokenRequests,
  seen: `failed ${error}`,
});
const onceMore = (error: string, tokenRequests = 1) => ({
  idempotent: CONNECTED_BY_TWO,
  not: failed(error, tokenRequests),
});

const HELD: readonly Fault[] = [{ kind: "hold" }];
const MINUTE_MS = 60_000;

/** One click. Nobody waits for the window, which may have gone again before anyone looks. */
export async function click(visit: Visit): Promise<void> {
  await visit.page.locator("[data-fullscript=button][data-intent]").first().click();
}

/** One click; gives the window, which is there until it is mounted. */
export async function openHeldWindow(visit: Visit): Promise<Tab> {
  const [popup] = await Promise.all([visit.context.waitForEvent("page"), click(visit)]);
  return popup;
}

async function connect(visit: Visit): Promise<void> {
  await visit.page.goto(visit.world.origin + START);
  await click(visit);
}

/** Up to the moment when the backend has traded the code and the proxy holds its answer. */
async function connectAndHold(visit: Visit): Promise<void> {
  await connect(visit);
  await visit.world.proxy.reached(1);
}

/** Up to the moment when the window has closed, because the page has the answer. */
async function connectHeld(visit: Visit, beforeAnswer?: () => Promise<void>): Promise<void> {
  await visit.page.goto(visit.world.origin + START);
  const popup = await openHeldWindow(visit);
  await popup.waitForFunction(() => "mount" in window);
  await beforeAnswer?.();
  const closed = popup.waitForEvent("close");
  await visit.mount(popup);
  await closed;
}

/** The answer reaches a page that has no network any more. */
async function connectOffline(visit: Visit): Promise<void> {
  await connectHeld(visit, () => visit.context.setOffline(true));
  await visit.page.locator("[data-fullscript=button][data-status=exchanging]").waitFor();
}

/** Those whose exchange goes as a redirect's does, and has the same faults. */
const AS_BEFORE: Record<string, PopupSituation["expected"]> = {
  StrictMode: CONNECTED,
  "answer lost after the exchange": onceMore("exchange_interrupted"),
  "429 with Retry-After": CONNECTED_BY_TWO,
  "503 three times": { ...CONNECTED, posts: 4 },
  "502": onceMore("exchange_unavailable", 0),
  "504 after the exchange happened": onceMore("exchange_unavailable"),
  "500": onceMore("exchange_unavailable", 0),
  // The button has no second try with the same code: the user signs in and clicks again.
  "401": failed("exchange_unauthorized", 0),
};

/** What a window makes of a situation that is about the callback's page. */
const OWN: readonly PopupSituation[] = [
  {
    name: "remount in flight",
    faults: HELD,
    expected: CONNECTED,
    act: async (visit) => {
      await connectAndHold(visit);
      const toggle = visit.page.getByRole("button", { name: "Toggle" });
      await toggle.click();
      await visit.page.locator("[data-fullscript=button]").waitFor({ state: "detached" });
      await toggle.click();
      visit.world.proxy.release();
    },
  },
  { name: "two components", variant: { buttons: 2, callbacks: 2 }, expected: CONNECTED, act: connect },
  {
    // Nobody holds the code any more, and the backend has it: what the page asks it says so.
    name: "reload in flight",
    faults: HELD,
    expected: CONNECTED,
    act: async (visit) => {
      await connectAndHold(visit);
      await visit.page.reload();
    },
  },
  {
    name: "tab closed in flight and reopened",
    faults: HELD,
    expected: CONNECTED,
    act: async (visit) => {
      await connectAndHold(visit);
      await visit.page.close();
      visit.pages = [];
      await visit.open(visit.world.origin + START);
    },
  },
  {
    name: "offline before",
    variant: { isHeld: true },
    expected: CONNECTED,
    act: async (visit) => {
      await connectOffline(visit);
      await visit.context.setOffline(false);
    },
  },
  {
    name: "offline during",
    faults: HELD,
    variant: { isHeld: true },
    expected: onceMore("exchange_interrupted"),
    act: async (visit) => {
      // The window has closed: going offline fails in a window that is closing.
      await connectHeld(visit);
      await visit.world.proxy.reached(1);
      await visit.context.setOffline(true);
      visit.world.proxy.cut();
      // Long enough for the loss to be seen without a network.
      await visit.page.waitForTimeout(500);
      await visit.context.setOffline(false);
    },
  },
  {
    name: "timeout",
    faults: HELD,
    expected: onceMore("exchange_interrupted"),
    act: async (visit) => {
      await visit.context.clock.install();
      await connectAndHold(visit);
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
      await connectAndHold(visit);
      await visit.context.clock.fastForward(9 * MINUTE_MS);
      visit.world.proxy.release();
    },
  },
  {
    name: "expired",
    variant: { isHeld: true },
    expected: { posts: 0, tokenRequests: 0, seen: "expired code_expired" },
    act: async (visit) => {
      await visit.context.clock.install();
      await connectOffline(visit);
      await visit.context.clock.fastForward(11 * MINUTE_MS);
      await visit.context.setOffline(false);
    },
  },
];

/** What cannot be with a window: the page that exchanges has no code in its URL, and no callback in its history. */
const WITHOUT = ["reload after", "duplicated tab in flight", "two tabs at once", "back", "forward"];

export const POPUP_SITUATIONS: readonly PopupSituation[] = SITUATIONS.filter(({ name }) => !WITHOUT.includes(name)).map(
  ({ name, faults = [], variant = {} }) => {
    const own = OWN.find((situation) => situation.name === name);
    const expected = AS_BEFORE[name];
    if (own) return own;
    if (!expected) throw new Error(`Nothing says what comes of "${name}" in a window.`);
    return { name, faults, variant, expected, act: connect };
  },
);
