/** What of `Storage` a host must offer to put transactions elsewhere than in `localStorage`. */
export type StorageLike = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** What of `Location` the protocol reads. */
export type PageLocation = Pick<Location, "origin" | "pathname" | "search" | "hash">;

/** Everything the protocol needs from the world around it, so that it is pure and runs where there is no DOM. */
export interface Browser {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** A number in [0, 1), for jitter alone. */
  random: () => number;
  randomBytes: (length: number) => Uint8Array;
  sha256: (text: string) => Promise<Uint8Array>;
  fetch: typeof fetch;
  /** `localStorage`; throws where it is blocked or absent. */
  storage: () => StorageLike;
  /** Absent in old browsers and outside secure contexts. */
  locks: () => LockManager | undefined;
  indexedDB: () => IDBFactory | undefined;
  /** Every key up to this one. */
  keysUpTo: (key: IDBValidKey) => IDBKeyRange;
  /** `false` only where the browser is sure that it has no network. */
  isOnline: () => boolean;
  /** The page that is shown; absent on a server. */
  location: () => PageLocation | undefined;
  historyState: () => unknown;
  replaceHistory: (state: unknown, url: string) => void;
  /** Says that the history entry has changed, as the browser does after Back. */
  popState: (state: unknown) => void;
  /** Leaves for another page and keeps this one in the history. */
  assign: (url: string) => void;
  /** Leaves for another page in the place of this one. */
  replace: (url: string) => void;
  isVisible: () => boolean;
  /** Calls whenever the back/forward cache shows this page again; gives a function that stops listening. */
  onRestore: (listener: () => void) => () => void;
}

// Typed as what it is outside a browser: some of it, or none.
const world = globalThis as Partial<Pick<typeof globalThis, "navigator" | "indexedDB" | "location">>;

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
  isVisible: () => document.visibilityState === "visible",
  onRestore: (listener) => {
    const shown = (event: PageTransitionEvent) => {
      if (event.persisted) listener();
    };
    addEventListener("pageshow", shown);
    return () => removeEventListener("pageshow", shown);
  },
};
