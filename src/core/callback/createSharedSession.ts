import type {
  Outcome,
  CallbackOptions,
  CallbackSessionOptions,
  FullscriptCallbackState,
} from "./FullscriptCallbackState";
import type { CallbackBrowser } from "../callbackBrowser";
import { notifyConnected } from "../connectionEvents";
import { exchangeWithRetries } from "../exchangeWithRetries";
import { recordOutcome } from "../exchangeRecords";
import { FullscriptError, toFullscriptError } from "../FullscriptError";
import { deliverResponse } from "../popup";
import { receiveCode } from "../ReceivedCode";
import { redirect } from "../authorizationRequest";
import { runHostCallback, warnOf } from "../report";
import { createTransactionStore } from "../transactionStore";
import type { CallbackEffect, CallbackEvent } from "./CallbackState";
import { cleanUrl } from "./historyEntry";
import { createRestart, hostConfig, navigateBack } from "./navigation";
import { type CallbackSource, openResponse, readSource } from "./readResponse";
import { READING, selectView } from "./selectView";
import { INITIAL_STATE, settledEntry, transition } from "./transition";

/** A mounted hook, or another consumer of a session. */
export interface Subscriber {
  /** Returns the latest options. */
  options: () => CallbackSessionOptions;
  onChange: () => void;
}

/** The session of one authorization response. All subscribers of a page share it, so that a code is exchanged once. */
export interface SharedSession {
  getSnapshot: () => FullscriptCallbackState;
  /** Registers a subscriber and returns a function that removes it. */
  subscribe: (subscriber: Subscriber) => () => void;
  /** Reads the options of the newest subscriber again. */
  refresh: () => void;
  /** Returns whether this is the session of what a page shows. */
  isFor: (source: CallbackSource) => boolean;
}

/** How long the host may take to know its user. */
const USER_TIMEOUT_MS = 30_000;

