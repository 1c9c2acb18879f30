import type { MiddlewareHandler } from "hono";

/** A line for each request: never its query string, which can hold a code and a state. */
export function requestLog(log: (line: string) => void): MiddlewareHandler {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    log(
      `${new Date().toISOString()} ${c.req.method} ${c.req.path} ${c.res.status} ${Math.round(performance.now() - startedAt)} ms`,
    );
  };
}
