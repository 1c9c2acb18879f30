import type { Claim, Connection, ConnectionStore } from "react-fullscript-connect/server";

/** As a host might write one, with its tables open to whoever breaks it. */
export interface PlainStore extends ConnectionStore {
  connections: Map<string, Connection>;
  claims: Map<string, Claim>;
}

export function createPlainStore(): PlainStore {
  const connections = new Map<string, Connection>();
  const claims = new Map<string, Claim>();

  return {
    connections,
    claims,
    readConnection: async (userId) => copy(connections.get(userId)),
    replaceConnection: async (userId, version, next) => {
      if (connections.get(userId)?.version !== version) return false;
      if (next) connections.set(userId, copy(next));
      else connections.delete(userId);
      return true;
    },
    claim: async (claim, now) => {
      const standing = claims.get(claim.id);
      if (standing && standing.forgetAt > now) return copy(standing);
      claims.set(claim.id, copy(claim));
      return copy(claim);
    },
    settle: async (id, answer, saved) => {
      const claim = claims.get(id);
      if (!claim || claim.answer) return false;
      claim.answer = copy(answer);
      if (saved) connections.set(saved.userId, copy(saved.connection));
      return true;
    },
    release: async (id, holder) => {
      const claim = claims.get(id);
      if (claim?.holder === holder && !claim.answer) claims.delete(id);
    },
  };
}

const copy = <T>(value: T): T => structuredClone(value);
const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

type Break = (store: PlainStore) => Partial<ConnectionStore>;

