import { removeResponseParameters } from "../core/authorizationResponse";
import type { Browser } from "../core/browser";
import { isRecord, type Settlement } from "../core/transaction";

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
export function cleanUrl(marker: Marker, replaceUrl: ((url: string) => void) | undefined, browser: Browser): void {
  const page = browser.location();
  if (!page) return;
  const url = page.pathname + removeResponseParameters(page.search) + page.hash;
  if (replaceUrl) return replaceUrl(url);
  const state = browser.historyState();
  // Next's own marks make its router put the old URL back, and send it to the server.
  const { __NA, _N, ...kept } = isRecord(state) ? state : {};
  browser.replaceHistory({ ...kept, [MARKER]: marker }, url);
}

function isMarker(value: unknown): value is Marker {
  return isRecord(value) && typeof value.status === "string" && ["connected", "cancelled", "expired", "failed"].includes(value.status);
}
