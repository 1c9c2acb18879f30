import type { ConnectionStoreCheck } from "./ConnectionStoreCheck";
import {
  atOnce,
  connect,
  createSampleClaim,
  createSampleConnection,
  CROWD,
  linger,
  openTwice,
  randomHash,
  randomUser,
  readClaim,
  SAMPLE_ANSWER,
} from "./storeSamples";
import { verify, verifyEqual } from "./verify";

const OTHER_ANSWER = { status: 400, body: '{"error":"invalid_grant"}' };
const LOST = "a user who was told that they are connected would not be.";
const CONTRARY = "two tabs would be told the contrary.";

export const settleChecks: readonly ConnectionStoreCheck[] = [
  {
    name: "settles a claim once, with its connection; the second time changes nothing",
    async run(open) {
      const [store, other] = await openTwice(open);
      const [claim, userId, connection] = [createSampleClaim(), randomUser(), createSampleConnection()];
      await store.claim(claim, Date.now());
      verify(
        await store.settle(claim.id, SAMPLE_ANSWER, { userId, connection }),
        "settle a claim that has no answer yet",
        "nobody could connect.",
      );
      verifyEqual(await other.readConnection(userId), connection, "save the connection with the answer", LOST);
      verify(
        !(await other.settle(claim.id, OTHER_ANSWER, { userId, connection: createSampleConnection() })),
        "resolve to false for a claim that has an answer",
        CONTRARY,
      );
      verifyEqual((await readClaim(other, claim.id)).answer, SAMPLE_ANSWER, "keep the first answer", CONTRARY);
      verifyEqual(
        await store.readConnection(userId),
        connection,
        "change nothing where settle resolves to false",
        LOST,
      );
    },
  },
  {
    name: "settles nothing without a claim",
    async run(open) {
      const [store, other] = await openTwice(open);
      const [id, userId] = [randomHash(), randomUser()];
      verify(
        !(await store.settle(id, SAMPLE_ANSWER, { userId, connection: createSampleConnection() })),
        "resolve to false where there is no claim",
        CONTRARY,
      );
      verify(
        (await other.readConnection(userId)) === undefined,
        "save no connection without a claim",
        "who was told to start again would be connected.",
      );
      verify((await readClaim(other, id)).answer === null, "make no claim in settle", CONTRARY);
    },
  },
  {
    name: "leaves the user's connection alone where an answer comes without one",
    async run(open) {
      const [store, other] = await openTwice(open);
      const [claim, userId, connection] = [createSampleClaim(), randomUser(), createSampleConnection()];
      await connect(store, userId, connection);
      await store.claim(claim, Date.now());
      verify(
        await store.settle(claim.id, OTHER_ANSWER),
        "settle without a connection, too",
        "a refused code would be presented again.",
      );
      verifyEqual(
        await other.readConnection(userId),
        connection,
        "keep the connection where an answer comes without one",
        "a refused code would disconnect its user.",
      );
    },
  },
  {
    name: "settles for exactly one of fifty who come at once, with that one's answer and connection",
    async run(open) {
      const stores = await openTwice(open);
      const [claim, userId] = [createSampleClaim(), randomUser()];
      await stores[0].claim(claim, Date.now());
      const connections = Array.from({ length: CROWD }, () => createSampleConnection());
      const answerOf = (index: number) => ({ status: 200, body: `{"winner":${index}}` });
      const settled = await atOnce(stores, (store, index) => {
        const connection = connections[index];
        return store.settle(claim.id, answerOf(index), connection && { userId, connection });
      });
      const winner = settled.indexOf(true);
      verify(settled.filter(Boolean).length === 1, "settle for exactly one of those who come at once", CONTRARY);
      verifyEqual(
        (await readClaim(stores[1], claim.id)).answer,
        answerOf(winner),
        "keep the answer of the one that settled",
        CONTRARY,
      );
      verifyEqual(
        await stores[1].readConnection(userId),
        connections[winner],
        "keep the connection of the one that settled",
        LOST,
      );
    },
  },
  {
    name: "shows the answer and the connection at one moment",
    async run(open) {
      const [store, other] = await openTwice(open);
      for (let round = 0; round < 5; round++) {
        const [claim, userId] = [createSampleClaim(), randomUser()];
        await store.claim(claim, Date.now());
        const progress = { isOver: false };
        const settle = async (): Promise<void> => {
          const isSettled = await store.settle(claim.id, SAMPLE_ANSWER, {
            userId,
            connection: createSampleConnection(),
          });
          verify(isSettled, "settle a claim while others read it", "nobody could connect.");
        };
        const watch = async (): Promise<void> => {
          while (!progress.isOver) {
            const before = await other.readConnection(userId);
            const { answer } = await readClaim(other, claim.id);
            const after = await other.readConnection(userId);
            verify(
              !before || answer !== null,
              "save no connection before its answer",
              "a crash between the two would let the code be presented again.",
            );
            verify(
              !answer || after !== undefined,
              "save no answer before its connection",
              `a crash between the two would lose the tokens: ${LOST}`,
            );
            await new Promise((resolve) => setTimeout(resolve));
          }
        };
        await Promise.all([settle().finally(() => (progress.isOver = true)), watch()]);
      }
    },
  },
  {
    name: "settles or releases a claim, never both",
    async run(open) {
      const stores = await openTwice(open);
      await atOnce(stores, async (store, index) => {
        const [claim, userId] = [createSampleClaim(), randomUser()];
        await store.claim(claim, Date.now());
        const release = async (): Promise<void> => {
          await linger(store, index % 2 ? index % 10 : 0);
          await stores[1].release(claim.id, claim.holder);
        };
        const settle = async (): Promise<boolean> => {
          await linger(store, index % 2 ? 0 : index % 10);
          return stores[0].settle(claim.id, SAMPLE_ANSWER, { userId, connection: createSampleConnection() });
        };
        const [isSettled] = await Promise.all([settle(), release()]);
        verify(
          ((await readClaim(store, claim.id)).answer !== null) === isSettled,
          "keep a claim that was settled while its holder released it",
          "its code would be presented again.",
        );
        verify(
          ((await store.readConnection(userId)) !== undefined) === isSettled,
          "save the connection where it settles, and there alone",
          LOST,
        );
      });
    },
  },
  {
    name: "repeats the answer byte by byte",
    async run(open) {
      const [store, other] = await openTwice(open);
      const answer = { status: 299, body: ' {"z":"\\u00e9 é 🌿 \'\\"\\\\","a":1.0, "a":null}\n' };
      const claim = createSampleClaim();
      await store.claim(claim, Date.now());
      await store.settle(claim.id, answer);
      verifyEqual(
        (await readClaim(other, claim.id)).answer,
        answer,
        "keep the body as text, not as JSON that it writes anew",
        "a repeat must be equal byte by byte.",
      );
    },
  },
];
