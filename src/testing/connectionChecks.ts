import type { Connection } from "../server/ConnectionStore";
import type { ConnectionStoreCheck } from "./ConnectionStoreCheck";
import {
  atOnce,
  connect,
  createSampleClaim,
  createSampleConnection,
  CROWD,
  linger,
  openTwice,
  randomUser,
  readClaim,
  SAMPLE_ANSWER,
} from "./storeSamples";
import { verify, verifyEqual } from "./verify";

const STALE = "a refresh token that was used up would be put back, and the user would be disconnected.";

export const connectionChecks: readonly ConnectionStoreCheck[] = [
  {
    name: "gives back every field of a connection",
    async run(open) {
      const [store, other] = await openTwice(open);
      const userId = `${randomUser()} 用户 é 🌿 '"\\ %_`;
      const samples: Partial<Connection>[] = [
        {},
        { refreshToken: null, expiresAt: null, scope: null, resourceOwner: null },
        {
          accessToken: visibleAscii(8_192),
          refreshToken: visibleAscii(8_192),
          scope: "",
          resourceOwner: { id: "é 🌿 '\"\\", type: "Staff" },
        },
        { expiresAt: Date.UTC(2_200, 0) },
        // What the handler keeps of a connection that Fullscript has ended.
        { accessToken: "", refreshToken: null, expiresAt: 0, scope: null },
      ];
      verify(
        (await store.readConnection(userId)) === undefined,
        "resolve to undefined where there is no connection",
        "the handler asks for that.",
      );
      let version: string | undefined;
      for (const sample of samples.map(createSampleConnection)) {
        if (version === undefined) await connect(store, userId, sample);
        else
          verify(
            await store.replaceConnection(userId, version, sample),
            "replace the version that it has",
            "no token could be refreshed.",
          );
        verifyEqual(
          await other.readConnection(userId),
          sample,
          "give back a connection as it was stored",
          "its tokens would not work.",
        );
        ({ version } = sample);
      }
    },
  },
  {
    name: "tells users apart by every character of their ids",
    async run(open) {
      const [store, other] = await openTwice(open);
      const id = `${randomUser()}-é`;
      const ids = [id, id.toUpperCase(), id.normalize("NFD"), id.replace("é", "e"), `${id} `, ` ${id}`, `${id}%`];
      for (const [index, userId] of ids.entries()) {
        verify(
          (await other.readConnection(userId)) === undefined,
          "know nothing of another user's connection",
          "one user would act with another's Fullscript account.",
        );
        await connect(store, userId, createSampleConnection({ scope: String(index) }));
      }
      const [first, ...others] = await Promise.all(ids.map((userId) => store.readConnection(userId)));
      verify(
        await other.replaceConnection(id, String(first?.version), undefined),
        "delete the version that it has",
        "nobody could disconnect.",
      );
      for (const [index, userId] of ids.slice(1).entries())
        verifyEqual(
          await other.readConnection(userId),
          others[index],
          "leave other users' connections alone",
          "they would be disconnected.",
        );
    },
  },
  {
    name: "puts what is settled in the place of whatever was there",
    async run(open) {
      const [store, other] = await openTwice(open);
      const [userId, connection] = [randomUser(), createSampleConnection()];
      await connect(store, userId, createSampleConnection());
      await connect(other, userId, connection);
      verifyEqual(
        await store.readConnection(userId),
        connection,
        "save what is settled whatever was there before",
        "a user whose tokens are dead could not connect again.",
      );
    },
  },
  {
    name: "replaces and deletes the version that is meant, and no other",
    async run(open) {
      const [store, other] = await openTwice(open);
      const [userId, first, second] = [randomUser(), createSampleConnection(), createSampleConnection()];
      await connect(store, userId, first);
      for (const next of [second, undefined]) {
        verify(
          !(await other.replaceConnection(userId, second.version, next)),
          "resolve to false for another version",
          STALE,
        );
        verifyEqual(await store.readConnection(userId), first, "change nothing for another version", STALE);
      }
      verify(
        await other.replaceConnection(userId, first.version, second),
        "replace the version that it has",
        "no token could be refreshed.",
      );
      verifyEqual(
        await store.readConnection(userId),
        second,
        "keep what it replaced a connection by",
        "the new refresh token would be lost.",
      );
      verify(
        await store.replaceConnection(userId, second.version, undefined),
        "delete the version that it has",
        "nobody could disconnect.",
      );
      verify(
        (await other.readConnection(userId)) === undefined,
        "delete a connection where next is undefined",
        "nobody could disconnect.",
      );
      verify(
        !(await store.replaceConnection(userId, second.version, first)),
        "resolve to false where there is no connection",
        "a refresh would bring back who has disconnected.",
      );
      verify(
        (await other.readConnection(userId)) === undefined,
        "put nothing where there is no connection",
        "a refresh would bring back who has disconnected.",
      );
    },
  },
  {
    name: "lets exactly one of fifty replace or delete a version at once",
    async run(open) {
      const stores = await openTwice(open);
      // Without deletions first: they have nothing to encrypt, and would always win.
      for (const every of [CROWD + 1, 5]) {
        const [userId, first] = [randomUser(), createSampleConnection()];
        await connect(stores[0], userId, first);
        const nexts = Array.from({ length: CROWD }, (_, index) =>
          (index + 1) % every === 0 ? undefined : createSampleConnection(),
        );
        const replaced = await atOnce(stores, (store, index) =>
          store.replaceConnection(userId, first.version, nexts[index]),
        );
        verify(replaced.filter(Boolean).length === 1, "let exactly one replace a version", STALE);
        verifyEqual(
          await stores[1].readConnection(userId),
          nexts[replaced.indexOf(true)],
          "keep what was put in place by the one that did",
          STALE,
        );
      }
    },
  },
  {
    name: "lets no replacement of an old version overwrite what is settled at the same time",
    async run(open) {
      const stores = await openTwice(open);
      await atOnce(stores, async (store, index) => {
        const [claim, userId, old, connection] = [
          createSampleClaim(),
          randomUser(),
          createSampleConnection(),
          createSampleConnection(),
        ];
        await connect(store, userId, old);
        await store.claim(claim, Date.now());
        const replace = async (): Promise<void> => {
          await linger(store, index % 10);
          await stores[0].replaceConnection(userId, old.version, index % 4 ? createSampleConnection() : undefined);
        };
        await Promise.all([stores[1].settle(claim.id, SAMPLE_ANSWER, { userId, connection }), replace()]);
        verifyEqual(await store.readConnection(userId), connection, "keep the connection that was made anew", STALE);
      });
    },
  },
  {
    name: "shares no object with its callers",
    async run(open) {
      const [store, other] = await openTwice(open);
      const [claim, userId, connection, answer] = [
        createSampleClaim(),
        randomUser(),
        createSampleConnection(),
        { ...SAMPLE_ANSWER },
      ];
      const [keptClaim, keptConnection] = [{ ...claim, answer: SAMPLE_ANSWER }, structuredClone(connection)];
      const verifyKept = async (): Promise<void> => {
        const what = "keep its own copy of what it takes and gives";
        verifyEqual(await readClaim(other, claim.id), keptClaim, what, "who changes an object would change the store.");
        verifyEqual(
          await other.readConnection(userId),
          keptConnection,
          what,
          "who changes an object would change the store.",
        );
      };
      const given = await store.claim(claim, Date.now());
      await store.settle(claim.id, answer, { userId, connection });
      for (const mine of [claim, given]) mine.boundTo = "changed";
      answer.body = connection.accessToken = "changed";
      if (connection.resourceOwner) connection.resourceOwner.id = "changed";
      await verifyKept();

      const [foundClaim, found] = [await readClaim(store, claim.id), await store.readConnection(userId)];
      foundClaim.boundTo = "changed";
      if (foundClaim.answer) foundClaim.answer.body = "changed";
      if (found?.resourceOwner) found.resourceOwner.id = found.accessToken = "changed";
      await verifyKept();

      const next = createSampleConnection();
      const keptNext = structuredClone(next);
      await store.replaceConnection(userId, connection.version, next);
      next.accessToken = "changed";
      verifyEqual(
        await other.readConnection(userId),
        keptNext,
        "keep its own copy of what replaces a connection",
        "who changes an object would change the store.",
      );
    },
  },
];

/** Every character that a token may have. @see RFC 6749, appendix A.12 */
function visibleAscii(length: number): string {
  const characters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).join("");
  return characters.repeat(Math.ceil(length / 95)).slice(0, length);
}
