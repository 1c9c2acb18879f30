// What tests need from inside the package: its seam to the browser, and what it has stored.
import type { StorageLike } from "react-fullscript-connect";
import { globalBrowser } from "../../../src/core/browser";
import { type CallbackBrowser, callbackBrowser } from "../../../src/core/callbackBrowser";
import { type ReceivedCode, receiveCode } from "../../../src/core/ReceivedCode";
import type { Transaction } from "../../../src/core/transaction";
import { createTransactionStore } from "../../../src/core/transactionStore";

export { type CallbackBrowser, callbackBrowser, globalBrowser };
export { MAX_AUTHORIZATION_URL_LENGTH } from "../../../src/core/authorizationRequest";
export { removeResponseParameters } from "../../../src/core/responseParameters";
export { MAX_STATE_LENGTH } from "../../../src/core/state";
export { createMemoryStorage } from "../../../src/core/transactionStore";
export {
  appStateOf,
  CODE_LIFETIME_MS,
  type ResponseRecord,
  type Settlement,
  type Transaction,
  TRANSACTION_LIFETIME_MS,
} from "../../../src/core/transaction";

export const saveTransaction = (transaction: Transaction, storage?: StorageLike, browser?: CallbackBrowser): void =>
  createTransactionStore(storage, browser).save(transaction);

export const findTransaction = (
  state: string,
  storage?: StorageLike,
  browser?: CallbackBrowser,
): Transaction | undefined => createTransactionStore(storage, browser).find(state);

export const pruneTransactions = (storage: StorageLike | undefined, browser: CallbackBrowser): void =>
  createTransactionStore(storage, browser).prune();

export const forgetTransactions = (storage: StorageLike | undefined, browser: CallbackBrowser): void =>
  createTransactionStore(storage, browser).forget();

/** Receives a code for the transaction of a state, and stores nothing. */
export async function received(
  code: string,
  state: string,
  browser: CallbackBrowser,
  receivedAt: number = browser.now(),
): Promise<ReceivedCode> {
  const store = createTransactionStore(undefined, browser);
  const transaction = store.find(state);
  if (!transaction) throw new Error("There is no transaction with this state.");
  return {
    ...(await receiveCode(code, transaction, { ...store, save: () => undefined }, browser)),
    receivedAt,
  };
}
