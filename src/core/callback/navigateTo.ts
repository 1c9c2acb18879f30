import type { Browser } from "../browser";

/** How the host's router goes to a path. */
export interface NavigationOptions {
  /** Goes to a path of the host's own origin. @default location.replace */
  navigate?: ((to: string) => void) | undefined;
  /**
   * The prefix that the host's router adds to every path, e.g. `"/app"`, or `"/#"` for a hash router. It is removed from what
   * `navigate` and `replaceUrl` get. All other paths are full paths of the origin.
   */
  basePath?: string | undefined;
}

/** Goes to a full path of the page's origin, through the host's router if there is one. */
export function navigateTo(path: string, { navigate, basePath }: NavigationOptions, browser: Browser): void {
  if (navigate) return navigate(removeBasePath(path, basePath));
  const page = browser.location();
  browser.replace(path);
  // If only the hash differs, the browser loads nothing, and the callback would stay.
  const [address, hash] = path.split("#");
  if (page && hash !== undefined && address === page.pathname + page.search) browser.reload();
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
export function collapseLeadingSlashes(path: string): string {
  return path.replace(/^[\\/]+/, "/");
}
