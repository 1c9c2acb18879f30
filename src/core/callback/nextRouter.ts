import { removeResponseParameters } from "../responseParameters";
import type { CallbackBrowser } from "../callbackBrowser";

/** Next.js until 15 keeps a page's query string as JSON: `__PAGE__?{"code":"…"}`. */
const PAGE = /(?<=^__PAGE__\?)\{.*\}$/s;

/** Returns a text of Next's history state without the parameters of an authorization response. */
export const removeFromNextPage = (text: string): string => text.replace(PAGE, (json) => removeParameters(json));

/**
 * Next.js marks its history entries with `__NA` and `_N`, and copies what it finds in one entry to every later one.
 *
 * A write with the marks looks like one of Next's own, so Next ignores it. A write without them makes Next follow the new URL. So
 * this writes twice: first with the marks, so that Next has no old URL to copy, then without them (by the caller). Otherwise Next
 * would put the old URL back and send it to the server.
 *
 * @returns the history state without the marks
 */
export function replaceWithNext(
  state: Record<string, unknown>,
  url: string,
  browser: Pick<CallbackBrowser, "replaceHistory">,
): object {
  const { __NA, _N, ...unmarked } = state;
  if (__NA) browser.replaceHistory(state, url);
  return unmarked;
}

function removeParameters(json: string): string {
  try {
    const query = Object.entries(JSON.parse(json) as Record<string, unknown>).filter(
      ([name]) => removeResponseParameters(name) !== "",
    );
    return JSON.stringify(Object.fromEntries(query));
  } catch {
    return json;
  }
}
