import type { CallbackBrowser } from "../callbackBrowser";
import { isRecord } from "../isRecord";
import type { Settlement } from "../transaction";
import { removeFromNextPage, replaceWithNext } from "./nextRouter";
import { removeResponseParameters } from "../responseParameters";
import type { CallbackOptions } from "./FullscriptCallbackState";
import { notifyReactRouter } from "./reactRouter";

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

function isHistoryEntry(value: unknown): value is HistoryEntry {
  return (
    isRecord(value) &&
    typeof value.status === "string" &&
    ["connected", "cancelled", "expired", "failed"].includes(value.status)
  );
}

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
  const routers = replaceWithNext(isRecord(saved) ? saved : {}, url, browser);
  const state = { ...routers, ...(entry && { [KEY]: entry }) };
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

/** Returns a full path as the host's router has it. The result begins with one slash, so that no router reads another origin. */
export function removeBasePath(path: string, basePath = ""): string {
  const base = basePath.replace(/\/+$/, "");
  // The query string before the hash is no part of a hash router's path.
  const full = base.endsWith("#") ? path.replace(/\?[^#]*(?=#)/, "") : path;
  const rest = full.slice(base.length);
  if (!base || !full.startsWith(base) || !/^(?:$|[/?#])/.test(rest)) return path;
  return `/${rest.replace(/^(?:[\\/]|%2f|%5c)+/i, "")}`;
}

/** Returns a path with one leading slash. With two it would be read as another origin. */
function collapseLeadingSlashes(path: string): string {
  return path.replace(/^[\\/]+/, "/");
}
