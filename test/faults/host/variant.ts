import type { FullscriptAuthOptions } from "react-fullscript-connect";

/** What differs between the hosts of two cells. It stands in the page's HTML. */
export interface Variant {
  authorizationEndpoint: string;
  hasQueryClientProvider: boolean;
  isIdempotent: boolean;
  isStrict: boolean;
  mode: NonNullable<FullscriptAuthOptions["mode"]>;
  /** How many buttons the start page has. */
  buttons: number;
  /** Whether the page itself starts an authorization, which no click has asked for. */
  startsByItself: boolean;
  /** How many callback components the page has. */
  callbacks: number;
  timeoutMs: number;
  autoLeave: boolean;
  /** Whether going on adds a history entry, so that Back leads to the callback again. */
  keepsCallbackInHistory: boolean;
  /** Whether the callback waits for `window.mount()`, so that a test can act between the page's arrival and React. */
  isHeld: boolean;
}

/** In memory alone, as a CSRF or bearer token is; it must be found nowhere else. */
export const HEADER_VALUE = "header-value-5d1f0c";

export const CLIENT_ID = "faults-id";

export const CALLBACK = "/callback";
export const ENDPOINT = "/api/connection";

/** Where the user is when they click. The query and hash must come back, too. */
export const START = "/start?patient=42#notes";

declare global {
  interface Window {
    /** Mounts a callback that is held. */
    mount?: () => void;
    /** Begins an authorization without leaving; gives its URL. */
    begin?: () => string;
    /** Says that a test waits for the next document. */
    isLeft?: boolean;
  }
}
