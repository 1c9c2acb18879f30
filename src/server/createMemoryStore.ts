import type { Claim, Connection, ConnectionStore } from "./ConnectionStore";

const SWEEP_MS = 60_000;

/**
 * A {@link ConnectionStore} in this process's memory: for tests and for trying things out. Everything is lost with the process,
 * and a second process knows nothing of it, so a real app brings a store of its own on its database.
 */
export function createMemoryStore(): ConnectionStore {
  const connections = new Map<string, Connection>();
  const claims = new Map<string, Claim>();
  let sweepAt = 0;

  /** Forgets what is over, now and then: at each claim it would take the longer the more there are. */
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
