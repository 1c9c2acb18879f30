import type { Browser, StorageLike } from "./browser";
import { hasConnected, isTransaction } from "./transaction";

const listeners = new Set<() => void>();

/** Registers a listener that runs when this page has connected the account. Returns a function that removes it. */
export function onConnected(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Runs the listeners of {@link onConnected}. */
export function notifyConnected(): void {
  for (const listener of listeners) listener();
}

/** Differs from every transaction's key, so that no code reads it as a transaction. */
const DISCONNECTED = "fullscript-connect/disconnected";

/**
 * Tells the other tabs that the connection has ended, through a `storage` event. A finished exchange does the same with its
 * transaction record. The note is removed at once. Unlike a BroadcastChannel, a storage event doesn't keep pages out of the
 * back/forward cache.
 */
export function broadcastDisconnect(storage: StorageLike | undefined, browser: Browser): void {
  try {
    const target = storage ?? browser.storage();
    target.setItem(DISCONNECTED, String(browser.now()));
    target.removeItem(DISCONNECTED);
  } catch {
    // Without storage, the other tabs ask the endpoint when the user returns to them.
  }
}

/** Registers a listener for connections and disconnects in other tabs and returns a function that removes it. */
export function onOtherTabChange(listener: () => void, browser: Browser): () => void {
  return browser.onStorage(({ key, newValue }) => {
    if (newValue && (key === DISCONNECTED || isConnectedRecord(newValue))) listener();
  });
}

function isConnectedRecord(value: string): boolean {
  try {
    const record: unknown = JSON.parse(value);
    return isTransaction(record) && hasConnected(record);
  } catch {
    return false;
  }
}
