import { type Browser, globalBrowser, listen } from "./browser";

/** What a callback and its exchange need from the browser. A page that only has a button doesn't load it. */
export interface CallbackBrowser extends Browser {
  /** A number in [0, 1), only for jitter. */
  random: () => number;
  /** Returns the hash of the text's UTF-8. Needs a secure context. */
  sha256: (text: string) => Promise<Uint8Array>;
  /** Sends requests to the host's endpoint, unless the host passes a `fetch`. */
  fetch: typeof fetch;
  /** `undefined` in old browsers and outside secure contexts. */
  locks: () => LockManager | undefined;
  /** `undefined` on a server. */
  indexedDB: () => IDBFactory | undefined;
  /** Returns the range of every key up to this one. */
  keysUpTo: (key: IDBValidKey) => IDBKeyRange;
  /** `false` only if the browser is sure that it has no network. */
  isOnline: () => boolean;
  /** The state that the host's router stores in the current history entry. */
  historyState: () => unknown;
  /** Replaces the current history entry, without loading anything. */
  replaceHistory: (state: unknown, url: string) => void;
  /** Announces that the history entry has changed, as the browser does after Back. */
  popState: (state: unknown) => void;
  /** Goes to another page, which replaces this one in the history. */
  replace: (url: string) => void;
  /** Reloads this page. */
  reload: () => void;
  /** Closes this window, if a script has opened it. */
  close: () => void;
  /** Calls `listener` for messages to this window. Returns a function that stops it. */
  onMessage: (listener: (message: Pick<MessageEvent<unknown>, "data" | "origin" | "source">) => void) => () => void;
  /** Opens a channel to the pages of this origin and partition; `undefined` in old browsers. */
  channel: (name: string) => Pick<BroadcastChannel, "onmessage" | "postMessage" | "close"> | undefined;
}

// Outside a browser some of these are missing.
const world = globalThis as Partial<Pick<typeof globalThis, "navigator" | "indexedDB" | "BroadcastChannel">>;

const callbackOnly: Omit<CallbackBrowser, keyof Browser> = {
  random: () => Math.random(),
  sha256: async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))),
  fetch: (...request) => fetch(...request),
  locks: () => world.navigator?.locks,
  indexedDB: () => world.indexedDB,
  keysUpTo: (key) => IDBKeyRange.upperBound(key),
  isOnline: () => world.navigator?.onLine ?? true,
  historyState: () => history.state as unknown,
  replaceHistory: (state, url) => history.replaceState(state, "", url),
  popState: (state) => dispatchEvent(new PopStateEvent("popstate", { state })),
  replace: (url) => location.replace(url),
  reload: () => location.reload(),
  close: () => close(),
  onMessage: (listener) => listen("message", listener),
  channel: (name) => {
    try {
      return world.BroadcastChannel && new world.BroadcastChannel(name);
    } catch {
      // A sandboxed frame with an opaque origin has no channels.
      return undefined;
    }
  },
};

/** Inherits from {@link globalBrowser}, so that what a test replaces there is replaced here, too. */
export const callbackBrowser: CallbackBrowser = Object.assign(Object.create(globalBrowser) as Browser, callbackOnly);
