// @vitest-environment node
import { describe, expect, it } from "vitest";
import type {
  Arrival,
  CallbackEffect,
  CallbackEvent,
  CallbackPhase,
  CallbackState,
  Ending,
} from "../../../src/core/callback/CallbackState";
import { selectAllowed, selectView } from "../../../src/core/callback/selectView";
import { INITIAL_STATE, transition } from "../../../src/core/callback/transition";
import { FullscriptError } from "../../../src/core/FullscriptError";
import type { ReceivedCode } from "../../../src/core/ReceivedCode";
import type { Settlement, Transaction } from "../../../src/core/transaction";
import { NOW } from "../testBrowser";

const TRANSACTION: Transaction = {
  nonce: "n",
  state: "fsc1.n.",
  createdAt: NOW,
  clientId: "client-1",
  environment: "us-snd",
  authorizationEndpoint: "https://fullscript.example/authorize",
  redirectUri: "https://clinic.example/callback",
  returnTo: "/patients/42",
  subject: "user-a",
  responses: {},
};
const CONTEXT = { transaction: TRANSACTION, appState: { patient: 42 }, returnTo: "/patients/42" };
const OWNER = { subject: "user-a" };
const HOST = { subject: "user-a", isMounted: true, autoLeave: true, canAuthorize: true };
const CODE: ReceivedCode = { code: "c", transaction: TRANSACTION, fingerprint: "f", key: "k", receivedAt: NOW };

const UNAUTHORIZED = new FullscriptError("exchange_unauthorized", "401.", { retryable: true });
const REJECTED = new FullscriptError("exchange_rejected", "404.");
const CONNECTED: Settlement = { status: "connected", at: NOW };

const withPhase = (current: CallbackPhase, more: Partial<CallbackState> = {}): CallbackState => ({
  ...INITIAL_STATE,
  context: CONTEXT,
  owner: OWNER,
  host: HOST,
  current,
  ...more,
});

const settled = (ending: Ending, more: Partial<Extract<CallbackPhase, { phase: "settled" }>> = {}): CallbackPhase => ({
  phase: "settled",
  ending,
  settlement: { status: ending.status, at: NOW },
  retry: undefined,
  isRestarting: false,
  restartError: undefined,
  ...more,
});

const code: Arrival = { kind: "code", code: "c" };

/** One state for each phase, and for each way to be settled. */
const STATES = {
  reading: withPhase({ phase: "reading" }, { context: undefined, owner: undefined }),
  absent: withPhase({ phase: "absent" }, { context: undefined, owner: undefined }),
  offering: withPhase({ phase: "offering", arrival: code }),
  delivered: withPhase({ phase: "delivered" }),
  waiting: withPhase(
    { phase: "waiting-for-user", arrival: code, isOverdue: false },
    { host: { ...HOST, subject: null } },
  ),
  overdue: withPhase(
    { phase: "waiting-for-user", arrival: code, isOverdue: true },
    { host: { ...HOST, subject: null } },
  ),
  receiving: withPhase({ phase: "receiving" }),
  exchanging: withPhase({ phase: "exchanging", code: CODE, attempt: 1, waiting: undefined }),
  connected: withPhase(settled({ status: "connected", connection: 1, replayed: false }), {
    notified: ["connected"],
    willLeave: false,
  }),
  cancelled: withPhase(settled({ status: "cancelled" }), { notified: ["cancelled"] }),
  expired: withPhase(settled({ status: "expired", error: new FullscriptError("code_rejected", "400.") }), {
    notified: ["expired"],
  }),
  failed: withPhase(settled({ status: "failed", error: REJECTED }), { notified: ["failed"] }),
  retryable: withPhase(settled({ status: "failed", error: UNAUTHORIZED }, { retry: CODE }), { notified: ["failed"] }),
  restarting: withPhase(settled({ status: "cancelled" }, { isRestarting: true }), { notified: ["cancelled"] }),
} satisfies Record<string, CallbackState>;
type Name = keyof typeof STATES;

const opened = (arrival: Arrival, more: Partial<Extract<CallbackEvent, { type: "opened" }>> = {}): CallbackEvent => ({
  type: "opened",
  arrival,
  context: CONTEXT,
  owner: OWNER,
  isForOpener: false,
  ...more,
});

