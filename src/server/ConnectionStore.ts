/**
 * Where the server half keeps connections, and the claims that make sure that no authorization code is presented twice and that
 * one request at a time refreshes a user's tokens. Five methods, each one short statement or transaction on any SQL database; everything passed is plain JSON
 * data. A method that rejects makes the handler answer 503 and never leads to a second token request.
 *
 * What must hold; `connectionStoreChecks` of `react-fullscript-connect/testing` try it on a store of yours:
 * - Each method is atomic and linearizable for one id across all processes that share the store: it does all of what it says or
 *   nothing, whatever dies in the middle of it, and what has resolved is seen by whatever is called next, in any process. No stale
 *   read from a replica, no cache.
 * - A method that rejects has done all or nothing as well; the handler asks again and takes what then stands.
 * - What a method has resolved for is durable, at least for as long as any process that uses the store runs. If a disaster loses a
 *   **connection**, it costs a user a click; losing a **claim** before its `forgetAt` can present a code twice, which may revoke
 *   what the first one gave. Nothing may be lost on purpose but claims from their `forgetAt` on.
 * - All times are milliseconds since 1970 (`Date.now()`), taken by the handler: compare with the `now` that is passed, not with
 *   the database's clock. The clocks of several processes may differ by a few seconds.
 * - Texts are equal where every character is: user ids that differ in case, accents or spaces are different users. They come back
 *   as they were stored, `null` as `null` and the empty text as the empty text.
 * - What is passed and what is given back are the caller's own objects: the store keeps copies.
 * - Tokens are secrets: keep {@link Connection} encrypted at rest (whole, as one JSON text, with `userId` and `version` beside it).
 * - One store serves one Fullscript environment and one client. An app with two regions has two stores (or a column for it).
 */
export interface ConnectionStore {
  /** The connection of this user, or `undefined`. */
  readConnection: (userId: string) => Promise<Connection | undefined>;

  /**
   * Compare and set: where the user's connection still has this `version`, puts `next` in its place, or deletes it where
   * `next` is `undefined`. Resolves to whether it did; `false` (another version, or none) changes nothing.
   */
  replaceConnection: (userId: string, version: string, next: Connection | undefined) => Promise<boolean>;

  /**
   * Insert if absent: stores `claim` unless one with the same `id` is there whose `forgetAt` is later than `now`, and resolves
   * to the claim that then stands: the same `holder` as in `claim` tells the caller that it is theirs. Of any number of
   * simultaneous calls exactly one gets it. A claim that was there and is forgotten goes with its answer; claims whose `forgetAt`
   * has passed may be deleted at any time. A lease that is over means nothing here.
   *
   * In SQL: `insert … on conflict (id) do update set … where claims.forget_at <= $now returning *`, and where that returns
   * nothing `select … where id = $id` (and from the start again where that finds nothing either: it was released in between).
   */
  claim: (claim: Claim, now: number) => Promise<Claim>;

  /**
   * In one transaction: where the claim `id` exists and has no answer yet, gives it this answer, whoever holds it, and, if `saved`
   * is there, saves its connection as the one of `userId` whatever was there before; without `saved` no connection changes. Nobody
   * sees the one without the other. Resolves to whether it did; `false` changes nothing, and of any number of simultaneous calls
   * exactly one resolves to `true`.
   */
  settle: (id: string, answer: ClaimAnswer, saved?: { userId: string; connection: Connection }) => Promise<boolean>;

  /** Deletes the claim `id` where it has this `holder` and no answer; otherwise does nothing. */
  release: (id: string, holder: string) => Promise<void>;
}

/** What is kept of a connected user. Plain JSON data; holds tokens, until Fullscript ends the access: then whose account it was, alone. */
export interface Connection {
  /** New with every change, for {@link ConnectionStore.replaceConnection}. Random, at most 36 characters, no secret. */
  version: string;
  /** Empty where Fullscript has ended the access. */
  accessToken: string;
  /** `null` where the server gave none: the connection then ends with the access token. */
  refreshToken: string | null;
  /** When the access token ends, in milliseconds since 1970; `null` where the server did not say. */
  expiresAt: number | null;
  scope: string | null;
  /** Whose Fullscript account it is; `null` where the server did not say. */
  resourceOwner: ResourceOwner | null;
}

/** The Fullscript account behind a connection. @see Fullscript's page on the token response */
export interface ResourceOwner {
  id: string;
  /** `Practitioner` or `Staff`. */
  type: string;
}

/**
 * A right that only one request has at a time: to exchange a code, to change a user's tokens, to use an Idempotency-Key.
 * Holds no secret: codes, keys and users are in it as SHA-256.
 */
export interface Claim {
  /** At most 64 characters of ASCII, unique. */
  id: string;
  /** Who made the claim: random for each attempt, at most 36 characters. */
  holder: string;
  /** What the claim is about, as a hash of at most 64 characters: a repeat about something else is refused. May be empty. */
  boundTo: string;
  /** Until when the holder is thought to be at work, in milliseconds since 1970. For the handler; the store only keeps it. */
  leaseUntil: number;
  /** From when on the claim counts as absent, in milliseconds since 1970. */
  forgetAt: number;
  /** `null` until {@link ConnectionStore.settle}. */
  answer: ClaimAnswer | null;
}

/** The final answer of an exchange, kept to be repeated byte by byte. Holds no token. */
export interface ClaimAnswer {
  status: number;
  /** The JSON text, a few hundred bytes: kept as text, for a column of JSON may write it anew. */
  body: string;
}
