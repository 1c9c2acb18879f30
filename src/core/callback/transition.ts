import { FullscriptError } from "../FullscriptError";
import { isUnknownSubject, type Settlement } from "../transaction";
import { settlementOf } from "../settlement";
import type {
  Arrival,
  CallbackEffect,
  CallbackEvent,
  CallbackPhase,
  CallbackState,
  Ending,
  HostContext,
  Transition,
} from "./CallbackState";
import type { HistoryEntry } from "./historyEntry";
import { isOtherUser, selectAllowed, selectOutcome, USER_UNKNOWN } from "./selectView";
import type { ReceivedCode } from "../ReceivedCode";

/** The state of a callback that hasn't read its URL. */
export const INITIAL_STATE: CallbackState = {
  current: { phase: "reading" },
  context: undefined,
  owner: undefined,
  isPopup: false,
  host: { subject: undefined, isMounted: false, autoLeave: true, canAuthorize: false },
  notified: [],
  willLeave: true,
};

type SettledPhase = Extract<CallbackPhase, { phase: "settled" }>;

/** Returns the next state and the effects of an event. An event that doesn't fit the state changes nothing and has no effects. */
export function transition(state: CallbackState, event: CallbackEvent): Transition {
  const { current } = state;
  const ignored = stay(state);
  switch (event.type) {
    case "opened": {
      if (current.phase !== "reading") return ignored;
      const { arrival, context, owner, isForOpener } = event;
      // A user who comes back to a settled page wants to be there.
      const opened = { ...state, context, owner, willLeave: arrival.kind !== "settled" };
      return isForOpener ? go(opened, { phase: "offering", arrival }, { type: "offer" }) : begin(opened, arrival);
    }
    case "offered":
      if (current.phase !== "offering") return ignored;
      if (!event.isTaken) return begin({ ...state, isPopup: true }, current.arrival);
      return go(
        state,
        { phase: "delivered" },
        { type: "clean-url", entry: undefined },
        ...(state.host.autoLeave ? [{ type: "close-window" } as const] : []),
      );
    case "host-changed":
      return changeHost(state, event.host);
    case "user-timeout":
      if (current.phase !== "waiting-for-user" || current.isOverdue) return ignored;
      return go(state, { ...current, isOverdue: true }, { type: "report", error: USER_UNKNOWN });
    case "received":
      if (current.phase === "receiving") return exchange(state, event.code);
      if (current.phase !== "waiting-for-user" || current.arrival.kind !== "code") return ignored;
      return go(state, { ...current, arrival: { ...current.arrival, received: event.code } });
    case "progress": {
      const { attempt, waiting } = event;
      if (current.phase !== "exchanging" || (current.attempt === attempt && current.waiting === waiting))
        return ignored;
      return go(state, { ...current, attempt, waiting });
    }
    case "exchanged": {
      if (current.phase !== "exchanging") return ignored;
      const { settled, connection, replayed } = event;
      return settle(state, replayed ? replay(settled) : { status: "connected", connection, replayed: false }, settled);
    }
    case "failed": {
      const { error, at } = event;
      if (current.phase === "waiting-for-user" && current.arrival.kind === "code")
        return go(state, { ...current, arrival: { kind: "invalid", error, at } });
      if (current.phase === "receiving") return fail(state, error, at);
      return current.phase === "exchanging" ? fail(state, error, at, current.code) : ignored;
    }
    case "retry":
      if (current.phase !== "settled" || !current.retry || !selectAllowed(state).retry) return ignored;
      return exchange(state, current.retry);
    case "restart":
      if (current.phase !== "settled" || current.isRestarting || !selectAllowed(state).restart) return ignored;
      return go(
        state,
        { ...current, isRestarting: true, restartError: undefined },
        { type: "restart", context: isOtherUser(state) ? undefined : state.context, entry: settledEntry(state) },
      );
    case "restart-ended": {
      if (current.phase !== "settled" || !current.isRestarting) return ignored;
      const { error } = event;
      const stayed = { ...state, current: { ...current, isRestarting: false, restartError: error } };
      return error ? announce(stayed) : stay(stayed);
    }
    case "leave":
      return selectAllowed(state).leave ? leave(state) : ignored;
    default:
      return event satisfies never;
  }
}

const stay = (state: CallbackState): Transition => ({ state, effects: [] });

const go = (state: CallbackState, current: CallbackPhase, ...effects: CallbackEffect[]): Transition => ({
  state: { ...state, current },
  effects,
});

/** Starts to finish the response if the user is known. Otherwise waits for the user. */
function begin(state: CallbackState, arrival: Arrival): Transition {
  // The code's ten minutes start now, even if the user is unknown.
  const receive: CallbackEffect[] =
    arrival.kind === "code" && state.context
      ? [{ type: "receive", code: arrival.code, transaction: state.context.transaction }]
      : [];
  if (arrival.kind !== "absent" && isUnknownSubject(state.host.subject)) {
    const waiting = { phase: "waiting-for-user", arrival, isOverdue: false } as const;
    return go(state, waiting, { type: "start-user-timer" }, ...receive);
  }
  const begun = proceed(state, arrival);
  return { state: begun.state, effects: [...receive, ...begun.effects] };
}

function proceed(state: CallbackState, arrival: Arrival): Transition {
  switch (arrival.kind) {
    case "absent":
      return go(state, { phase: "absent" });
    case "settled":
      return settle(state, replay(arrival.settlement), arrival.settlement);
    case "invalid":
      return fail(state, arrival.error, arrival.at);
    case "error":
      return settleError(state, arrival);
    case "code":
      return arrival.received ? exchange(state, arrival.received) : go(state, { phase: "receiving" });
    default:
      return arrival satisfies never;
  }
}

