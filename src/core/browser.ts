/** What of `Storage` a host must offer to put transactions elsewhere than in `localStorage`. */
export type StorageLike = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** What of `Location` the protocol reads. */
export type PageLocation = Pick<Location, "origin" | "pathname" | "search" | "hash">;

/** What of another `Window` this page may use, whatever its origin. */
export type OtherWindow = Pick<Window, "closed" | "focus" | "close" | "postMessage">;

/** Everything the protocol needs from the world around it, so that it is pure and runs where there is no DOM. */
export interface Browser {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** A number in [0, 1), for jitter alone. */
  random: () => number;
  /** From a cryptographically secure source. */
  randomBytes: (length: number) => Uint8Array;
  /** Of the text's UTF-8; needs a secure context. */
  sha256: (text: string) => Promise<Uint8Array>;
  /** Sends what goes to the host's endpoint, where the host has no `fetch` of its own. */
  fetch: typeof fetch;
  /** `localStorage`; throws where it is blocked or absent. */
  storage: () => StorageLike;
  /** Absent in old browsers and outside secure contexts. */
  locks: () => LockManager | undefined;
  /** Absent where there is none, as on a server. */
  indexedDB: () => IDBFactory | undefined;
  /** Every key up to this one. */
  keysUpTo: (key: IDBValidKey) => IDBKeyRange;
  /** `false` only where the browser is sure that it has no network. */
  isOnline: () => boolean;
  /** The page that is shown; absent on a server. */
  location: () => PageLocation | undefined;
  /** What the host's router keeps of the history entry that is shown. */
  historyState: () => unknown;
  /** Writes the entry that is shown anew, without loading anything. */
  replaceHistory: (state: unknown, url: string) => void;
  /** Says that the history entry has changed, as the browser does after Back. */
  popState: (state: unknown) => void;
  /** Leaves for another page and keeps this one in the history. */
  assign: (url: string) => void;
  /** Leaves for another page in the place of this one. */
  replace: (url: string) => void;
  /** Loads this page anew. */
  reload: () => void;
  /** Whether the user may see this page: it is in no tab in the background, and not prerendered. */
  isVisible: () => boolean;
  /** Calls whenever the back/forward cache shows this page again; gives a function that stops listening. */
  onRestore: (listener: () => void) => () => void;
  /** Whether this page is in a frame of another origin's, where a redirect would end in a blank frame. */
  isInForeignFrame: () => boolean;
  /** Sends the topmost window to another page. */
  assignTop: (url: string) => void;
  /** Opens a small window over this one, in a click; `null` where that is blocked, or where the window opens apart from this page. */
  open: (url: string, name: string) => OtherWindow | null;
  /** The window that opened this one, where there is one that can be reached. */
  opener: () => OtherWindow | null | undefined;
  /** What this window was named as it was opened; kept where it still has its opener. */
  windowName: () => string;
  /** Closes this window, where a script has opened it. */
  close: () => void;
  /** Calls for messages to this window; gives a function that stops listening. */
  onMessage: (listener: (message: Pick<MessageEvent<unknown>, "data" | "origin" | "source">) => void) => () => void;
  /** A channel to the pages of this origin and partition; absent in old browsers. */
  channel: (name: string) => Pick<BroadcastChannel, "onmessage" | "postMessage" | "close"> | undefined;
  /** Calls when another page has changed `localStorage`, with what has changed; gives a function that stops listening. */
  onStorage: (listener: (change: Pick<StorageEvent, "key" | "newValue">) => void) => () => void;
}

// Typed as what it is outside a browser: some of it, or none.
const world = globalThis as Partial<
  Pick<typeof globalThis, "navigator" | "indexedDB" | "location" | "document" | "BroadcastChannel"> & {
    opener: OtherWindow | null;
  }
>;

const POPUP = { width: 620, height: 780 };

/** Calls for events of the window; gives a function that stops. */
function listen<Name extends keyof WindowEventMap>(
  name: Name,
  listener: (event: WindowEventMap[Name]) => void,
): () => void {
  addEventListener(name, listener);
  return () => removeEventListener(name, listener);
}

/** The browser that this code runs in. Nothing is touched before it is asked for, so importing this is safe anywhere. */
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
      // A frame without an origin of its own has none.
      return undefined;
    }
  },
  onStorage: (listener) => listen("storage", listener),
};
