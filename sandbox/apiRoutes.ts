import { randomBytes, randomUUID } from "node:crypto";
import OAuth2Server from "@node-oauth/oauth2-server";
import type { Context, Hono } from "hono";
import type { Account } from "./accounts";
import type { GrantModel } from "./grantModel";
import type { SandboxEnv, Site } from "./site";

/** Fullscript's session grants live this long. */
const SESSION_GRANT_MS = 120_000;

/** A few calls of Fullscript's REST API, for an app that calls it with a user's access token. Answers 401 if the token has ended. */
export function apiRoutes(app: Hono<SandboxEnv>, site: Site, model: GrantModel): void {
  const oauth = new OAuth2Server({ model });

  app
    .get("/api/clinic", async (c) => {
      const owner = await authenticate(c);
      return owner ? answer(c, "clinic", clinicOf(owner)) : refuse(c);
    })
    .post("/api/clinic/embeddable/session_grants", async (c) => {
      const owner = await authenticate(c);
      return owner ? answer(c, "session_grant", createSessionGrant(owner, site.settings.now())) : refuse(c);
    })
    // Whose token it is. Fullscript has no such call.
    .get("/sandbox/resource-owner", async (c) => {
      const owner = await authenticate(c);
      return owner ? c.json({ id: owner.id, type: owner.type }) : unauthorized(c);
    });

  /** Returns the account of a live access token. */
  async function authenticate(c: Context): Promise<Account | undefined> {
    const headers = { authorization: c.req.header("authorization") ?? "" };
    try {
      const request = new OAuth2Server.Request({ method: "GET", query: {}, headers });
      const { accessToken } = await oauth.authenticate(request, new OAuth2Server.Response({}));
      return site.grants.findLivePair(accessToken)?.grant.owner;
    } catch (error) {
      if (error instanceof OAuth2Server.OAuthError) return undefined;
      throw error;
    }
  }

  function answer(c: Context, outcome: string, body: object): Response {
    log(c, 200, outcome);
    return c.json(body, 200, { "Cache-Control": "no-store" });
  }

  function refuse(c: Context): Response {
    log(c, 401, "invalid_token");
    return unauthorized(c);
  }

  function log(c: Context, status: number, outcome: string): void {
    site.log.add({ method: c.req.method, path: c.req.path, status, outcome });
  }
}

function unauthorized(c: Context): Response {
  return c.json({ error: "invalid_token" }, 401, { "WWW-Authenticate": "Bearer", "Cache-Control": "no-store" });
}

/** The id is fixed for each account, so that what an app stores still fits after a restart of the sandbox. */
function clinicOf({ id, name }: Account): object {
  return { id: `clinic-${id}`, name: `Clinic of ${name}` };
}

/** What Fullscript Embed starts with in the browser. It works once. */
function createSessionGrant({ id, type }: Account, now: number): object {
  return {
    id: randomUUID(),
    secret_token: randomBytes(32).toString("base64url"),
    claimed_at: null,
    expires_at: new Date(now + SESSION_GRANT_MS).toISOString(),
    user: { id, type },
  };
}
