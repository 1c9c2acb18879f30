import { type Browser, globalBrowser, type StorageLike } from "./browser";
import type { JsonValue } from "./FullscriptConfig";
import { isOtherSubject, appStateOf, CODE_LIFETIME_MS, type Transaction } from "./transaction";
import { createTransactionStore } from "./transactionStore";

/** An action that waits for a connection. */
export interface PendingAction {
  /** The `resumeKey` that the authorization request had. */
  resumeKey: string;
  appState?: JsonValue | undefined;
  subject?: string | null | undefined;
  storage?: StorageLike | undefined;
}

/**
 * Returns whether the user has just connected for this action, and is back on its page: the same path and query, app state and user.
 * Returns true once, and only for ten minutes. Never throws.
 */
export function takePendingAction(
  { resumeKey, appState, subject, storage }: PendingAction,
  browser: Browser = globalBrowser,
): boolean {
  const store = createTransactionStore(storage, browser);
  const here = currentPage(browser);
  const taken = store
    .list()
    .find(
      (transaction) =>
        transaction.resumeKey === resumeKey &&
        transaction.returnTo.split("#")[0] === here &&
        JSON.stringify(appStateOf(transaction)) === JSON.stringify(appState) &&
        !isOtherSubject(transaction.subject, subject) &&
        isFreshlyConnected(transaction, browser.now()),
    );
  if (!taken) return false;
  try {
    const { resumeKey: _, ...rest } = taken;
    // Saved before the action runs: running it twice is worse than not at all.
    store.save(rest);
    return true;
  } catch {
    return false;
  }
}

/** Returns the path and query of the current page, which an action belongs to. */
export function currentPage(browser: Browser = globalBrowser): string | undefined {
  const page = browser.location();
  return page && page.pathname + page.search;
}

function isFreshlyConnected({ responses }: Transaction, now: number): boolean {
  return Object.values(responses).some(
    ({ settled }) => settled?.status === "connected" && settled.at <= now && now - settled.at < CODE_LIFETIME_MS,
  );
}
