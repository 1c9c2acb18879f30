import OAuth2Server from "@node-oauth/oauth2-server";
import type { ClientBody } from "./clientBody";
import type { GrantModel } from "./grantModel";
import type { Grants, TokenPair } from "./grants";

export interface ClientAnswer {
  status: 200 | 400 | 401 | 500;
  body: object;
  outcome: string;
}

export const UNREADABLE_BODY: ClientAnswer = createError(
  "invalid_request",
  "The body must be a JSON object, with the content type application/json, or a form.",
);
export const INVALID_CLIENT: ClientAnswer = createError(
  "invalid_client",
  "Client authentication failed: unknown client, or wrong or missing client secret.",
);

/** The token endpoint's grants, RFC 6749 §4.1.3 and §6. The library decides, in Fullscript's shapes. */
export function createTokenAnswerer(model: GrantModel, grants: Grants): (body: ClientBody) => Promise<ClientAnswer> {
  const oauth = new OAuth2Server({ model });

  return async (body) => {
    if (body.grant_type === "authorization_code" && !body.redirect_uri)
      return createError("invalid_request", "Missing parameter: `redirect_uri`");
    try {
      const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": "1" }; // it knows no JSON and sees only what we read
      const token = await oauth.token(
        new OAuth2Server.Request({ headers, method: "POST", query: {}, body }),
        new OAuth2Server.Response({}),
      );
      const pair = grants.findPair(token.accessToken);
      if (!pair) throw new Error("The sandbox was reset in the middle of a token request.");
      return { status: 200, body: { oauth: describe(pair) }, outcome: "tokens_issued" };
    } catch (error) {
      return toAnswer(error);
    }
  };
}

/** Fullscript wraps the token response of RFC 6749 §5.1 in `oauth` and adds whose it is. */
function describe({ accessToken, refreshToken, createdAt, expiresAt, grant }: TokenPair): object {
  return {
    access_token: accessToken,
    token_type: "Bearer",
    expires_in: Math.floor((expiresAt - createdAt) / 1_000),
    refresh_token: refreshToken,
    scope: grant.scopes.join(" "),
    created_at: new Date(createdAt).toISOString(),
    resource_owner: { id: grant.owner.id, type: grant.owner.type },
  };
}

function toAnswer(error: unknown): ClientAnswer {
  if (!(error instanceof OAuth2Server.OAuthError)) throw error;
  if (error.name === "invalid_grant" || namesGrantValue(error)) return INVALID_GRANT;
  return createError(error.name, error.message);
}

/** The library calls a wrong redirect URI, and a code or token of impossible characters, an invalid request. At Fullscript all are one: an invalid grant. */
function namesGrantValue({ name, message }: Error): boolean {
  return name === "invalid_request" && /^Invalid .*`(code|refresh_token|redirect_uri)`/.test(message);
}

/** One body for all of them, as at Fullscript: nobody can tell from it which it was. */
const INVALID_GRANT = createError(
  "invalid_grant",
  "The code or refresh token is unknown, expired, used or revoked, or the redirect URI is not the one of the authorization request.",
);

export function createError(error: string, description: string): ClientAnswer {
  const status = error === "server_error" ? 500 : error === "invalid_client" ? 401 : 400;
  return { status, body: { error, error_description: description }, outcome: error };
}