function changeHost(state: CallbackState, host: HostContext): Transition {
  const before = state.host;
  if ((Object.keys(host) as (keyof HostContext)[]).every((key) => host[key] === before[key])) return stay(state);
  const next = { ...state, host };
  const { current } = state;
  if (current.phase === "waiting-for-user" && !isUnknownSubject(host.subject)) return proceed(next, current.arrival);
  if (current.phase !== "settled") return stay(next);
  // The page may have been hidden when the response was settled.
  const isBack = host.isMounted && !before.isMounted && !current.retry;
  const announced = announce(next, isOtherUser(next) !== isOtherUser(state));
  return {
    state: announced.state,
    effects: [...(isBack ? [cleanUrl(next)] : []), ...announced.effects],
  };
}

const exchange = (state: CallbackState, code: ReceivedCode): Transition =>
  go(state, { phase: "exchanging", code, attempt: 1, waiting: undefined }, { type: "exchange", code });

function settleError(state: CallbackState, { error, errorDescription, at }: Extract<Arrival, { kind: "error" }>) {
  const refusal = new FullscriptError(
    "authorization_error",
    "Fullscript returned an error instead of a code.",
    // Anyone can write a link. Only a response that this browser asked for may speak.
    state.context && { error: error.slice(0, 200), errorDescription: errorDescription?.slice(0, 500) },
  );
  const isCancel = error === "access_denied";
  const settlement: Settlement = isCancel ? { status: "cancelled", at } : settlementOf(refusal, at);
  const settled = settle(state, isCancel ? { status: "cancelled" } : { status: "failed", error: refusal }, settlement);
  if (!state.context) return settled;
  const record: CallbackEffect = { type: "record", transaction: state.context.transaction, settlement };
  return { state: settled.state, effects: [record, ...settled.effects] };
}

function fail(state: CallbackState, error: FullscriptError, at: number, code?: ReceivedCode): Transition {
  // The endpoint has found another user than the host's page: that user must not see what the first one was doing.
  const context = error.code === "subject_mismatch" && !isOtherUser(state) ? undefined : state.context;
  const settlement = settlementOf(error, at);
  const status = settlement.status === "expired" ? "expired" : "failed";
  return settle({ ...state, context }, { status, error }, settlement, error.retryable ? code : undefined);
}

function settle(state: CallbackState, ending: Ending, settlement: Settlement, retry?: ReceivedCode): Transition {
  const settled: SettledPhase = {
    phase: "settled",
    ending,
    settlement,
    retry,
    isRestarting: false,
    restartError: undefined,
  };
  const { state: next, effects } = announce({ ...state, current: settled });
  // Before anyone is notified or navigated: the URL would go into a `Referer` header and stay in the history.
  return { state: next, effects: retry ? effects : [cleanUrl(next), ...effects] };
}

/** Shows the outcome of an earlier page load or tab again. */
function replay({ status, code = "exchange_interrupted", error }: Settlement): Ending {
  if (status === "connected") return { status, connection: undefined, replayed: true };
  if (status === "cancelled") return { status };
  const earlier = new FullscriptError(code, "This response ended like this before, so nothing was sent again.", {
    error,
  });
  return { status, error: earlier };
}

/** Notifies the host of the outcome that the current user may see, once, and takes a connected user back. */
function announce(state: CallbackState, isNew = true): Transition {
  const outcome = selectOutcome(state);
  if (!outcome) return stay(state);
  const effects: CallbackEffect[] = [];
  const isOther = isOtherUser(state);
  if (isNew && "error" in outcome) effects.push({ type: "report", error: outcome.error });

  const key = `${outcome.status}${isOther ? " of another user" : ""}`;
  let { notified, willLeave } = state;
  // Nobody in this browser asked for this response, so the host isn't notified.
  const isForged =
    !state.owner &&
    ("error" in outcome ? outcome.error.code === "authorization_error" : outcome.status === "cancelled");
  if (!isForged && !notified.includes(key)) {
    notified = [...notified, key];
    if (outcome.status === "connected") effects.push({ type: "refresh-connection" });
    effects.push({ type: "notify", outcome });
  }

  if (outcome.status === "connected" && willLeave && state.host.isMounted && state.host.autoLeave) {
    willLeave = false;
    effects.push({ type: "navigate", returnTo: outcome.returnTo, isPopup: state.isPopup });
  }
  return { state: { ...state, notified, willLeave }, effects };
}

function leave(state: CallbackState): Transition {
  const { current, isPopup } = state;
  if (current.phase === "delivered") return { state, effects: [{ type: "close-window" }] };
  const returnTo = isOtherUser(state) ? undefined : state.context?.returnTo;
  const navigate: CallbackEffect = { type: "navigate", returnTo, isPopup };
  if (current.phase === "absent") return { state, effects: [navigate] };
  return { state, effects: [cleanUrl(state), navigate] };
}

const cleanUrl = (state: CallbackState): CallbackEffect => ({ type: "clean-url", entry: settledEntry(state) });

/** Returns what the history entry remembers of a settled response. */
export function settledEntry({ current, context, owner }: CallbackState): HistoryEntry | undefined {
  if (current.phase !== "settled") return undefined;
  return { ...current.settlement, nonce: context?.transaction.nonce, subject: owner?.subject };
}
