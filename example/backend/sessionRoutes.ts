import { type Context, Hono } from "hono";
import { type Practitioner, PRACTITIONERS } from "./practitioners";
import { writeSessionCookie } from "./sessionCookie";
import type { Sessions } from "./sessions";

/** `/api/session`: who is signed in, signing in as someone else, signing out. A demo: nobody is asked for a password. */
export function createSessionRoutes(sessions: Sessions): Hono {
  const tell = (c: Context, practitioner: Practitioner | undefined) =>
    c.json({ practitioner: practitioner ?? null, practitioners: PRACTITIONERS });

  const routes = new Hono();
  routes.get("/", async (c) => tell(c, await sessions.find(c.req.raw)));
  routes.post("/", async (c) => {
    // Another site's form cannot send JSON, and its script would need a preflight that this server does not answer.
    if (c.req.header("content-type") !== "application/json") return c.json({ error: "unsupported_media_type" }, 415);
    const body: unknown = await c.req.json().catch(() => undefined);
    const wanted =
      typeof body === "object" && body !== null && "practitionerId" in body ? body.practitionerId : undefined;
    const practitioner = PRACTITIONERS.find(({ id }) => id === wanted);
    if (!practitioner) return c.json({ error: "unknown_practitioner" }, 400);
    await sessions.end(c.req.raw);
    writeSessionCookie(c, await sessions.start(practitioner));
    return tell(c, practitioner);
  });
  routes.delete("/", async (c) => {
    await sessions.end(c.req.raw);
    writeSessionCookie(c, null);
    return tell(c, undefined);
  });
  return routes;
}