const EVENTS = {
  opened: opened(code),
  "host-changed": { type: "host-changed", host: { ...HOST, subject: "user-a", isMounted: true } },
  "user-timeout": { type: "user-timeout" },
  "offered(true)": { type: "offered", isTaken: true },
  "offered(false)": { type: "offered", isTaken: false },
  received: { type: "received", code: CODE },
  progress: { type: "progress", attempt: 2, waiting: "retry" },
  exchanged: { type: "exchanged", settled: CONNECTED, connection: { id: 7 }, replayed: false },
  "failed, final": { type: "failed", error: REJECTED, at: NOW },
  "failed, retryable": { type: "failed", error: UNAUTHORIZED, at: NOW },
  retry: { type: "retry" },
  restart: { type: "restart" },
  "restart-ended, still here": { type: "restart-ended" },
  "restart-ended, failed": { type: "restart-ended", error: new FullscriptError("storage_unavailable", "Full.") },
  leave: { type: "leave" },
} satisfies Record<string, CallbackEvent>;
type EventName = keyof typeof EVENTS;

const phaseOf = ({ current }: CallbackState): string =>
  current.phase === "settled" ? `${current.ending.status}${current.retry ? ", retryable" : ""}` : current.phase;
const typesOf = (effects: readonly CallbackEffect[]): string => effects.map(({ type }) => type).join(", ");

/** Every event that a state reacts to: the next phase, and the effects in their order. Every other pair is ignored. */
const TABLE: Partial<Record<Name, Partial<Record<EventName, [phase: string, effects: string]>>>> = {
  reading: { opened: ["receiving", "receive"] },
  absent: { leave: ["absent", "navigate"] },
  offering: {
    "offered(true)": ["delivered", "clean-url, close-window"],
    "offered(false)": ["receiving", "receive"],
  },
  delivered: { leave: ["delivered", "close-window"] },
  waiting: {
    "host-changed": ["receiving", ""],
    "user-timeout": ["waiting-for-user", "report"],
    received: ["waiting-for-user", ""],
    "failed, final": ["waiting-for-user", ""],
    "failed, retryable": ["waiting-for-user", ""],
  },
  overdue: {
    "host-changed": ["receiving", ""],
    received: ["waiting-for-user", ""],
    "failed, final": ["waiting-for-user", ""],
    "failed, retryable": ["waiting-for-user", ""],
    leave: ["waiting-for-user", "clean-url, navigate"],
  },
  receiving: {
    received: ["exchanging", "exchange"],
    "failed, final": ["failed", "clean-url, report, notify"],
    "failed, retryable": ["failed", "clean-url, report, notify"],
  },
  exchanging: {
    progress: ["exchanging", ""],
    exchanged: ["connected", "clean-url, refresh-connection, notify, navigate"],
    "failed, final": ["failed", "clean-url, report, notify"],
    "failed, retryable": ["failed, retryable", "report, notify"],
  },
  connected: { leave: ["connected", "clean-url, navigate"] },
  cancelled: { restart: ["cancelled", "restart"], leave: ["cancelled", "clean-url, navigate"] },
  expired: { restart: ["expired", "restart"], leave: ["expired", "clean-url, navigate"] },
  failed: { restart: ["failed", "restart"], leave: ["failed", "clean-url, navigate"] },
  retryable: {
    retry: ["exchanging", "exchange"],
    restart: ["failed, retryable", "restart"],
    leave: ["failed, retryable", "clean-url, navigate"],
  },
  restarting: {
    "restart-ended, still here": ["cancelled", ""],
    "restart-ended, failed": ["cancelled", "report, notify"],
    leave: ["cancelled", "clean-url, navigate"],
  },
};

const PAIRS = (Object.keys(STATES) as Name[]).flatMap((name) =>
  (Object.keys(EVENTS) as EventName[]).map((event) => [name, event] as const),
);

