import type { Browser } from "./browser";
import { parseUrl } from "./returnTo";
import { isDevelopment } from "./warn";

/** How long a probe may take. */
const PROBE_TIMEOUT_MS = 3_000;

/** Headers that every CORS rule allows. */
const SAFE_HEADER = /^(?:accept|accept-language|content-language)$/;

/**
 * Returns why a request got no answer. In development a probe, which needs no permission, tells a mistake in the endpoint's CORS
 * rules from a dead network.
 */
export async function explainFailure(
  url: string,
  headers: Headers,
  credentials: RequestCredentials,
  browser: Browser,
): Promise<string> {
  const target = otherOrigin(url, browser);
  if (!target || !isDevelopment()) return "The connection to the endpoint failed.";
  if (!(await isReachable(target, browser)))
    return `The network or a \`connect-src\` keeps this page from ${target.origin}.`;
  const names = [...headers.keys()].filter((name) => !SAFE_HEADER.test(name));
  const withCredentials = credentials === "include" ? ", and credentials" : "";
  const { origin } = browser.location() ?? {};
  return `The endpoint's CORS rules must allow the origin ${origin} and the headers ${names.join(", ")}${withCredentials}.`;
}

/** Returns the endpoint's URL if it's on another origin than the page. */
export function otherOrigin(url: string, browser: Pick<Browser, "location">): URL | undefined {
  const page = browser.location();
  const target = page && parseUrl(url, page.origin);
  return target && target.origin !== page.origin ? target : undefined;
}

function isReachable({ origin, pathname }: URL, browser: Browser): Promise<boolean> {
  const probe = async () => {
    await browser.fetch(origin + pathname, {
      mode: "no-cors",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
    });
    return true;
  };
  return Promise.race([
    new Promise<boolean>((resolve) => setTimeout(resolve, PROBE_TIMEOUT_MS, false)),
    probe().catch(() => false),
  ]);
}
