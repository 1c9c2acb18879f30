import type OAuth2Server from "@node-oauth/oauth2-server";
import type { Grant, Grants, TokenPair } from "./grants";
import type { Settings } from "./options";
import type { SwitchBoard } from "./switches";

export type GrantModel = OAuth2Server.AuthorizationCodeModel & OAuth2Server.RefreshTokenModel;

/** What the OAuth library asks of a database, answered from memory. The library's "user" is the code of a grant. */
export function createGrantModel(settings: Settings, grants: Grants, switches: SwitchBoard): GrantModel {
  const client = { id: settings.clientId, grants: ["authorization_code", "refresh_token"] };

  /** The library compares with the real clock; ours may be a test's. */
  const inRealTime = (time: number): Date => new Date(Date.now() + time - settings.now());

  const tokenOf = (pair: TokenPair) => ({
    accessToken: pair.accessToken,
    accessTokenExpiresAt: inRealTime(pair.expiresAt),
    refreshToken: pair.refreshToken,
    scope: [...pair.grant.scopes],
    client,
    user: { code: pair.grant.code },
  });

  return {
    getClient(id, secret) {
      return Promise.resolve(id === settings.clientId && secret === settings.clientSecret && client);
    },

    saveAuthorizationCode() {
      return Promise.reject(
        new Error("Codes are issued by the consent page: the library refuses any state outside ASCII."),
      );
    },

    getAuthorizationCode(code) {
      const grant = grants.find(code);
      if (!grant) return Promise.resolve(undefined);
      if (grant.used) grant.revoked = true; // RFC 6749 §4.1.2: a code presented twice, however late, ends every token issued from it
      return Promise.resolve({
        authorizationCode: code,
        expiresAt: inRealTime(grant.expiresAt),
        redirectUri: grant.redirectUri,
        scope: [...grant.scopes],
        client,
        user: { code },
      });
    },

    /** Checks and marks in one step, so that of several requests at once one takes the code. */
    revokeAuthorizationCode({ authorizationCode }) {
      const grant = grants.find(authorizationCode);
      if (!grant || grant.used) return Promise.resolve(false);
      grant.used = true;
      return Promise.resolve(true);
    },

    saveToken({ accessToken, refreshToken }, _client, user) {
      const grant = grantOf(user);
      if (refreshToken === undefined) throw new Error("Every access token comes with a refresh token.");
      const createdAt = settings.now();
      const pair = {
        grant,
        accessToken,
        refreshToken,
        createdAt,
        expiresAt: createdAt + switches.get().accessTokenLifetimeMs,
        revoked: false,
      };
      grants.addPair(pair);
      return Promise.resolve(tokenOf(pair));
    },

    getAccessToken(accessToken) {
      const pair = grants.findLivePair(accessToken);
      return Promise.resolve(pair?.accessToken === accessToken && tokenOf(pair));
    },

    getRefreshToken(refreshToken) {
      const pair = grants.findLivePair(refreshToken);
      return Promise.resolve(pair?.refreshToken === refreshToken && tokenOf(pair));
    },

    revokeToken({ refreshToken }) {
      return Promise.resolve(grants.revokePair(refreshToken));
    },
  };

  function grantOf(user: OAuth2Server.User): Grant {
    const grant = grants.find(String(user.code));
    if (!grant) throw new Error("The sandbox was reset in the middle of a token request.");
    return grant;
  }
}
