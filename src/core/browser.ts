/** The part of `Storage` that a host's own storage needs. */
export type StorageLike = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** The part of `Location` that the protocol reads. */
export type PageLocation = Pick<Location, "origin" | "pathname" | "search" | "hash">;

/** The part of another `Window` that a page may use, whatever its origin. */
export type OtherWindow = Pick<Window, "closed" | "focus" | "close" | "postMessage">;

/** Everything that the protocol needs from the browser. Tests replace it, and importing the protocol needs no DOM. */
export interface Browser {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** A number in [0, 1), only for jitter. */
  random: () => number;
  /** Returns bytes from a cryptographically secure source. */
  randomBytes: (length: number) => Uint8Array;
  /** Returns the hash of the text's UTF-8. Needs a secure context. */
  sha256: (text: string) => Promise<Uint8Array>;
  /** Sends requests to the host's endpoint, unless the host passes a `fetch`. */
  fetch: typeof fetch;
  /** Returns `localStorage`. Throws if it's blocked or missing. */
  storage: () => StorageLike;
  /** `undefined` in old browsers and outside secure contexts. */
  locks: () => LockManager | undefined;
  /** `undefined` on a server. */
  indexedDB: () => IDBFactory | undefined;
  /** Returns the range of every key up to this one. */
  keysUpTo: (key: IDBValidKey) => IDBKeyRange;
  /** `false` only if the browser is sure that it has no network. */
  isOnline: () => boolean;
  /** The current page; `undefined` on a server. */
  location: () => PageLocation | undefined;
  /** The state that the host's router stores in the current history entry. */
  historyState: () => unknown;
  /** Replaces the current history entry, without loading anything. */
  replaceHistory: (state: unknown, url: string) => void;
  /** Announces that the history entry has changed, as the browser does after Back. */
  popState: (state: unknown) => void;
  /** Goes to another page, and keeps this one in the history. */
  assign: (url: string) => void;
  /** Goes to another page, which replaces this one in the history. */
  replace: (url: string) => void;
  /** Reloads this page. */
  reload: () => void;
  /** Whether the user may see this page: it is in no tab in the background, and not prerendered. */
  isVisible: () => boolean;
  /** Calls `listener` when the back/forward cache shows this page again. Returns a function that stops it. */
  onRestore: (listener: () => void) => () => void;
  /** Whether this page is in a frame on another origin's page. A redirect there would end in a blank frame. */
  isInForeignFrame: () => boolean;
  /** Sends the topmost window to another page. */
  assignTop: (url: string) => void;
  /** Opens a popup inside a click. Returns `null` if it's blocked, or if it opens apart from this page. */
  open: (url: string, name: string) => OtherWindow | null;
  /** The window that opened this one, if it can be reached. */
  opener: () => OtherWindow | null | undefined;
  /** The name that this window got from its opener. */
  windowName: () => string;
  /** Closes this window, if a script has opened it. */
  close: () => void;
  /** Calls `listener` for messages to this window. Returns a function that stops it. */
  onMessage: (listener: (message: Pick<MessageEvent<unknown>, "data" | "origin" | "source">) => void) => () => void;
  /** Opens a channel to the pages of this origin and partition; `undefined` in old browsers. */
  channel: (name: string) => Pick<BroadcastChannel, "onmessage" | "postMessage" | "close"> | undefined;
  /** Calls `listener` when another page has changed `localStorage`. Returns a function that stops it. */
  onStorage: (listener: (change: Pick<StorageEvent, "key" | "newValue">) => void) => () => void;
}

// Outside a browser some of these are missing.
const world = globalThis as Partial<
  Pick<typeof globalThis, "navigator" | "indexedDB" | "location" | "document" | "BroadcastChannel"> & {
    opener: OtherWindow | null;
  }
>;

const POPUP = { width: 620, height: 780 };

/** Listens to an event of the window. Returns a function that stops it. */
function listen<Name extends keyof WindowEventMap>(
  name: Name,
  listener: (event: WindowEventMap[Name]) => void,
): () => void {
  addEventListener(name, listener);
  return () => removeEventListener(name, listener);
}

/** The browser that this code runs in. It reads no global before a method is called, so importing it is safe anywhere. */
export const globalBrowser: Browser = {
  now: () => Date.now(),
  random: () => Math.random(),
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  sha256: async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))),
  fetch: (...request) => fetch(...request),
  storage: () => localStorage,
  locks: () => world.navigator?.locks,
  indexedDB: () => world.indexedDB,
  keysUpTo: (key) => IDBKeyRange.upperBound(key),
  isOnline: () => world.navigator?.onLine ?? true,
  location: () => world.location,
  historyState: () => history.state as unknown,
  replaceHistory: (state, url) => history.replaceState(state, "", url),
  popState: (state) => dispatchEvent(new PopStateEvent("popstate", { state })),
  assign: (url) => location.assign(url),
  replace: (url) => location.replace(url),
  reload: () => location.reload(),
  isVisible: () => {
    const page = world.document as (Document & { prerendering?: boolean }) | undefined;
    return !page?.prerendering && page?.visibilityState !== "hidden";
  },
  onRestore: (listener) =>
    listen("pageshow", (event) => {
      if (event.persisted) listener();
    }),
  isInForeignFrame: () => {
    try {
      return top !== self && top?.location.origin !== location.origin;
    } catch {
      return true;
    }
  },
  assignTop: (url) => {
    (top ?? window).location.href = url;
  },
  open: (url, name) => {
    const { width, height } = POPUP;
    const [left, top] = [screenX + (outerWidth - width) / 2, screenY + (outerHeight - height) / 2].map((place) =>
      Math.max(0, Math.round(place)),
    );
    return open(url, name, `popup,width=${width},height=${height},left=${left},top=${top}`);
  },
  opener: () => world.opener,
  windowName: () => window.name,
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
  onStorage: (listener) => listen("storage", listener),
};
