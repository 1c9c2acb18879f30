import OAuth2Server from "@node-oauth/oauth2-server";
import type { Hono } from "hono";
import type { GrantModel } from "./grantModel";
import type { Grants } from "./grants";
import { type SandboxEnv } from "./site";

/** Stands for every API of Fullscript: the one place where it shows whether an access token still works. */
export function resourceOwnerRoutes(app: Hono<SandboxEnv>, model: GrantModel, grants: Grants): void {
  const oauth = new OAuth2Server({ model });

  app.get("/sandbox/resource-owner", async (c) => {
    try {
      const request = new OAuth2Server.Request({
        method: "GET",
        query: {},
        headers: { authorization: c.req.header("authorization") ?? "" },
      });
      const { accessToken } = await oauth.authenticate(request, new OAuth2Server.Response({}));
      const owner = grants.findLivePair(accessToken)?.grant.owner;
      return c.json({ id: owner?.id, type: owner?.type });
    } catch (error) {
      if (!(error instanceof OAuth2Server.OAuthError)) throw error;
      return c.json({ error: error.name }, 401, { "WWW-Authenticate": "Bearer" });
    }
  });
}
