import { type StorageLike, type Browser, globalBrowser } from "./browser";
import { FullscriptError } from "./FullscriptError";
import { stateNonce } from "./state";
import { CODE_LIFETIME_MS, hasConnected, isTransaction, isTransactionExpired, type Transaction } from "./transaction";

/** The transactions that this browser remembers. */
export interface TransactionStore {
  /** Stores a transaction. Throws `storage_unavailable` if the storage can't hold it. */
  save: (transaction: Transaction) => void;
  /** Returns the transaction with exactly this `state`, if there is one. Never throws. */
  find: (state: string) => Transaction | undefined;
  /** Returns the transaction of a nonce, if there is one. Never throws. */
  get: (nonce: string) => Transaction | undefined;
  /** Returns every transaction. Never throws. */
  list: () => Transaction[];
  /**
   * Removes unfinished transactions after an hour and settled ones after ten minutes. Keeps the one in the page's URL, which is being
   * read.
   */
  prune: () => void;
  /** Removes every transaction. */
  forget: () => void;
  /** Removes every transaction that has connected: once the connection has ended, it's no longer the outcome of a code. */
  forgetConnected: () => void;
}

const PREFIX = "fullscript-connect:";

export function createTransactionStore(
  storage: StorageLike | undefined,
  browser: Pick<Browser, "storage" | "now" | "location"> = globalBrowser,
): TransactionStore {
  const target = () => storage ?? browser.storage();

  function read(key: string): Transaction | undefined {
    try {
      const value: unknown = JSON.parse(target().getItem(key) ?? "null");
      return isTransaction(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  function forEachKey(visit: (key: string) => void): void {
    try {
      const { length } = target();
      const keys = Array.from({ length }, (_, index) => target().key(index));
      for (const key of keys) if (key?.startsWith(PREFIX)) visit(key);
    } catch {
      // A blocked storage has nothing to forget.
    }
  }

  const removeIf = (isObsolete: (transaction: Transaction | undefined, key: string) => boolean) =>
    forEachKey((key) => {
      if (isObsolete(read(key), key)) target().removeItem(key);
    });
  const get = (nonce: string) => read(PREFIX + nonce);

  return {
    save: (transaction) => {
      try {
        const key = PREFIX + transaction.nonce;
        const value = JSON.stringify(transaction);
        target().setItem(key, value);
        if (target().getItem(key) === value) return;
      } catch {
        // The cause adds nothing, and it may quote the record.
      }
      throw new FullscriptError("storage_unavailable", "The storage is full, blocked or missing.");
    },
    find: (state) => {
      const nonce = stateNonce(state);
      const transaction = nonce === undefined ? undefined : get(nonce);
      return transaction?.state === state ? transaction : undefined;
    },
    get,
    list: () => {
      const found: Transaction[] = [];
      forEachKey((key) => {
        const transaction = read(key);
        if (transaction) found.push(transaction);
      });
      return found;
    },
    prune: () => {
      const search = browser.location()?.search ?? "";
      const now = browser.now();
      removeIf((transaction, key) => {
        if (search.includes(key.slice(PREFIX.length))) return false;
        const settled = Object.values(transaction?.responses ?? {}).flatMap((response) => response.settled?.at ?? []);
        const isDone = settled.length > 0 && now - Math.max(...settled) > CODE_LIFETIME_MS;
        return !transaction || isTransactionExpired(transaction, now) || isDone;
      });
    },
    forget: () => removeIf(() => true),
    forgetConnected: () => removeIf((transaction) => transaction !== undefined && hasConnected(transaction)),
  };
}

/**
 * Forgets every authorization request that this browser remembers. Call it when your user signs out.
 *
 * @param storage the storage that you pass as `storage` in your configuration, if you pass one
 * @example
 * function signOut() {
 *   forgetTransactions();
 *   location.assign("/sign-out");
 * }
 */
export function forgetTransactions(storage?: StorageLike): void {
  createTransactionStore(storage).forget();
}

/** Creates a storage that lives as long as the page. */
export function createMemoryStorage(): StorageLike {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    key: (index) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}