export function createSharedSession(source: CallbackSource, browser: CallbackBrowser): SharedSession {
  let current = {
    state: INITIAL_STATE,
    view: READING as FullscriptCallbackState,
    /** The host's router wrote the history entry, so it remembers nothing. */
    isCleanedByHost: false,
  };
  /** The newest subscriber stays the one to notify after it was unmounted. */
  let subscribers: { newest: Subscriber | undefined; mounted: readonly Subscriber[] } = {
    newest: undefined,
    mounted: [],
  };

  const options = (): CallbackSessionOptions => subscribers.newest?.options() ?? { endpoint: "" };
  const store = () => createTransactionStore(options().storage, browser);
  const fail = (thrown: unknown) => dispatch({ type: "failed", error: toFullscriptError(thrown), at: browser.now() });
  const actions = {
    retry: () => dispatch({ type: "retry" }),
    restart: () => dispatch({ type: "restart" }),
    leave: () => dispatch({ type: "leave" }),
  };

  function dispatch(event: CallbackEvent): void {
    const { state, effects } = transition(current.state, event);
    const view = selectView(state, actions);
    const isChanged = !isSameView(view, current.view);
    current = { ...current, state, view: isChanged ? view : current.view };
    // First, because a subscriber may navigate, and the URL would stay in the history.
    for (const effect of effects) if (effect.type === "clean-url") run(effect);
    if (isChanged) for (const { onChange } of subscribers.mounted) onChange();
    for (const effect of effects) if (effect.type !== "clean-url") run(effect);
  }

  function run(effect: CallbackEffect): void {
    switch (effect.type) {
      case "receive":
        receiveCode(effect.code, effect.transaction, store(), browser).then(
          (code) => dispatch({ type: "received", code }),
          fail,
        );
        return;
      case "start-user-timer":
        setTimeout(() => dispatch({ type: "user-timeout" }), USER_TIMEOUT_MS);
        return;
      case "offer":
        void offer();
        return;
      case "close-window":
        return browser.close();
      case "exchange":
        exchangeWithRetries(
          effect.code,
          options,
          (attempt, waiting) => dispatch({ type: "progress", attempt, waiting }),
          browser,
        ).then((result) => dispatch({ type: "exchanged", ...result }), fail);
        return;
      case "record":
        void recordOutcome(effect.transaction, "error", effect.settlement, store(), browser);
        return;
      case "clean-url":
        return runHostCallback(() => {
          // The user may be on another page of the app by now, whose parameters aren't ours.
          const isInUrl = source.pathname !== undefined && source.found.kind !== "settled";
          if (!isInUrl || !isSameResponse(source, readSource(undefined, browser))) return;
          if (options().replaceUrl) current = { ...current, isCleanedByHost: true };
          cleanUrl(effect.entry, options(), browser);
        });
      case "report":
        return warnOf(effect.error);
      case "refresh-connection":
        runHostCallback(() => options().refreshConnection?.());
        return runHostCallback(notifyConnected);
      case "notify":
        return runHostCallback(() =>
          notifyHost(effect.outcome, [options(), ...subscribers.mounted.map((each) => each.options()).reverse()]),
        );
      case "restart":
        try {
          const { url } = createRestart(effect.context, options(), browser);
          run({ type: "clean-url", entry: effect.entry });
          redirect(url, () => dispatch({ type: "restart-ended" }), browser);
        } catch (thrown) {
          dispatch({ type: "restart-ended", error: toFullscriptError(thrown) });
        }
        return;
      case "navigate":
        return runHostCallback(() => navigateBack(effect, options(), browser));
      default:
        return effect satisfies never;
    }
  }

  async function offer(): Promise<void> {
    const { found, search } = source;
    const state = "state" in found ? found.state : undefined;
    const isTaken = state !== undefined && (await deliverResponse(search, state, browser));
    dispatch({ type: "offered", isTaken });
  }

  function refresh(): void {
    const { subject, autoLeave = true } = options();
    const isMounted = subscribers.mounted.length > 0;
    const canAuthorize = hostConfig(options()) !== undefined;
    dispatch({ type: "host-changed", host: { subject, isMounted, autoLeave, canAuthorize } });
  }

  return {
    getSnapshot: () => current.view,
    subscribe: (subscriber) => {
      subscribers = { newest: subscriber, mounted: [...subscribers.mounted, subscriber] };
      refresh();
      if (current.state.current.phase === "reading") {
        dispatch(openResponse(source, store(), browser));
        if (source.pathname !== undefined) store().prune();
      }
      return () => {
        const mounted = subscribers.mounted.filter((each) => each !== subscriber);
        subscribers = { newest: mounted.at(-1) ?? subscriber, mounted };
        refresh();
      };
    },
    refresh,
    isFor: (other) => {
      if (other.found.kind !== "settled" && other.found.kind !== "absent") return isSameResponse(source, other);
      const entry = source.found.kind === "settled" ? source.found.entry : settledEntry(current.state);
      if (other.found.kind === "settled") return JSON.stringify(entry) === JSON.stringify(other.found.entry);
      const isForgotten = current.isCleanedByHost || current.state.current.phase === "delivered";
      return isForgotten && other.pathname === source.pathname;
    },
  };
}

const isSameResponse = ({ found, search }: CallbackSource, other: CallbackSource): boolean =>
  found.kind === other.found.kind &&
  (found.kind === "invalid" ? search === other.search : JSON.stringify(found) === JSON.stringify(other.found));

function isSameView(one: FullscriptCallbackState, other: FullscriptCallbackState): boolean {
  const before: Record<string, unknown> = { ...one };
  const after: Record<string, unknown> = { ...other };
  return Object.keys({ ...before, ...after }).every((key) => isSame(before[key], after[key]));
}

const isSame = (one: unknown, other: unknown): boolean =>
  one === other ||
  (one instanceof FullscriptError && other instanceof FullscriptError && one.message === other.message);

const HANDLERS = {
  connected: "onConnected",
  cancelled: "onCancelled",
  expired: "onExpired",
  failed: "onFailed",
} as const;

/** Calls the host's function for an outcome: of several subscribers, the first that passes one. */
function notifyHost(outcome: Outcome, subscribers: readonly CallbackOptions[]): void {
  const name = HANDLERS[outcome.status];
  const options = subscribers.find((each) => each[name]);
  // The name was chosen by the outcome's status.
  (options?.[name] as ((outcome: Outcome) => void) | undefined)?.(outcome);
}
