/**
 * Stores connections and claims. A claim makes sure that no authorization code is presented twice, or that one request at a time
 * refreshes a user's tokens. Each of the five methods is one short statement or transaction on a SQL database, and every argument is
 * plain JSON data. If a method rejects, the handler answers 503 and never makes a second token request.
 *
 * `connectionStoreChecks` from `react-fullscript-connect/testing` tests a store against these rules:
 * - Each method is atomic and linearizable per id across all processes that share the store. It happens completely or not at all, even
 *   if a process dies in the middle. After it resolves, every process sees the result: no stale reads from a replica, no cache.
 * - A method that rejects has also happened completely or not at all. The handler calls it again and uses the result.
 * - A resolved write is durable, at least while any process uses the store. If a disaster loses a **connection**, its user has to
 *   connect again. If it loses a **claim** before its `forgetAt`, a code may be presented twice, and Fullscript may then revoke the
 *   tokens. Only claims may be deleted, from their `forgetAt` on.
 * - All times are milliseconds since 1970 (`Date.now()`) by the handler's clock. Compare them with the `now` argument, not with the
 *   database's clock. The clocks of several processes may differ by a few seconds.
 * - Texts are equal if every character is equal. User ids that differ in case, accents or spaces are different users. Texts come back
 *   unchanged, and `null` and the empty text stay different.
 * - The store copies its arguments and its results, because the caller may change them.
 * - Tokens are secrets: encrypt each {@link Connection} at rest, as one JSON text with `userId` and `version` beside it.
 * - One store serves one Fullscript environment and one client. An app with two regions has two stores, or a column for the region.
 *
 * @example
 * const store: ConnectionStore = createPostgresStore({ client: pool, encryptionKeys: [process.env.FULLSCRIPT_KEY] });
 */
export interface ConnectionStore {
  /** Returns the connection of this user, or `undefined`. */
  readConnection: (userId: string) => Promise<Connection | undefined>;

  /**
   * Compares and sets: if the user's connection has this `version`, replaces it by `next`, or deletes it if `next` is `undefined`.
   * Returns whether it did. With another version, or without a connection, it changes nothing and returns `false`.
   */
  replaceConnection: (userId: string, version: string, next: Connection | undefined) => Promise<boolean>;

  /**
   * Inserts if absent: stores `claim`, unless there is one with the same `id` whose `forgetAt` is later than `now`. Returns the claim
   * that is stored then. If its `holder` is the caller's, the claim is theirs. Of any number of simultaneous calls, exactly one gets
   * the claim. A claim that is replaced loses its answer. Claims may be deleted at any time after their `forgetAt`. `leaseUntil` does
   * not matter here.
   *
   * In SQL: `insert … on conflict (id) do update set … where claims.forget_at <= $now returning *`. If that returns nothing,
   * `select … where id = $id`. If that returns nothing either, the claim was released in between: start again.
   */
  claim: (claim: Claim, now: number) => Promise<Claim>;

  /**
   * In one transaction: if the claim `id` exists and has no answer, stores the answer, whoever holds the claim. If `saved` is given,
   * stores its connection for `userId`, and replaces any other. Without `saved`, no connection changes. No reader sees one without the
   * other. Returns whether it did. Of any number of simultaneous calls, exactly one returns `true`; the others change nothing.
   */
  settle: (id: string, answer: ClaimAnswer, saved?: { userId: string; connection: Connection }) => Promise<boolean>;

  /** Deletes the claim `id` if it has this `holder` and no answer. Otherwise does nothing. */
  release: (id: string, holder: string) => Promise<void>;
}

/** The stored connection of a user, as plain JSON data. If Fullscript has ended the access, it has no tokens and only names the account. */
export interface Connection {
  /** Changes with every write, for {@link ConnectionStore.replaceConnection}. Random, at most 36 characters, no secret. */
  version: string;
  /** Empty if Fullscript has ended the access. */
  accessToken: string;
  /** `null` if the server sent none. The connection then ends with the access token. */
  refreshToken: string | null;
  /** When the access token ends, in milliseconds since 1970. `null` if the server did not say and there is no refresh token. */
  expiresAt: number | null;
  scope: string | null;
  /** The Fullscript account. `null` if the server did not name it. */
  resourceOwner: ResourceOwner | null;
}

/** The Fullscript account behind a connection. @see Fullscript's page on the token response */
export interface ResourceOwner {
  id: string;
  /** `Practitioner` or `Staff`. */
  type: string;
}

/**
 * A right that only one request has at a time: to exchange a code, to change a user's tokens, to use an Idempotency-Key, or to use one
 * of a user's slots for new codes. It holds no secret: codes, keys and users are in it as SHA-256.
 */
export interface Claim {
  /** At most 64 characters of ASCII, unique. */
  id: string;
  /** The attempt that made the claim: random, at most 36 characters. */
  holder: string;
  /** A hash of the claim's subject, at most 64 characters. A repeat with another hash is refused. May be empty. */
  boundTo: string;
  /** When the holder counts as dead, in milliseconds since 1970. The handler reads it; the store only stores it. */
  leaseUntil: number;
  /** When the claim counts as absent, in milliseconds since 1970. */
  forgetAt: number;
  /** `null` until {@link ConnectionStore.settle}. */
  answer: ClaimAnswer | null;
}

/** The final answer of an exchange, stored to be repeated byte by byte. It holds no token. */
export interface ClaimAnswer {
  status: number;
  /** JSON of a few hundred bytes. Store it as text, because a JSON column may change it. */
  body: string;
}
