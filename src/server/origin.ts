import type { Answer } from "./answer";
import type { Context } from "./context";
import { isSecure } from "../core/url";

/**
 * Returns whether a request comes from a page that may send it. A page cannot forge `Origin` or `Sec-Fetch-Site`, and every browser
 * sends at least one of them with `POST` and `DELETE`. This check prevents cross-site request forgery.
 *
 * @param isChange whether the request changes something. If it doesn't, only a page of another site, or a link on it, is refused.
 */
export function isAllowedOrigin(context: Context, { url, headers }: Request, isChange: boolean): boolean {
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (isConfigured(context, origin)) return true;
  if (site === "cross-site") return false;
  if (!isChange) return true;
  if (origin === null) return site === "same-origin";
  // Behind a proxy that ends TLS, the request's URL says http. A page of that http origin is not your app's page.
  const own = new URL(url);
  return isSecure(own) && own.origin === origin;
}

/** Returns the headers that let the page of an allow-listed origin read the answer. */
export function createCorsHeaders({ allowedOrigins }: Context, origin: string | null): Record<string, string> {
  if (!allowedOrigins[0]) return {};
  if (!isListed(allowedOrigins, origin)) return { Vary: "Origin" };
  return {
    Vary: "Origin",
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Expose-Headers": "Retry-After",
  };
}

/** Returns the answer to a preflight, or `undefined` if the request is no preflight of an allow-listed origin. */
export function createPreflightAnswer({ allowedOrigins }: Context, { method, headers }: Request): Answer | undefined {
  if (method !== "OPTIONS" || !isListed(allowedOrigins, headers.get("origin"))) return undefined;
  return {
    status: 204,
    body: "",
    headers: {
      "Access-Control-Allow-Methods": "GET, POST, DELETE",
      // An allow-listed origin is trusted. Tracing tools and serverless clients add headers to its requests.
      "Access-Control-Allow-Headers": headers.get("access-control-request-headers") ?? "",
      "Access-Control-Max-Age": "600",
    },
  };
}

function isConfigured({ redirectUri, allowedOrigins }: Context, origin: string | null): boolean {
  return origin === new URL(redirectUri).origin || isListed(allowedOrigins, origin);
}

function isListed(allowedOrigins: readonly string[], origin: string | null): origin is string {
  return origin !== null && allowedOrigins.includes(origin);
}
