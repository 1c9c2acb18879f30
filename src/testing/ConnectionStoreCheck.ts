import type { ConnectionStore } from "../server/ConnectionStore";

/**
 * Opens the store that is checked. Called twice by most checks: both times it must be the same store, best by two connections to
 * the database, as two processes of the host have them.
 */
export type OpenStore = () => ConnectionStore | Promise<ConnectionStore>;

/** One promise of `ConnectionStore`, as something that can be tried. */
export interface ConnectionStoreCheck {
  /** What the store does, as the name of a test. */
  name: string;
  /** Rejects with an `Error` that says what was expected of the store, and why it matters. */
  run: (open: OpenStore) => Promise<void>;
}
