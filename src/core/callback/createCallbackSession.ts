import { type CallbackBrowser, callbackBrowser } from "../callbackBrowser";
import { readSource } from "./readResponse";
import { createSharedSession, type SharedSession } from "./createSharedSession";
import type { CallbackSessionOptions, FullscriptCallbackState } from "./FullscriptCallbackState";
import { READING } from "./selectView";

/** A callback without React: finishes one authorization response and shows every step. */
export interface CallbackSession<Connection = unknown> {
  /** Registers a listener for new states, and returns a function that removes it. The first listener starts the session. */
  subscribe: (listener: () => void) => () => void;
  /** Returns the current state. It never holds the code. */
  getSnapshot: () => FullscriptCallbackState<Connection>;
  /** Replaces the options, e.g. once your user is known. */
  update: (options: CallbackSessionOptions<Connection>) => void;
  /** Removes every listener. A POST that was sent isn't aborted, so that its answer is recorded. */
  dispose: () => void;
}

/**
 * Creates a callback session: it reads the authorization response in the URL, posts the code to your endpoint once, and notifies you
 * of the outcome. All sessions of a page that read the same response share one exchange.
 *
 * Never throws. Every failure is `status: "failed"` with a {@link FullscriptError}.
 *
 * @example
 * const session = createCallbackSession({ endpoint: "/api/fullscript/connection" });
 * session.subscribe(() => render(session.getSnapshot()));
 * @see RFC 6749 §4.1.2
 */
export function createCallbackSession<Connection = unknown>(
  options: CallbackSessionOptions<Connection>,
  browser: CallbackBrowser = callbackBrowser,
): CallbackSession<Connection> {
  return bindSession(options, ({ url }) => findSession(url, browser));
}

/** Binds options to a shared session, which is opened by the first listener. */
export function bindSession<Connection>(
  options: CallbackSessionOptions<Connection>,
  open: (options: CallbackSessionOptions) => SharedSession,
): CallbackSession<Connection> {
  // The endpoint is the host's own, so the host says what it returns.
  const current = () => options as CallbackSessionOptions;
  const subscriptions = new Set<() => void>();
  let shared: SharedSession | undefined;
  return {
    subscribe: (listener) => {
      shared = open(current());
      const unsubscribe = shared.subscribe({ options: current, onChange: listener });
      subscriptions.add(unsubscribe);
      return () => {
        if (subscriptions.delete(unsubscribe)) unsubscribe();
      };
    },
    getSnapshot: () => (shared?.getSnapshot() ?? READING) as FullscriptCallbackState<Connection>,
    update: (next) => {
      options = next;
      shared?.refresh();
    },
    dispose: () => {
      for (const unsubscribe of subscriptions) unsubscribe();
      subscriptions.clear();
    },
  };
}

// On `globalThis`, so that several copies of this package on one page share their sessions. The sessions don't show their code.
const SESSIONS = Symbol.for("react-fullscript-connect.sessions.1");
const registry = globalThis as Record<symbol, SharedSession[] | undefined>;

/** Returns the session of the response in a URL, or of the outcome that it left behind. Creates it if there is none. */
function findSession(url: string | undefined, browser: CallbackBrowser): SharedSession {
  const sessions = (registry[SESSIONS] ??= []);
  const source = readSource(url, browser);
  const known = sessions.find((session) => session.isFor(source));
  if (known) return known;
  const session = createSharedSession(source, browser);
  // The newest first. A page without a response has nothing to share.
  if (source.found.kind !== "absent") sessions.unshift(session);
  return session;
}
