import type { Browser, StorageLike } from "./browser";
import { withLock } from "./lock";
import { readNonce, saveTransaction, type Settlement, type Transaction, TRANSACTION_LIFETIME_MS } from "./transaction";

type Responses = Transaction["responses"];

const STORE = "marks";
const WAIT_MS = 2_000;
const PATIENCE_MS = 60_000;

/** The database of the marks. Opened before it is needed, because of all that a POST waits for this takes longest. */
export interface Marks {
  /** The same one until it is closed; `undefined` where there is none. Never rejects. */
  open: () => Promise<IDBDatabase | undefined>;
  /** Once what runs in it has ended. It may be opened again. */
  close: () => void;
}

export function createMarks(browser: Browser): Marks {
  let opening: ReturnType<Marks["open"]> | undefined;
  const close = () => {
    void opening?.then((database) => database?.close());
    opening = undefined;
  };
  return { open: () => (opening ??= openDatabase(browser, close)), close };
}

/**
 * What every tab knows of a transaction's responses.
 *
 * IndexedDB is the truth, because the next holder of a lock reads a stale `localStorage` in every engine. The copy in the
 * transaction's record stands in where IndexedDB is missing or could not be written, and tells other tabs by its `storage` event.
 */
export async function readResponses(
  marks: Marks,
  transaction: Transaction,
  storage: StorageLike | undefined,
  browser: Browser,
): Promise<Responses> {
  const shared = await withStore(
    marks,
    "readonly",
    (store) => store.get(keyOf(transaction)) as IDBRequest<Responses | undefined>,
  );
  const newest = { ...(readNonce(transaction.nonce, storage, browser) ?? transaction).responses };
  for (const [fingerprint, record] of Object.entries(shared ?? {})) {
    if ((newest[fingerprint]?.revision ?? 0) <= record.revision) newest[fingerprint] = record;
  }
  return newest;
}

/** Tells every tab; answers whether a reload will know of it. To be called under the transaction's lock. */
export async function writeResponses(
  marks: Marks,
  transaction: Transaction,
  responses: Responses,
  storage: StorageLike | undefined,
  browser: Browser,
): Promise<boolean> {
  const written = await withStore(marks, "readwrite", (store) => {
    store.delete(browser.keysUpTo([browser.now() - TRANSACTION_LIFETIME_MS]));
    return store.put(responses, keyOf(transaction));
  });
  // A host that logged its user out has forgotten the record for good.
  if (!readNonce(transaction.nonce, storage, browser)) return false;
  try {
    saveTransaction({ ...transaction, responses }, storage, browser);
    return true;
  } catch {
    // Too full for the copy: IndexedDB has it, or nobody.
    return written !== undefined;
  }
}

/** Notes the outcome of a response that has no code to exchange, in its turn among the tabs. Never throws. */
export async function settleResponse(
  transaction: Transaction,
  name: string,
  settled: Settlement,
  storage: StorageLike | undefined,
  browser: Browser,
): Promise<void> {
  const marks = createMarks(browser);
  const settle = async () => {
    const responses = await readResponses(marks, transaction, storage, browser);
    const revision = (responses[name]?.revision ?? 0) + 1;
    await writeResponses(
      marks,
      transaction,
      { ...responses, [name]: { revision, receivedAt: settled.at, settled } },
      storage,
      browser,
    );
  };
  await withLock(transaction.nonce, PATIENCE_MS, () => undefined, settle, browser).catch(() => undefined);
  marks.close();
}

// The time first, so that what is over can be deleted as one range.
const keyOf = ({ createdAt, nonce }: Transaction) => [createdAt, nonce];

/** Runs one request; answers `undefined` where IndexedDB is missing, refuses, or does not answer in time. */
function withStore<T>(
  marks: Marks,
  mode: IDBTransactionMode,
  request: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const giveUp = () => resolve(undefined);
    setTimeout(giveUp, WAIT_MS);
    const run = (database: IDBDatabase | undefined) => {
      const transaction = database?.transaction(STORE, mode);
      if (!transaction) throw new Error();
      const asked = request(transaction.objectStore(STORE));
      // Not the request's own success: only a finished transaction is on disk.
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = giveUp;
    };
    marks
      .open()
      .then(run)
      .catch(() => {
        // Whoever asks next opens it anew.
        marks.close();
        giveUp();
      });
  });
}

function openDatabase(browser: Browser, onGone: () => void): Promise<IDBDatabase | undefined> {
  const opening = new Promise<IDBDatabase | undefined>((resolve) => {
    const open = browser.indexedDB()?.open("fullscript-connect", 1);
    if (!open) return resolve(undefined);
    open.onerror = () => resolve(undefined);
    open.onupgradeneeded = () => open.result.createObjectStore(STORE);
    open.onsuccess = () => {
      open.result.onversionchange = open.result.onclose = onGone;
      resolve(open.result);
    };
  });
  // Refused where site data is blocked.
  return opening.catch(() => undefined);
}
