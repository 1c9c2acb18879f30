import type { Browser, StorageLike } from "./browser";
import { hasConnected, isTransaction } from "./transaction";

/** Not one of a transaction's keys, so that nobody takes it for one. */
const DISCONNECTED = "fullscript-connect/disconnected";

/**
 * Tells the other tabs that the connection has ended: by a `storage` event, as a finished exchange does by its record. Nothing stays
 * behind, and unlike a BroadcastChannel it keeps no page out of the back/forward cache.
 */
export function tellDisconnected(storage: StorageLike | undefined, browser: Browser): void {
  try {
    const target = storage ?? browser.storage();
    target.setItem(DISCONNECTED, String(browser.now()));
    target.removeItem(DISCONNECTED);
  } catch {
    // They find out when they are looked at again.
  }
}

/** Calls when another tab has connected or disconnected; gives a function that stops listening. It never hears itself. */
export function onOtherTab(listener: () => void, browser: Browser): () => void {
  return browser.onStorage((change) => {
    if (change.newValue && (change.key === DISCONNECTED || tellsOfConnection(change.newValue))) listener();
  });
}

function tellsOfConnection(value: string): boolean {
  try {
    const record: unknown = JSON.parse(value);
    return isTransaction(record) && hasConnected(record);
  } catch {
    return false;
  }
}
