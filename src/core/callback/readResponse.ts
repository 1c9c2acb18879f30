import { type AuthorizationResponse, parseAuthorizationResponse } from "../authorizationResponse";
import type { CallbackBrowser } from "../callbackBrowser";
import { FullscriptError } from "../FullscriptError";
import { isAuthorizationWindow } from "../browser";
import { stateNonce } from "../state";
import type { Transaction } from "../transaction";
import type { TransactionStore } from "../transactionStore";
import type { Arrival, CallbackEvent } from "./CallbackState";
import { type HistoryEntry, readHistoryEntry } from "./historyEntry";
import { getReturnContext } from "./navigation";

/** What a session starts from. */
export interface CallbackSource {
  /** The response in the URL, or the outcome that an earlier one left behind. */
  found: AuthorizationResponse | { kind: "settled"; entry: HistoryEntry };
  /** The raw query string. */
  search: string;
  /** The path of the page, if this is the page's own URL. */
  pathname: string | undefined;
}

/** Reads the response in a URL, or the outcome that it left in the page's history entry. */
export function readSource(url: string | undefined, browser: CallbackBrowser): CallbackSource {
  if (url !== undefined) {
    const search = searchOf(url);
    return { found: parseAuthorizationResponse(search), search, pathname: undefined };
  }
  const { search = "", pathname } = browser.location() ?? {};
  const response = parseAuthorizationResponse(search);
  const entry = pathname !== undefined && response.kind === "absent" ? readHistoryEntry(browser) : undefined;
  return { found: entry ? { kind: "settled", entry } : response, search, pathname };
}

/** Returns the query string of a URL, which may be a native app's deep link without an origin. */
const searchOf = (url: string): string => /\?[^#]*/.exec(url.split("#")[0] ?? "")?.[0] ?? "";

/** Looks up the transaction of a response, and returns what a session has to finish. */
export function openResponse(
  { found, pathname }: CallbackSource,
  store: TransactionStore,
  browser: CallbackBrowser,
): Extract<CallbackEvent, { type: "opened" }> {
  const at = browser.now();
  const opened = { type: "opened", context: undefined, owner: undefined, isForOpener: false } as const;
  switch (found.kind) {
    case "absent":
      return { ...opened, arrival: { kind: "absent" } };
    case "invalid":
      return { ...opened, arrival: { kind: "invalid", error: found.error, at } };
    case "settled": {
      const { nonce, subject, ...settlement } = found.entry;
      const transaction = nonce === undefined ? undefined : store.get(nonce);
      return {
        ...opened,
        arrival: { kind: "settled", settlement },
        context: transaction && getReturnContext(transaction, browser),
        owner: nonce === undefined && subject === undefined ? undefined : { subject },
      };
    }
    case "code":
    case "error": {
      const { state } = found;
      const transaction = state === undefined ? undefined : store.find(state);
      const isPage = pathname !== undefined;
      return {
        ...opened,
        arrival: arrivalOf(found, transaction, at),
        context: transaction && getReturnContext(transaction, browser),
        owner: transaction && { subject: transaction.subject },
        isForOpener: isPage && state !== undefined && isForOpener(state, transaction, browser),
      };
    }
    default:
      return found satisfies never;
  }
}

function arrivalOf(
  response: Extract<AuthorizationResponse, { kind: "code" | "error" }>,
  transaction: Transaction | undefined,
  at: number,
): Arrival {
  if (response.kind === "error")
    return { kind: "error", error: response.error, errorDescription: response.errorDescription, at };
  if (transaction) return { kind: "code", code: response.code };
  // RFC 9700 §4.7
  const error = new FullscriptError("state_mismatch", "This browser didn't send the `state` that came back.");
  return { kind: "invalid", error, at };
}

/** Returns whether the page that opened this popup comes first: its user, its session and its storage are the right ones. */
const isForOpener = (state: string, transaction: Transaction | undefined, browser: CallbackBrowser): boolean =>
  transaction ? transaction.popup === true : isAuthorizationWindow(browser) && stateNonce(state) !== undefined;
