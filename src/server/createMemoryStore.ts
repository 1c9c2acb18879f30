import type { Claim, Connection, ConnectionStore } from "./ConnectionStore";

const SWEEP_MS = 60_000;

/**
 * Creates a {@link ConnectionStore} in this process's memory, for tests and first steps. A restart loses every connection, and a second
 * process sees none of them. Use `createPostgresStore`, or your own store, in production.
 *
 * @example
 * const handler = createConnectionHandler({ ...options, store: createMemoryStore() });
 */
export function createMemoryStore(): ConnectionStore {
  const connections = new Map<string, Connection>();
  const claims = new Map<string, Claim>();
  let sweepAt = 0;

  /** Deletes forgotten claims once a minute. With every claim, it would take longer the more claims there are. */
  const sweep = (now: number): void => {
    if (now < sweepAt) return;
    sweepAt = now + SWEEP_MS;
    for (const [id, { forgetAt }] of claims) if (forgetAt <= now) claims.delete(id);
  };

  return {
    readConnection: (userId) => Promise.resolve(structuredClone(connections.get(userId))),

    replaceConnection(userId, version, next) {
      const matches = connections.get(userId)?.version === version;
      if (matches && next) connections.set(userId, structuredClone(next));
      else if (matches) connections.delete(userId);
      return Promise.resolve(matches);
    },

    claim(claim, now) {
      sweep(now);
      const known = claims.get(claim.id);
      const standing = known && known.forgetAt > now ? known : structuredClone(claim);
      claims.set(claim.id, standing);
      return Promise.resolve(structuredClone(standing));
    },

    settle(id, answer, saved) {
      const claim = claims.get(id);
      if (!claim || claim.answer) return Promise.resolve(false);
      claim.answer = { ...answer };
      if (saved) connections.set(saved.userId, structuredClone(saved.connection));
      return Promise.resolve(true);
    },

    release(id, holder) {
      const claim = claims.get(id);
      if (claim?.holder === holder && !claim.answer) claims.delete(id);
      return Promise.resolve();
    },
  };
}
