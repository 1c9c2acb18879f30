import type { Account } from "./accounts";
import { SCOPES } from "./scopes";

/** One consent, told by its authorization code. Everything issued from that code hangs on it. */
export interface Grant {
  readonly code: string;
  readonly owner: Account;
  readonly redirectUri: string;
  readonly expiresAt: number;
  readonly scopes: readonly string[];
  used: boolean;
  revoked: boolean;
}

/** An access token and its refresh token, which live and die together. */
export interface TokenPair {
  readonly grant: Grant;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  revoked: boolean;
}

/** Every grant and token, in memory. There is one client, so none of them names it. */
export class Grants {
  readonly #byCode = new Map<string, Grant>();
  readonly #createCode: () => string;
  #pairs: TokenPair[] = [];

  constructor(createCode: () => string) {
    this.#createCode = createCode;
  }

  reset(): void {
    this.#byCode.clear();
    this.#pairs = [];
  }

  issueCode(owner: Account, redirectUri: string, expiresAt: number): string {
    const code = this.#createCode();
    this.#byCode.set(code, {
      code,
      owner,
      redirectUri,
      expiresAt,
      scopes: SCOPES.map(({ name }) => name),
      used: false,
      revoked: false,
    });
    return code;
  }

  find(code: string): Grant | undefined {
    return this.#byCode.get(code);
  }

  addPair(pair: Omit<TokenPair, "revoked">): void {
    this.#pairs.push({ ...pair, revoked: false });
  }

  /** By either of its tokens. */
  findPair(token: string): TokenPair | undefined {
    return this.#pairs.find((pair) => pair.accessToken === token || pair.refreshToken === token);
  }

  findLivePair(token: string): TokenPair | undefined {
    const pair = this.findPair(token);
    return pair && isLive(pair) ? pair : undefined;
  }

  /** Either token of a pair ends both, as Doorkeeper does and RFC 7009 §2.1 allows. */
  revokePair(token: string): boolean {
    const pair = this.findLivePair(token);
    if (pair) pair.revoked = true;
    return pair !== undefined;
  }

  /** Ends every token of this account. Without an id, ends every token. */
  revokeOwner(ownerId?: string): void {
    for (const { grant } of this.#pairs) if (ownerId === undefined || grant.owner.id === ownerId) grant.revoked = true;
  }

  /** Returns the accounts that have a live token, in the order in which they connected. */
  listOwners(): Account[] {
    const live = this.#pairs.filter(isLive).map(({ grant }) => [grant.owner.id, grant.owner] as const);
    return [...new Map(live).values()];
  }

  /** Refresh tokens have no end of their own, so a grant stays live until it is revoked. */
  hasLiveGrant(owner: Account): boolean {
    return this.#pairs.some((pair) => isLive(pair) && pair.grant.owner.id === owner.id);
  }
}

function isLive({ revoked, grant }: TokenPair): boolean {
  return !revoked && !grant.revoked;
}