describe("transition", () => {
  it.each(PAIRS)("%s + %s", (name, event) => {
    const state: CallbackState = STATES[name];
    const next = transition(state, EVENTS[event]);
    const expected = TABLE[name]?.[event];
    if (expected) expect([phaseOf(next.state), typesOf(next.effects)]).toEqual(expected);
    else expect(next, "an event that doesn't fit changes nothing").toEqual({ state, effects: [] });
  });

  it.each<[string, Arrival, string, string]>([
    ["nothing", { kind: "absent" }, "absent", ""],
    [
      "an outcome in the history entry",
      { kind: "settled", settlement: CONNECTED },
      "connected",
      "clean-url, refresh-connection, notify",
    ],
    [
      "a cancel",
      { kind: "error", error: "access_denied", errorDescription: undefined, at: NOW },
      "cancelled",
      "record, clean-url, notify",
    ],
    [
      "an error",
      { kind: "error", error: "server_error", errorDescription: undefined, at: NOW },
      "failed",
      "record, clean-url, report, notify",
    ],
    ["an invalid response", { kind: "invalid", error: REJECTED, at: NOW }, "failed", "clean-url, report, notify"],
    ["a code that is received", { ...code, received: CODE }, "exchanging", "receive, exchange"],
  ])("opens %s", (_, arrival, phase, effects) => {
    const next = transition(STATES.reading, opened(arrival));
    expect([phaseOf(next.state), typesOf(next.effects)]).toEqual([phase, effects]);
  });

  it.each<[string, Arrival, string]>([
    ["a cancel", { kind: "error", error: "access_denied", errorDescription: "You won", at: NOW }, "clean-url"],
    ["an error", { kind: "error", error: "evil_text", errorDescription: "You won", at: NOW }, "clean-url, report"],
  ])("changes no record and notifies nobody of %s that nobody asked for", (_, arrival, effects) => {
    const next = transition(STATES.reading, opened(arrival, { context: undefined, owner: undefined }));
    expect(typesOf(next.effects)).toBe(effects);
    expect(JSON.stringify(next.state)).not.toMatch(/evil_text|You won/);
  });

  it("offers a response to the opener before anything else", () => {
    const next = transition(STATES.reading, opened(code, { isForOpener: true }));
    expect([phaseOf(next.state), typesOf(next.effects)]).toEqual(["offering", "offer"]);
  });

  it("starts the code's ten minutes while the user is unknown, and waits for the user", () => {
    const state = withPhase({ phase: "reading" }, { host: { ...HOST, subject: null } });
    const next = transition(state, opened(code));
    expect([phaseOf(next.state), typesOf(next.effects)]).toEqual(["waiting-for-user", "start-user-timer, receive"]);
    const received = transition(next.state, EVENTS.received);
    const known = transition(received.state, EVENTS["host-changed"]);
    expect([phaseOf(known.state), typesOf(known.effects)]).toEqual(["exchanging", "exchange"]);
  });

  it("has no effects for progress that shows nothing new", () => {
    const event = { type: "progress", attempt: 1, waiting: undefined } as const;
    expect(transition(STATES.exchanging, event).state).toBe(STATES.exchanging);
  });
});

