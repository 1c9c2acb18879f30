import { type Browser, globalBrowser, type StorageLike } from "./browser";
import type { JsonValue } from "./FullscriptConfig";
import { isOtherSubject } from "./subject";
import { appStateOf, CODE_LIFETIME_MS, listTransactions, saveTransaction, type Transaction } from "./transaction";

/** What was begun on this page. */
export interface Continuation {
  /** The `continues` of the authorization request. */
  name: string;
  appState?: JsonValue | undefined;
  subject?: string | null | undefined;
  storage?: StorageLike | undefined;
}

/**
 * Whether the user has just connected for something that was begun here, and is back to go on with it: the same page (path and query),
 * the same app state, the same user. True once, for ten minutes. Never throws.
 */
export function takeContinuation(
  { name, appState, subject, storage }: Continuation,
  browser: Browser = globalBrowser,
): boolean {
  const here = currentPage(browser);
  const taken = listTransactions(storage, browser).find(
    (transaction) =>
      transaction.continues === name &&
      transaction.returnTo.split("#")[0] === here &&
      JSON.stringify(appStateOf(transaction)) === JSON.stringify(appState) &&
      !isOtherSubject(transaction.subject, subject) &&
      isFreshlyConnected(transaction, browser.now()),
  );
  if (!taken) return false;
  try {
    const { continues: _, ...rest } = taken;
    // Before it goes on: twice would be worse than not at all.
    saveTransaction(rest, storage, browser);
    return true;
  } catch {
    return false;
  }
}

/** The page that an action belongs to: path and query. */
export function currentPage(browser: Browser = globalBrowser): string | undefined {
  const page = browser.location();
  return page && page.pathname + page.search;
}

function isFreshlyConnected({ responses }: Transaction, now: number): boolean {
  return Object.values(responses).some(
    ({ settled }) => settled?.status === "connected" && settled.at <= now && now - settled.at < CODE_LIFETIME_MS,
  );
}
