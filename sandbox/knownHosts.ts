import { createMiddleware } from "hono/factory";
import type { SandboxEnv } from "./site";

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Refuses a request under any other host name: a stranger's page can point its own domain at this machine (DNS rebinding). */
export const knownHosts = createMiddleware<SandboxEnv>(async (c, next) => {
  if (!LOOPBACK.test(c.req.header("host") ?? "")) return c.json({ error: "unknown_host" }, 403);
  await next();
  return undefined;
});