describe("what the tables pin down", () => {
  const run = (state: CallbackState, ...events: CallbackEvent[]) =>
    events.reduce(
      ({ state: before, effects }, event) => {
        const next = transition(before, event);
        return { state: next.state, effects: [...effects, ...next.effects] };
      },
      { state, effects: [] as CallbackEffect[] },
    );
  const changed = (host: Partial<CallbackState["host"]>): CallbackEvent => ({
    type: "host-changed",
    host: { ...HOST, ...host },
  });
  const count = (effects: readonly CallbackEffect[], type: CallbackEffect["type"]) =>
    effects.filter((effect) => effect.type === type).length;

  it("1: the URL is clean before anyone is notified or navigated, and keeps a code that may be used", () => {
    for (const [name, events] of Object.entries(TABLE)) {
      for (const event of Object.keys(events)) {
        const { effects } = transition(STATES[name as Name], EVENTS[event as EventName]);
        const types = effects.map(({ type }) => type);
        const clean = types.indexOf("clean-url");
        for (const type of ["notify", "navigate"] as const)
          if (clean >= 0 && types.includes(type)) expect(clean).toBeLessThan(types.indexOf(type));
      }
    }
    expect(count(transition(STATES.exchanging, EVENTS["failed, retryable"]).effects, "clean-url")).toBe(0);
    expect(count(transition(STATES.retryable, EVENTS.leave).effects, "clean-url")).toBe(1);
  });

  it("2: a host is notified once for each outcome", () => {
    const again = run(STATES.exchanging, EVENTS["failed, retryable"], EVENTS.retry, EVENTS["failed, retryable"]);
    expect(count(again.effects, "notify")).toBe(1);
    const then = run(again.state, EVENTS.retry, EVENTS.exchanged);
    expect(count(then.effects, "notify")).toBe(1);
  });

  it("3: another user sees a mismatch and nothing of the outcome, and the rightful user sees it again", () => {
    const other = run(STATES.connected, changed({ subject: "user-b" }));
    expect(other.effects).toMatchObject([
      { type: "report", error: { code: "subject_mismatch" } },
      { type: "notify", outcome: { status: "failed", appState: undefined, returnTo: undefined } },
    ]);
    expect(JSON.stringify(viewOf(other.state))).not.toMatch(/patient/);
    const back = run(other.state, changed({}));
    expect(viewOf(back.state)).toMatchObject({ status: "connected", returnTo: "/patients/42" });
    expect(count(back.effects, "notify")).toBe(0);
  });

  it("3: another user is not led to the first one's page, and starts again as someone else", () => {
    const other = run(STATES.cancelled, changed({ subject: "user-b" }));
    expect(transition(other.state, EVENTS.leave).effects).toContainEqual({
      type: "navigate",
      returnTo: undefined,
      isPopup: false,
    });
    expect(transition(other.state, EVENTS.restart).effects).toEqual([
      { type: "restart", context: undefined, entry: expect.anything() as unknown },
    ]);
  });

  it("3: a mismatch that the endpoint found hides what the first user was doing", () => {
    const mismatch = new FullscriptError("subject_mismatch", "409.");
    const { state } = run(STATES.exchanging, { type: "failed", error: mismatch, at: NOW });
    expect(viewOf(state)).toMatchObject({ status: "failed", appState: undefined, returnTo: undefined });
  });

  it("4: the user is taken back once, only while a subscriber is mounted, and only if the host wants it", () => {
    const hidden = withPhase(STATES.exchanging.current, { host: { ...HOST, isMounted: false } });
    const done = run(hidden, EVENTS.exchanged);
    expect(count(done.effects, "navigate")).toBe(0);
    const shown = run(done.state, changed({}), changed({ isMounted: false }), changed({}));
    expect(count(shown.effects, "navigate")).toBe(1);
    const stays = withPhase(STATES.exchanging.current, { host: { ...HOST, autoLeave: false } });
    expect(count(run(stays, EVENTS.exchanged).effects, "navigate")).toBe(0);
  });

  it("4: a user who came back to a settled page stays", () => {
    const back = run(
      STATES.reading,
      opened({ kind: "settled", settlement: CONNECTED }),
      changed({ isMounted: false }),
      changed({}),
    );
    expect(count(back.effects, "navigate")).toBe(0);
  });

  it("cleans the URL when the page is shown again, unless the code may be used", () => {
    for (const [name, expected] of [
      ["failed", 1],
      ["retryable", 0],
    ] as const) {
      const shown = run(STATES[name], changed({ isMounted: false }), changed({}));
      expect(count(shown.effects, "clean-url")).toBe(expected);
    }
  });

  const noop = () => undefined;
  const viewOf = (state: CallbackState) => selectView(state, { retry: noop, restart: noop, leave: noop });

  it.each(Object.entries(STATES))("6: an action is in the view exactly if its event is allowed: %s", (_, state) => {
    const view = viewOf(state);
    const allowed = selectAllowed(state);
    for (const action of ["retry", "restart", "leave"] as const) {
      expect(action in view, action).toBe(allowed[action]);
      const isIgnored = transition(state, { type: action }).effects.length === 0;
      // A second restart is ignored while the first one is on its way.
      if (!(action === "restart" && "isRestarting" in view)) expect(isIgnored, action).toBe(!allowed[action]);
    }
  });

  it.each<[string, CallbackState, string]>([
    ["reading", STATES.reading, "reading"],
    ["absent", STATES.absent, "absent"],
    ["offering", STATES.offering, "reading"],
    ["delivered", STATES.delivered, "delivered"],
    ["waiting", STATES.waiting, "reading"],
    ["overdue", STATES.overdue, "failed"],
    ["receiving", STATES.receiving, "reading"],
    ["exchanging", STATES.exchanging, "exchanging"],
    ["connected", STATES.connected, "connected"],
    ["cancelled", STATES.cancelled, "cancelled"],
    ["expired", STATES.expired, "expired"],
    ["failed", STATES.failed, "failed"],
  ])("shows %s, and never the code", (_, state, status) => {
    const view = viewOf(state);
    expect(view.status).toBe(status);
    expect(JSON.stringify(view)).not.toContain('"c"');
  });

  it.each<[string, Partial<CallbackState>, boolean]>([
    ["with a transaction", {}, true],
    ["with a transaction and without the host's configuration", { host: { ...HOST, canAuthorize: false } }, true],
    ["without a transaction", { context: undefined, owner: undefined }, true],
    ["with neither", { context: undefined, owner: undefined, host: { ...HOST, canAuthorize: false } }, false],
    ["while the user is unknown", { host: { ...HOST, subject: null } }, false],
    ["in a popup that has lost its app", { context: undefined, owner: undefined, isPopup: true }, false],
    [
      "with a stored server that isn't Fullscript's",
      {
        host: { ...HOST, canAuthorize: false },
        context: {
          ...CONTEXT,
          transaction: { ...TRANSACTION, environment: { authorizationEndpoint: "https://evil.example" } },
        },
      },
      false,
    ],
  ])("offers a restart %s: %s", (_, more, expected) => {
    expect("restart" in viewOf({ ...STATES.cancelled, ...more })).toBe(expected);
  });
});
