import type { MiddlewareHandler } from "hono";
import type { Settings } from "./options";
import type { SandboxEnv } from "./site";

/** The headers of pages, close to what a Rails application sends. */
export function pageHeaders({ openerPolicy }: Settings): MiddlewareHandler<SandboxEnv> {
  return async (c, next) => {
    await next();
    c.header("Cross-Origin-Opener-Policy", openerPolicy);
    c.header("X-Frame-Options", "SAMEORIGIN");
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Referrer-Policy", "strict-origin-when-cross-origin");
    // Without form-action: browsers hold it against every redirect that a submitted form leads to, so it would stop a callback
    // that itself redirects on to another origin, which works at the real server.
    c.header("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'");
    // Not no-store: that keeps a page out of the back/forward cache, and whoever cancelled must find the consent page again by
    // pressing Back. https://web.dev/articles/bfcache
    if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "private, max-age=0, must-revalidate");
  };
}
