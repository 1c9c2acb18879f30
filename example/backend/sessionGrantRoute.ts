import type { Hono } from "hono";
import { type ConnectionHandler, FullscriptError } from "react-fullscript-connect/server";
import type { Sessions } from "./sessions";

/** What the browser gets of Fullscript's answer: a token that works once and for two minutes. */
export interface SessionGrant {
  secret_token: string;
  expires_at: string;
}

/** `POST /api/fullscript/session-grant` returns a session grant for Fullscript Embed, with the signed-in user's connection. */
export function addSessionGrantRoute(app: Hono, sessions: Sessions, fullscript: ConnectionHandler): void {
  app.post("/api/fullscript/session-grant", async (c) => {
    // Another site's form cannot send JSON.
    if (c.req.header("content-type") !== "application/json") return c.json({ error: "unsupported_media_type" }, 415);
    const user = await sessions.find(c.req.raw);
    if (!user) return c.json({ error: "unauthorized" }, 401);
    try {
      const answer = await fullscript.fetchApi(user, "/clinic/embeddable/session_grants", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: "{}",
      });
      if (!answer.ok) return c.json({ error: "bad_gateway" }, 502);
      const { secret_token, expires_at } = (await answer.json()) as SessionGrant;
      return c.json({ secret_token, expires_at });
    } catch (error) {
      if (!(error instanceof FullscriptError)) throw error;
      return error.code === "code_rejected"
        ? c.json({ error: "reconnect" }, 409)
        : c.json({ error: "unavailable" }, 503);
    }
  });
}
