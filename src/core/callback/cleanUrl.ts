import { isRecord } from "../isRecord";
import { removeFromNextPage, replaceWithNext } from "./nextRouter";
import { removeResponseParameters } from "../responseParameters";
import type { CallbackBrowser } from "../callbackBrowser";
import type { CallbackOptions } from "./FullscriptCallbackState";
import { type HistoryEntry, withHistoryEntry } from "./historyEntry";
import { collapseLeadingSlashes, removeBasePath } from "./navigation";
import { notifyReactRouter } from "./reactRouter";

/** Removes exactly the authorization response from the page's URL, and leaves the outcome in the history entry. */
export function cleanUrl(
  entry: HistoryEntry | undefined,
  { replaceUrl, basePath }: Pick<CallbackOptions, "replaceUrl" | "basePath">,
  browser: Pick<CallbackBrowser, "location" | "historyState" | "replaceHistory" | "popState">,
): void {
  const page = browser.location();
  if (!page) return;
  const search = removeResponseParameters(page.search);
  const url = collapseLeadingSlashes(page.pathname) + search + page.hash;
  if (replaceUrl) return replaceUrl(removeBasePath(url, basePath));
  const saved = removeSearch(browser.historyState(), page.search, search);
  const state = withHistoryEntry(replaceWithNext(isRecord(saved) ? saved : {}, url, browser), entry);
  browser.replaceHistory(state, url);
  notifyReactRouter(state, browser);
}

/** Returns a router's history state with every copy of the query string replaced. */
function removeSearch(value: unknown, search: string, cleaned: string): unknown {
  // A function, because the query string may contain a pattern such as `$&`.
  if (typeof value === "string") return removeFromNextPage(value.replaceAll(search, () => cleaned));
  if (Array.isArray(value)) return value.map((item) => removeSearch(item, search, cleaned));
  if (!isRecord(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, removeSearch(item, search, cleaned)]));
}
