import type { Claim, ClaimAnswer, Connection, ConnectionStore } from "../server/ConnectionStore";
import { completePlatform } from "./completePlatform";
import type { OpenStore } from "./ConnectionStoreCheck";
import { verify } from "./verify";

/** How many requests arrive at once if only one may succeed. */
export const CROWD = 50;

export const SAMPLE_ANSWER: ClaimAnswer = { status: 200, body: '{"connected":true,"resource_owner":null}' };

/** Ids are random, so that checks can run at once and again in one database. */
export const randomUser = (): string => `user-${crypto.randomUUID()}`;

/** Of 64 characters, as long as claims' ids get. */
export const randomHash = (): string => (crypto.randomUUID() + crypto.randomUUID()).replaceAll("-", "");

export function createSampleClaim(changes: Partial<Claim> = {}): Claim {
  const now = Date.now();
  return {
    ...{ id: randomHash(), holder: crypto.randomUUID(), boundTo: randomHash() },
    ...{ leaseUntil: now + 20_000, forgetAt: now + 3_660_000, answer: null },
    ...changes,
  };
}

export function createSampleConnection(changes: Partial<Connection> = {}): Connection {
  const version = crypto.randomUUID();
  return {
    ...{ version, accessToken: `access-${version}`, refreshToken: `refresh-${version}` },
    ...{
      expiresAt: Date.now() + 7_200_000,
      scope: "clinic:read patients:write",
      resourceOwner: { id: randomUser(), type: "Practitioner" },
    },
    ...changes,
  };
}

/** The store, seen twice: what is done by one must be seen by the other as soon as it has resolved. */
export async function openTwice(open: OpenStore): Promise<[ConnectionStore, ConnectionStore]> {
  completePlatform();
  return [await open(), await open()];
}

/** Starts `work` {@link CROWD} times at once, in turn by each of the two. */
export function atOnce<T>(
  [store, other]: [ConnectionStore, ConnectionStore],
  work: (store: ConnectionStore, index: number) => Promise<T>,
): Promise<T[]> {
  return Promise.all(Array.from({ length: CROWD }, (_, index) => work(index % 2 ? other : store, index)));
}

/** Saves a connection by the only way there is. */
export async function connect(store: ConnectionStore, userId: string, connection: Connection): Promise<void> {
  const claim = createSampleClaim();
  await store.claim(claim, Date.now());
  verify(
    await store.settle(claim.id, SAMPLE_ANSWER, { userId, connection }),
    "settle a claim that has no answer yet",
    "without that nobody can connect.",
  );
}

/** The claim that stands, read by trying to get it. */
export function readClaim(store: ConnectionStore, id: string, now: number = Date.now()): Promise<Claim> {
  return store.claim(createSampleClaim({ id }), now);
}

/** As long as that many reads of this store take: what starts at once then meets in every order. */
export async function linger(store: ConnectionStore, reads: number): Promise<void> {
  for (let count = 0; count < reads; count++) await store.readConnection(randomUser());
}
