import type { CallbackBrowser } from "./callbackBrowser";
import { withLock } from "./lock";
import { type Settlement, type Transaction, TRANSACTION_LIFETIME_MS } from "./transaction";
import { withTimeout } from "./timeout";
import type { TransactionStore } from "./transactionStore";

type Responses = Transaction["responses"];

/** What every tab knows about the responses of a transaction. */
export interface ExchangeRecords {
  read: () => Promise<Responses>;
  /**
   * Stores the records and returns whether a reload will find them.
   *
   * @param claimed the response whose record must not have changed since it was read. If another tab has changed it, as it can
   * without locks, nothing is stored and `"taken"` is returned.
   */
  write: (responses: Responses, claimed?: string) => Promise<boolean | "taken">;
  /** Closes the database. It opens again if it's needed. */
  close: () => Promise<void>;
}

const OBJECT_STORE = "marks";
const REQUEST_TIMEOUT_MS = 2_000;
const LOCK_TIMEOUT_MS = 60_000;

/**
 * Keeps the records in the transaction alone. An idempotent endpoint needs no more: a repeated POST gets the first answer, so nothing
 * has to wait for IndexedDB.
 */
export function createTransactionRecords(transaction: Transaction, store: TransactionStore): ExchangeRecords {
  return {
    read: () => Promise.resolve(readTransaction(transaction, store)),
    write: (responses) => Promise.resolve(writeTransaction(transaction, store, responses)),
    close: () => Promise.resolve(),
  };
}

/**
 * Keeps the records in IndexedDB, with a copy in the transaction. Call `read` and `write` under the transaction's lock.
 *
 * IndexedDB is the truth, because the next holder of a lock reads a stale `localStorage` in every engine. The copy is used if
 * IndexedDB is missing or can't be written, and it notifies other tabs with its `storage` event.
 */
export function createExchangeRecords(
  transaction: Transaction,
  store: TransactionStore,
  browser: Pick<CallbackBrowser, "indexedDB" | "keysUpTo" | "now">,
): ExchangeRecords {
  let opening: Promise<IDBDatabase | undefined> | undefined;
  // The time comes first, so that old records can be deleted as one range.
  const key = [transaction.createdAt, transaction.nonce];

  async function close(): Promise<void> {
    const closing = opening;
    opening = undefined;
    (await closing)?.close();
  }
  const open = () => (opening ??= openDatabase(browser, () => void close()));
  // Opened before it's needed: nothing else that a POST waits for takes longer.
  void open();

  /** Runs one request. Resolves to `undefined` if IndexedDB is missing, refuses, or doesn't answer in time. */
  async function run<T>(
    mode: IDBTransactionMode,
    request: (objects: IDBObjectStore) => IDBRequest<T>,
  ): Promise<{ result: T } | undefined> {
    const task = async () => {
      const database = await open();
      if (!database) throw new Error();
      const running = database.transaction(OBJECT_STORE, mode);
      const requested = request(running.objectStore(OBJECT_STORE));
      // A request can succeed in a transaction that is never written. Only a finished transaction is on disk.
      await new Promise((resolve, reject) => {
        running.oncomplete = resolve;
        running.onabort = reject;
      });
      return { result: requested.result };
    };
    try {
      return await withTimeout(task, REQUEST_TIMEOUT_MS);
    } catch {
      // The next request opens the database again.
      void close();
      return undefined;
    }
  }

  return {
    read: async () => {
      const shared = await run("readonly", (objects) => objects.get(key) as IDBRequest<Responses | undefined>);
      return merge(readTransaction(transaction, store), shared?.result ?? {});
    },
    write: async (responses, claimed) => {
      const isTaken = (stored: Responses | undefined) =>
        claimed !== undefined && (stored?.[claimed]?.revision ?? 0) >= (responses[claimed]?.revision ?? 0);
      const written = await run("readwrite", (objects) => {
        objects.delete(browser.keysUpTo([browser.now() - TRANSACTION_LIFETIME_MS]));
        // Read and written in one transaction, so that no other tab comes between.
        const stored = objects.get(key) as IDBRequest<Responses | undefined>;
        stored.onsuccess = () => {
          if (!isTaken(stored.result)) objects.put(merge(stored.result ?? {}, responses), key);
        };
        return stored;
      });
      if (written && isTaken(written.result)) return "taken";
      // A host that signed its user out has forgotten the transaction, and nothing brings it back.
      if (!store.get(transaction.nonce)) return false;
      return writeTransaction(transaction, store, responses) || written !== undefined;
    },
    close,
  };
}

/** Stores the outcome of a response that has no code, under the transaction's lock. Never throws. */
export async function recordOutcome(
  transaction: Transaction,
  name: string,
  settled: Settlement,
  store: TransactionStore,
  browser: CallbackBrowser,
): Promise<void> {
  const records = createExchangeRecords(transaction, store, browser);
  const record = async () => {
    const responses = await records.read();
    const revision = (responses[name]?.revision ?? 0) + 1;
    await records.write({ ...responses, [name]: { revision, receivedAt: settled.at, settled } });
  };
  await withLock(transaction.nonce, LOCK_TIMEOUT_MS, () => undefined, record, browser).catch(() => undefined);
  await records.close();
}

const readTransaction = (transaction: Transaction, store: TransactionStore): Responses =>
  (store.get(transaction.nonce) ?? transaction).responses;

function writeTransaction(transaction: Transaction, store: TransactionStore, responses: Responses): boolean {
  const current = store.get(transaction.nonce);
  if (!current) return false;
  try {
    store.save({ ...current, responses: merge(current.responses, responses) });
    return true;
  } catch {
    return false;
  }
}

/**
 * Merges two copies of the records, because a tab may not know what another one has stored since. Of each record the newer copy is
 * kept, and of two that are equally new the update. An outcome stays, unless it turns out that the account was connected after all.
 */
function merge(stored: Responses, update: Responses): Responses {
  const merged = { ...stored };
  for (const [fingerprint, record] of Object.entries(update)) {
    const { revision = 0, settled } = stored[fingerprint] ?? {};
    const isConnected = record.settled?.status === "connected";
    if (isConnected || (!settled && revision <= record.revision)) merged[fingerprint] = record;
  }
  return merged;
}

function openDatabase(
  browser: Pick<CallbackBrowser, "indexedDB">,
  onGone: () => void,
): Promise<IDBDatabase | undefined> {
  const opening = new Promise<IDBDatabase | undefined>((resolve) => {
    const request = browser.indexedDB()?.open("fullscript-connect", 1);
    if (!request) return resolve(undefined);
    request.onerror = () => resolve(undefined);
    request.onupgradeneeded = () => request.result.createObjectStore(OBJECT_STORE);
    request.onsuccess = () => {
      // Other versions of the package must be able to change or delete the database.
      request.result.onversionchange = request.result.onclose = onGone;
      resolve(request.result);
    };
  });
  // The browser refuses if site data is blocked.
  return opening.catch(() => undefined);
}
