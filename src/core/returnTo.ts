import { FullscriptError } from "./FullscriptError";

// A control character is dropped, a backslash in a path turned into a slash by URL parsers, not always by the same ones.
const AMBIGUOUS = /\p{Cc}|^[^?#]*\\/u;
// Some servers and routers decode these before they look at the path.
const LEADING_SLASHES = /^\/(?:\/|%2f|%5c)/i;

/**
 * A return address as path, query and hash of the host's own origin. Throws `misconfigured` for one that leads elsewhere, in
 * any spelling: `//evil`, `/\evil`, `/.//evil`, `https:evil`, `javascript:`, with a userinfo, a tab inside, another port.
 *
 * @param origin of the page, e.g. `https://clinic.example`
 */
export function parseReturnTo(returnTo: string, origin: string): string {
  const url =
    !AMBIGUOUS.test(returnTo) && !/^[a-z][a-z\d+.-]*:(?!\/\/)/i.test(returnTo) ? parseUrl(returnTo, origin) : undefined;
  const path = url && url.pathname + url.search + url.hash;
  if (!url || !path || url.origin !== origin || url.username || url.password || LEADING_SLASHES.test(path)) {
    throw new FullscriptError(
      "misconfigured",
      `The return address is not on ${origin}, so following it would be an open redirect. Pass a path of your app, e.g. "/patients/42".`,
    );
  }
  return path;
}

/** `new URL` that answers `undefined` instead of throwing. */
export function parseUrl(url: string, base?: string): URL | undefined {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}
