import type { CallbackBrowser } from "../callbackBrowser";
import { isRecord } from "../isRecord";
import type { Settlement } from "../transaction";

const KEY = "fullscriptConnect";

/** The outcome that the history entry of a callback page remembers, so that a reload shows it again. */
export interface HistoryEntry extends Settlement {
  nonce: string | undefined;
  /** The host's user who left. */
  subject: string | undefined;
}

/** Returns the outcome that the current history entry remembers, if there is one. */
export function readHistoryEntry(browser: Pick<CallbackBrowser, "historyState">): HistoryEntry | undefined {
  const state = browser.historyState();
  const entry = isRecord(state) ? state[KEY] : undefined;
  return isHistoryEntry(entry) ? entry : undefined;
}

/** Returns the history state with the outcome beside the router's own values. */
export const withHistoryEntry = (state: object, entry: HistoryEntry | undefined): object => ({
  ...state,
  ...(entry && { [KEY]: entry }),
});

function isHistoryEntry(value: unknown): value is HistoryEntry {
  return (
    isRecord(value) &&
    typeof value.status === "string" &&
    ["connected", "cancelled", "expired", "failed"].includes(value.status)
  );
}
