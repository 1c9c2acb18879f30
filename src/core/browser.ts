/** The part of `Storage` that a host's own storage needs. */
export type StorageLike = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** The part of `Location` that the protocol reads. */
export type PageLocation = Pick<Location, "origin" | "pathname" | "search" | "hash">;

/** The part of another `Window` that a page may use, whatever its origin. */
export type OtherWindow = Pick<Window, "closed" | "focus" | "close" | "postMessage">;

/** What an authorization request needs from the browser. Tests replace it, and importing the protocol needs no DOM. */
export interface Browser {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Returns bytes from a cryptographically secure source. */
  randomBytes: (length: number) => Uint8Array;
  /** Returns `localStorage`. Throws if it's blocked or missing. */
  storage: () => StorageLike;
  /** The current page; `undefined` on a server. */
  location: () => PageLocation | undefined;
  /** Goes to another page, and keeps this one in the history. */
  assign: (url: string) => void;
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
  /** Calls `listener` when another page has changed `localStorage`. Returns a function that stops it. */
  onStorage: (listener: (change: Pick<StorageEvent, "key" | "newValue">) => void) => () => void;
}

// Outside a browser some of these are missing.
const world = globalThis as Partial<Pick<typeof globalThis, "location" | "document"> & { opener: OtherWindow | null }>;

const POPUP = { width: 620, height: 780 };

/** Listens to an event of the window. Returns a function that stops it. */
export function listen<Name extends keyof WindowEventMap>(
  name: Name,
  listener: (event: WindowEventMap[Name]) => void,
): () => void {
  addEventListener(name, listener);
  return () => removeEventListener(name, listener);
}

/** The browser that this code runs in. It reads no global before a method is called, so importing it is safe anywhere. */
export const globalBrowser: Browser = {
  now: () => Date.now(),
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  storage: () => localStorage,
  location: () => world.location,
  assign: (url) => location.assign(url),
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
  onStorage: (listener) => listen("storage", listener),
};

const NAME = "fullscript-";

/** Returns the name of the popup for a transaction. */
export const windowName = (nonce: string): string => NAME + nonce.slice(0, 12);

/** Returns whether this page is a popup for an authorization, by its name. Another site may have opened it for another purpose. */
export const isAuthorizationWindow = (browser: Browser): boolean =>
  Boolean(browser.opener()) && browser.windowName().startsWith(NAME);