/** What goes wrong in stores: each of them in one place. */
export const BREAKS: Record<string, Break> = {
  "gives every claim to whoever asks": (store) => ({
    claim: async (claim) => {
      store.claims.set(claim.id, copy(claim));
      return copy(claim);
    },
  }),
  "looks for a claim first and inserts it then": (store) => ({
    claim: async (claim, now) => {
      const standing = store.claims.get(claim.id);
      await pause();
      if (standing && standing.forgetAt > now) return copy(standing);
      store.claims.set(claim.id, copy(claim));
      return copy(claim);
    },
  }),
  "rejects where the claim is there": ({ claim }) => ({
    claim: async (mine, now) => {
      const standing = await claim(mine, now);
      if (standing.holder !== mine.holder) throw new Error("duplicate key value violates unique constraint");
      return standing;
    },
  }),
  "finds nothing where a claim was released in between": ({ claim, release }) => {
    let isReleasing = false;
    return {
      claim: async (mine, now) => (isReleasing ? (undefined as unknown as Claim) : claim(mine, now)),
      release: async (id, holder) => {
        isReleasing = true;
        await pause();
        isReleasing = false;
        await release(id, holder);
      },
    };
  },
  "gives back times as text": ({ claim }) => ({
    claim: async (mine, now) => {
      const standing = await claim(mine, now);
      return { ...standing, forgetAt: String(standing.forgetAt) as unknown as number };
    },
  }),
  "keeps an empty text as null": ({ claim }) => ({
    claim: async (mine, now) => {
      const standing = await claim(mine, now);
      return { ...standing, boundTo: standing.boundTo || (null as unknown as string) };
    },
  }),
  "cuts ids to 32 characters": ({ claim }) => ({
    claim: async (mine, now) => claim({ ...mine, boundTo: mine.boundTo.slice(0, 32) }, now),
  }),
  "forgets a claim when its lease is over": ({ claim, claims }) => ({
    claim: async (mine, now) => {
      if ((claims.get(mine.id)?.leaseUntil ?? now) < now) claims.delete(mine.id);
      return claim(mine, now);
    },
  }),
  "settles no claim whose lease is over": ({ settle, claims }) => ({
    settle: async (id, ...rest) => ((claims.get(id)?.leaseUntil ?? 0) < Date.now() ? false : settle(id, ...rest)),
  }),
  "never forgets a claim": ({ claim }) => ({ claim: async (mine) => claim(mine, 0) }),
  "forgets by the database's clock": ({ claim }) => ({ claim: async (mine) => claim(mine, Date.now()) }),
  "forgets a moment late": ({ claim }) => ({ claim: async (mine, now) => claim(mine, now - 1) }),
  "forgets a moment early": ({ claim }) => ({ claim: async (mine, now) => claim(mine, now + 1) }),
  "keeps the answer of a forgotten claim": ({ claim, claims }) => ({
    claim: async (mine, now) => {
      const answer = claims.get(mine.id)?.answer ?? null;
      const standing = await claim(mine, now);
      return standing.holder === mine.holder ? { ...standing, answer } : standing;
    },
  }),
  "releases for anyone": ({ claims }) => ({
    release: async (id) => {
      if (!claims.get(id)?.answer) claims.delete(id);
    },
  }),
  "releases what is settled": ({ claims }) => ({
    release: async (id, holder) => {
      if (claims.get(id)?.holder === holder) claims.delete(id);
    },
  }),
  "releases after a look": ({ claims }) => ({
    release: async (id, holder) => {
      const claim = copy(claims.get(id));
      await pause();
      if (claim?.holder === holder && !claim.answer) claims.delete(id);
    },
  }),
  "releases nothing": () => ({ release: async () => undefined }),
  "settles again and again": ({ settle, claims }) => ({
    settle: async (id, ...rest) => {
      const claim = claims.get(id);
      if (claim) claim.answer = null;
      return settle(id, ...rest);
    },
  }),
  "settles after a look": ({ settle, claims }) => ({
    settle: async (id, ...rest) => {
      const before = copy(claims.get(id));
      await pause();
      const claim = claims.get(id);
      if (claim && before) claim.answer = before.answer;
      return settle(id, ...rest);
    },
  }),
  "keeps the answer, and the connection of whoever came last": ({ settle, connections }) => ({
    settle: async (id, answer, saved) => {
      const isSettled = await settle(id, answer);
      if (saved) connections.set(saved.userId, copy(saved.connection));
      return isSettled;
    },
  }),
  "settles without a claim": ({ settle, claims }) => ({
    settle: async (id, ...rest) => {
      if (!claims.has(id))
        claims.set(id, { id, holder: "", boundTo: "", leaseUntil: 0, forgetAt: Infinity, answer: null });
      return settle(id, ...rest);
    },
  }),
  "says that it has settled where it has not": ({ settle }) => ({
    settle: async (...all) => (await settle(...all)) || true,
  }),
  "loses the connection": ({ settle }) => ({ settle: async (id, answer) => settle(id, answer) }),
  "saves a connection where there was none, and only there": ({ settle, connections }) => ({
    settle: async (id, answer, saved) => settle(id, answer, saved && connections.has(saved.userId) ? undefined : saved),
  }),
  "deletes the connection where an answer comes without one": ({ settle, connections }) => ({
    settle: async (id, answer, saved) => {
      if (!saved) connections.clear();
      return settle(id, answer, saved);
    },
  }),
  "saves the answer first, and the connection then": ({ settle, connections }) => ({
    settle: async (id, answer, saved) => {
      const isSettled = await settle(id, answer);
      await pause();
      if (isSettled && saved) connections.set(saved.userId, copy(saved.connection));
      return isSettled;
    },
  }),
  "saves the connection first, and the answer then": ({ settle, connections, claims }) => ({
    settle: async (id, answer, saved) => {
      if (claims.has(id) && !claims.get(id)?.answer && saved) connections.set(saved.userId, copy(saved.connection));
      await pause();
      return settle(id, answer);
    },
  }),
  "writes an answer's JSON anew": ({ settle }) => ({
    settle: async (id, { status, body }, saved) =>
      settle(id, { status, body: JSON.stringify(JSON.parse(body)) }, saved),
  }),
  "replaces any version": ({ replaceConnection, connections }) => ({
    replaceConnection: async (userId, _, next) =>
      replaceConnection(userId, connections.get(userId)?.version ?? "", next),
  }),
  "deletes any version": ({ replaceConnection, connections }) => ({
    replaceConnection: async (userId, version, next) =>
      replaceConnection(userId, next ? version : (connections.get(userId)?.version ?? ""), next),
  }),
  "replaces after a look": ({ replaceConnection, connections }) => ({
    replaceConnection: async (userId, version, next) => {
      const before = connections.get(userId)?.version;
      await pause();
      return before === version && replaceConnection(userId, connections.get(userId)?.version ?? "", next);
    },
  }),
  "puts what replaces nothing": ({ replaceConnection, connections }) => ({
    replaceConnection: async (userId, version, next) => {
      if (next && !connections.has(userId)) connections.set(userId, copy(next));
      return replaceConnection(userId, version, next);
    },
  }),
  "deletes nothing": ({ replaceConnection }) => ({
    replaceConnection: async (userId, version, next) => (next ? replaceConnection(userId, version, next) : true),
  }),
  "keeps no null": ({ readConnection }) => ({
    readConnection: async (userId) => {
      const connection = await readConnection(userId);
      return (
        connection &&
        (Object.fromEntries(Object.entries(connection).filter(([, value]) => value !== null)) as unknown as Connection)
      );
    },
  }),
  "gives null where there is no connection": ({ readConnection }) => ({
    readConnection: async (userId) => (await readConnection(userId)) ?? (null as unknown as undefined),
  }),
  "cuts tokens to 4096 characters": ({ readConnection }) => ({
    readConnection: async (userId) => {
      const connection = await readConnection(userId);
      return connection && { ...connection, accessToken: connection.accessToken.slice(0, 4_096) };
    },
  }),
  "keeps times in 32 bits": ({ readConnection }) => ({
    readConnection: async (userId) => {
      const connection = await readConnection(userId);
      return connection && { ...connection, expiresAt: connection.expiresAt && connection.expiresAt | 0 };
    },
  }),
  "takes upper case for lower case in user ids": (store) => renamesUsers(store, (userId) => userId.toLowerCase()),
  "takes no notice of spaces around user ids": (store) => renamesUsers(store, (userId) => userId.trim()),
  "has one form of each character in user ids": (store) => renamesUsers(store, (userId) => userId.normalize("NFC")),
  "gives out its own claims": ({ claim, claims }) => ({
    claim: async (mine, now) => claims.get((await claim(mine, now)).id)!,
  }),
  "gives out its own connections": ({ connections }) => ({ readConnection: async (userId) => connections.get(userId) }),
  "keeps the caller's claim": ({ claim, claims }) => ({
    claim: async (mine, now) => {
      const standing = await claim(mine, now);
      if (standing.holder === mine.holder) claims.set(mine.id, mine);
      return standing;
    },
  }),
  "keeps the caller's answer": ({ settle, claims }) => ({
    settle: async (id, answer, saved) => {
      const isSettled = await settle(id, answer, saved);
      if (isSettled) claims.get(id)!.answer = answer;
      return isSettled;
    },
  }),
  "keeps the caller's connection": ({ settle, connections }) => ({
    settle: async (id, answer, saved) => {
      const isSettled = await settle(id, answer, saved);
      if (isSettled && saved) connections.set(saved.userId, saved.connection);
      return isSettled;
    },
  }),
  "keeps what the caller replaces by": ({ replaceConnection, connections }) => ({
    replaceConnection: async (userId, version, next) => {
      const isReplaced = await replaceConnection(userId, version, next);
      if (isReplaced && next) connections.set(userId, next);
      return isReplaced;
    },
  }),
};

function renamesUsers(
  { readConnection, replaceConnection, settle }: PlainStore,
  rename: (userId: string) => string,
): Partial<ConnectionStore> {
  return {
    readConnection: async (userId) => readConnection(rename(userId)),
    replaceConnection: async (userId, version, next) => replaceConnection(rename(userId), version, next),
    settle: async (id, answer, saved) => settle(id, answer, saved && { ...saved, userId: rename(saved.userId) }),
  };
}
