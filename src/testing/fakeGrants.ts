import type { ResourceOwner } from "../server/ConnectionStore";

/** Fullscript's ten minutes, from its page on the authorization code. */
const CODE_LIFETIME_MS = 10 * 60_000;
const ACCESS_TOKEN_LIFETIME_S = 7_200;

/** One consent, and everything that was issued from its code. */
interface Grant {
  owner: ResourceOwner;
  redirectUri: string;
  expiresAt: number;
  used: boolean;
  revoked: boolean;
}

/** An access token and its refresh token, which live and die together. */
interface TokenPair {
  grant: Grant;
  accessToken: string;
  refreshToken: string;
  expiresAt: number;
  revoked: boolean;
}

/** An answer of the token endpoint: a token response in Fullscript's wrapper, or RFC 6749 §5.2. */
export interface GrantAnswer {
  status: 200 | 400 | 401;
  body: object;
}

/** The codes and tokens of one fake, in memory. */
export interface FakeGrants {
  issueCode: (owner: ResourceOwner, redirectUri: string) => string;
  /** The token endpoint, RFC 6749 §4.1.3 and §6, for a client that is known. */
  answerTokenRequest: (members: Readonly<Record<string, unknown>>) => GrantAnswer;
  /** Either token of a pair ends both, as RFC 7009 §2.1 allows. */
  revokeToken: (token: unknown) => void;
  revokeOwner: (id: string | undefined) => void;
  expire: (accessToken: string) => void;
  isLive: (accessToken: string) => boolean;
}

export function createFakeGrants(now: () => number): FakeGrants {
  const grants = new Map<string, Grant>();
  const pairs: TokenPair[] = [];

  const isStanding = ({ revoked, grant }: TokenPair): boolean => !revoked && !grant.revoked;

  const issueTokens = (grant: Grant): GrantAnswer => {
    const createdAt = now();
    const accessToken = createSecret("access-token");
    const refreshToken = createSecret("refresh-token");
    pairs.push({
      grant,
      accessToken,
      refreshToken,
      expiresAt: createdAt + ACCESS_TOKEN_LIFETIME_S * 1_000,
      revoked: false,
    });
    const oauth = {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: ACCESS_TOKEN_LIFETIME_S,
      refresh_token: refreshToken,
      scope: "clinic:read patients:read patients:write",
      created_at: new Date(createdAt).toISOString(),
      resource_owner: { id: grant.owner.id, type: grant.owner.type },
    };
    return { status: 200, body: { oauth } };
  };

  const exchangeCode = (code: unknown, redirectUri: unknown): GrantAnswer => {
    const grant = grants.get(String(code));
    // RFC 6749 §4.1.2: a code that is presented twice, however late, ends every token that was issued from it.
    if (grant?.used) grant.revoked = true;
    if (!grant || grant.used || grant.expiresAt <= now() || grant.redirectUri !== redirectUri) return INVALID_GRANT;
    grant.used = true;
    return issueTokens(grant);
  };

  const refresh = (refreshToken: unknown): GrantAnswer => {
    const pair = pairs.find((each) => each.refreshToken === refreshToken);
    if (!pair || !isStanding(pair)) return INVALID_GRANT;
    pair.revoked = true;
    return issueTokens(pair.grant);
  };

  return {
    issueCode(owner, redirectUri) {
      const code = createSecret("code");
      grants.set(code, { owner, redirectUri, expiresAt: now() + CODE_LIFETIME_MS, used: false, revoked: false });
      return code;
    },
    answerTokenRequest({ grant_type: type, code, redirect_uri: redirectUri, refresh_token: refreshToken }) {
      if (type === "authorization_code")
        return code && redirectUri
          ? exchangeCode(code, redirectUri)
          : createError("invalid_request", "code or redirect_uri is missing.");
      if (type === "refresh_token")
        return refreshToken ? refresh(refreshToken) : createError("invalid_request", "refresh_token is missing.");
      return createError("unsupported_grant_type", "grant_type is authorization_code or refresh_token.");
    },
    revokeToken(token) {
      const pair = pairs.find(({ accessToken, refreshToken }) => token === accessToken || token === refreshToken);
      if (pair) pair.revoked = true;
    },
    revokeOwner(id) {
      for (const pair of pairs) if (id === undefined || pair.grant.owner.id === id) pair.revoked = true;
    },
    expire(accessToken) {
      for (const pair of pairs) if (pair.accessToken === accessToken) pair.expiresAt = now();
    },
    isLive(accessToken) {
      const pair = pairs.find((each) => each.accessToken === accessToken);
      return pair !== undefined && isStanding(pair) && now() < pair.expiresAt;
    },
  };
}

export function createError(error: string, description: string): GrantAnswer {
  return { status: error === "invalid_client" ? 401 : 400, body: { error, error_description: description } };
}

/** One body for all of them, as at Fullscript: nobody can tell from it which it was. */
const INVALID_GRANT = createError(
  "invalid_grant",
  "Unknown, expired, used or revoked, or the redirect_uri is not the one of the authorization request.",
);

/** Recognizable, so that a test can look for it in logs. */
function createSecret(kind: string): string {
  return `fake-${kind}-${crypto.randomUUID()}`;
}
