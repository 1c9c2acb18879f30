import type { Browser, StorageLike } from "./browser";
import { withLock } from "./lock";
import { readNonce, type ResponseRecord, saveTransaction, type Transaction, TRANSACTION_LIFETIME_MS } from "./transaction";

type Responses = Transaction["responses"];

const STORE = "marks";
const WAIT_MS = 2_000;

/**
 * What every tab knows of a transaction's responses.
 *
 * IndexedDB is the truth, because the next holder of a lock reads a stale `localStorage` in every engine; the copy in the
 * transaction's record stands in where there is no IndexedDB, and tells the other tabs by its `storage` event.
 */
export async function readResponses(transaction: Transaction, storage: StorageLike | undefined, browser: Browser): Promise<Responses> {
  const marks = await withStore(browser, "readonly", (store) => store.get(keyOf(transaction)) as IDBRequest<Responses | undefined>);
  return marks ?? readNonce(transaction.nonce, storage, browser)?.responses ?? transaction.responses;
}

/** Marks one response, for every tab. To be called under the transaction's lock. */
export async function markResponse(
  transaction: Transaction,
  fingerprint: string,
  mark: ResponseRecord,
  storage: StorageLike | undefined,
  browser: Browser,
): Promise<void> {
  const responses = { ...(await readResponses(transaction, storage, browser)), [fingerprint]: mark };
  await withStore(browser, "readwrite", (store) => {
    store.delete(IDBKeyRange.upperBound([browser.now() - TRANSACTION_LIFETIME_MS]));
    return store.put(responses, keyOf(transaction));
  });
  try {
    saveTransaction({ ...transaction, responses }, storage, browser);
  } catch {
    // Too full for the copy: IndexedDB has it.
  }
}

/** Notes a response's outcome, in its turn among the tabs. Never throws. */
export async function settleResponse(
  transaction: Transaction,
  fingerprint: string,
  mark: ResponseRecord,
  storage: StorageLike | undefined,
  browser: Browser,
): Promise<void> {
  const patience = 60_000;
  await withLock(transaction.nonce, patience, () => undefined, () => markResponse(transaction, fingerprint, mark, storage, browser), browser).catch(() => undefined);
}

// The time first, so that what is over can be deleted as one range.
const keyOf = ({ createdAt, nonce }: Transaction) => [createdAt, nonce];

/** Runs one request; answers `undefined` where IndexedDB is missing, refuses, or does not answer in time. */
function withStore<T>(browser: Browser, mode: IDBTransactionMode, request: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const giveUp = () => resolve(undefined);
    try {
      const open = browser.indexedDB()?.open("fullscript-connect", 1);
      if (!open) return giveUp();
      setTimeout(giveUp, WAIT_MS);
      open.onerror = giveUp;
      open.onupgradeneeded = () => open.result.createObjectStore(STORE);
      open.onsuccess = () => {
        try {
          const database = open.result;
          const transaction = database.transaction(STORE, mode);
          const asked = request(transaction.objectStore(STORE));
          // Not the request's own success: only a finished transaction is on disk.
          transaction.oncomplete = () => resolve(asked.result);
          transaction.onabort = giveUp;
          database.close(); // waits for the transaction
        } catch {
          giveUp();
        }
      };
    } catch {
      giveUp();
    }
  });
}
