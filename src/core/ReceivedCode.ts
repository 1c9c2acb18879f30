import type { CallbackBrowser } from "./callbackBrowser";
import type { Transaction } from "./transaction";
import type { TransactionStore } from "./transactionStore";

/** A code that came back for a transaction of this browser. */
export interface ReceivedCode {
  readonly code: string;
  readonly transaction: Transaction;
  /** Names the code in this browser's records: 64 bits of a hash, in hexadecimal. */
  readonly fingerprint: string;
  /** The `Idempotency-Key` of the code. @see draft-ietf-httpapi-idempotency-key-header */
  readonly key: string;
  /** When the code was first seen, in milliseconds since the epoch. Its ten minutes start here. */
  readonly receivedAt: number;
}

/** Computes what identifies a code, and stores when it was first seen. */
export async function receiveCode(
  code: string,
  transaction: Transaction,
  store: TransactionStore,
  browser: Pick<CallbackBrowser, "now" | "sha256">,
): Promise<ReceivedCode> {
  const now = browser.now();
  const { fingerprint, key } = await identify(code, transaction, browser);
  // Read again after the wait: another tab may have posted the code since.
  const current = store.get(transaction.nonce);
  const known = (current ?? transaction).responses[fingerprint];
  if (current && !known) {
    try {
      const responses = { ...current.responses, [fingerprint]: { revision: 0, receivedAt: now } };
      store.save({ ...current, responses });
    } catch {
      // Only a reload would have needed the time.
    }
  }
  return { code, transaction, fingerprint, key, receivedAt: known?.receivedAt ?? now };
}

/** Hashes a code with its nonce: one-way, and different for each code of each transaction. */
async function identify(code: string, { nonce }: Transaction, browser: Pick<CallbackBrowser, "sha256">) {
  const bytes = await browser.sha256(`${nonce}.${code}`);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  // Version 8 is a UUID of a custom format (RFC 9562 §5.8).
  const key = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { fingerprint: hex.slice(32, 48), key };
}
