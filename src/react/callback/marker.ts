import { removeResponseParameters } from "../../core/authorizationResponse";
import type { Browser } from "../../core/browser";
import { collapseLeadingSlashes, type NavigationOptions, removeBasePath } from "../../core/navigation";
import { isRecord, type Settlement } from "../../core/transaction";

const MARKER = "fullscriptConnect";

/** What a callback page's history entry remembers in the place of code and state, so that a reload shows the outcome again. */
export interface Marker extends Settlement {
  nonce: string | undefined;
  /** The host's user who left. */
  subject: string | undefined;
}

export function readMarker(browser: Browser): Marker | undefined {
  const state = browser.historyState();
  const marker = isRecord(state) ? state[MARKER] : undefined;
  return isMarker(marker) ? marker : undefined;
}

/** Takes exactly an authorization response out of the URL. */
export function cleanUrl(
  marker: Marker | undefined,
  { replaceUrl, basePath }: Pick<NavigationOptions, "basePath"> & { replaceUrl?: ((url: string) => void) | undefined },
  browser: Browser,
): void {
  const page = browser.location();
  if (!page) return;
  const search = removeResponseParameters(page.search);
  const url = collapseLeadingSlashes(page.pathname) + search + page.hash;
  if (replaceUrl) return replaceUrl(removeBasePath(url, basePath));
  const kept = withoutSearch(browser.historyState(), page.search, search);
  const { __NA, _N, ...unmarked } = isRecord(kept) ? kept : {};
  // Under its own marks Next's router takes a write for its own, and looks away. It copies what it finds there into every later one,
  // so code and state have to be out of it before.
  if (__NA) browser.replaceHistory(kept, url);
  // Without them it follows. Otherwise it would put the old URL back, and send it to the server.
  const state = { ...unmarked, ...(marker && { [MARKER]: marker }) };
  browser.replaceHistory(state, url);
  // React Router, which counts its entries by `idx`, hears of nothing else, and would go on with the old query string.
  if ("idx" in state) browser.popState(state);
}

/** A router may keep the query string in its history state, too. */
function withoutSearch(value: unknown, search: string, cleaned: string): unknown {
  // A function, because a parameter may hold what a replacement's pattern means something by.
  if (typeof value === "string")
    return value.replaceAll(search, () => cleaned).replace(JSON_SEARCH, (json) => withoutParameters(json));
  if (Array.isArray(value)) return value.map((item) => withoutSearch(item, search, cleaned));
  if (!isRecord(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutSearch(item, search, cleaned)]));
}

/** The query string of a page as Next.js until 15 keeps it: `__PAGE__?{"code":"…"}`. */
const JSON_SEARCH = /(?<=^__PAGE__\?)\{.*\}$/s;

function withoutParameters(json: string): string {
  try {
    const query = Object.entries(JSON.parse(json) as object).filter(([name]) => removeResponseParameters(name) !== "");
    return JSON.stringify(Object.fromEntries(query));
  } catch {
    return json;
  }
}

function isMarker(value: unknown): value is Marker {
  return (
    isRecord(value) &&
    typeof value.status === "string" &&
    ["connected", "cancelled", "expired", "failed"].includes(value.status)
  );
}
