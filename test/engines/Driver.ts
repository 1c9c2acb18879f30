/** What a driver can do with one user's windows, each by its handle. */
export interface Driver<Handle> {
  /** Opens a window of its own, so that it is visible. */
  open: () => Promise<Handle>;
  handles: () => Promise<Handle[]>;
  /** Begins to go there. */
  navigate: (handle: Handle, url: string) => Promise<void>;
  /** Waits for a promise, too, for as long as `timeoutMs`. */
  evaluate: (handle: Handle, expression: string, timeoutMs?: number) => Promise<unknown>;
  /** Clicks the element that the expression gives, as a user does. */
  click: (handle: Handle, expression: string) => Promise<void>;
  close: (handle: Handle) => Promise<void>;
  setCookie: (origin: string, name: string, value: string) => Promise<void>;
  end: () => Promise<void>;
}
