import { removeResponseParameters } from "../authorizationResponse";
import type { Browser } from "../browser";
import { isRecord } from "../isRecord";
import type { CallbackOptions } from "./FullscriptCallbackState";
import { type HistoryEntry, withHistoryEntry } from "./historyEntry";
import { collapseLeadingSlashes, removeBasePath } from "./navigateTo";
import { replaceWithNext } from "./nextRouter";
import { notifyReactRouter } from "./reactRouter";
import { removeSearch } from "./savedSearch";

/** Removes exactly the authorization response from the page's URL, and leaves the outcome in the history entry. */
export function cleanUrl(
  entry: HistoryEntry | undefined,
  { replaceUrl, basePath }: Pick<CallbackOptions, "replaceUrl" | "basePath">,
  browser: Pick<Browser, "location" | "historyState" | "replaceHistory" | "popState">,
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
