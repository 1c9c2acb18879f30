import { FullscriptError } from "./FullscriptError";

// URL parsers drop control characters and turn backslashes into slashes, but not all of them do.
const AMBIGUOUS = /\p{Cc}|^[^?#]*\\/u;
// Some servers and routers decode these before they look at the path.
const LEADING_SLASHES = /^\/(?:\/|%2f|%5c)/i;

/**
 * Returns the path, query and hash of a return address. Throws `misconfigured` if it leads to another origin, in any spelling:
 * `//evil`, `/\evil`, `/.//evil`, `https:evil`, `javascript:`, with a user name, a tab inside, or another port.
 *
 * @param origin the page's origin, e.g. `https://clinic.example`
 */
export function parseReturnTo(returnTo: string, origin: string): string {
  const url =
    !AMBIGUOUS.test(returnTo) && !/^[a-z][a-z\d+.-]*:(?!\/\/)/i.test(returnTo) ? parseUrl(returnTo, origin) : undefined;
  const path = url && url.pathname + url.search + url.hash;
  if (!url || !path || url.origin !== origin || url.username || url.password || LEADING_SLASHES.test(path)) {
    throw new FullscriptError("misconfigured", `\`returnTo\` is not on ${origin}.`);
  }
  return path;
}

/** Parses a URL, and returns `undefined` if it is invalid. */
export function parseUrl(url: string, base?: string): URL | undefined {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}

const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Returns whether nobody on the network can read or change a request to this URL: it is https, or http on loopback. */
export function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
}
