import type { Answer } from "./answer";
import type { Context } from "./context";

/**
 * Whether a request that changes something comes from a page that may. A page cannot forge `Origin` or `Sec-Fetch-Site`, and every
 * browser sends at least one of them with `POST` and `DELETE`: this is what stands against cross-site request forgery.
 */
export function comesFromOwnPage({ redirectUri, allowedOrigins }: Context, { url, headers }: Request): boolean {
  const origin = headers.get("origin");
  if (origin === null) return headers.get("sec-fetch-site") === "same-origin";
  return [new URL(redirectUri).origin, new URL(url).origin, ...allowedOrigins].includes(origin);
}

/** For an allow-listed origin, the headers that let its page read the answer; for any other, nothing that helps it. */
export function createCorsHeaders({ allowedOrigins }: Context, origin: string | null): Record<string, string> {
  if (!allowedOrigins[0]) return {};
  if (!isAllowed(allowedOrigins, origin)) return { Vary: "Origin" };
  return {
    Vary: "Origin",
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Expose-Headers": "Retry-After",
  };
}

/** Headers that a page may add: ours, and those that hosts use for bearer and CSRF tokens. */
const REQUEST_HEADER = /^(content-type|idempotency-key|authorization|csrf-token|x-[\w-]+)$/;

/** The answer to a preflight, `undefined` where the request is none of an allow-listed origin. */
export function createPreflightAnswer({ allowedOrigins }: Context, { method, headers }: Request): Answer | undefined {
  if (method !== "OPTIONS" || !isAllowed(allowedOrigins, headers.get("origin"))) return undefined;
  const asked = (headers.get("access-control-request-headers") ?? "").toLowerCase().split(/[\s,]/);
  return {
    status: 204,
    body: "",
    headers: {
      "Access-Control-Allow-Methods": "GET, POST, DELETE",
      "Access-Control-Allow-Headers": asked.filter((name) => REQUEST_HEADER.test(name)).join(", "),
      "Access-Control-Max-Age": "600",
    },
  };
}

function isAllowed(allowedOrigins: readonly string[], origin: string | null): origin is string {
  return origin !== null && allowedOrigins.includes(origin);
}
