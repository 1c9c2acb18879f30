import type { Claim, ConnectionStore } from "../server/ConnectionStore";
import type { ConnectionStoreCheck } from "./ConnectionStoreCheck";
import { atOnce, createSampleClaim, openTwice, randomHash, readClaim, SAMPLE_ANSWER } from "./storeSamples";
import { verify, verifyEqual } from "./verify";

/** What two processes' clocks may differ by: by as much these checks look ahead, so that they end no claim that is in use. */
const AHEAD_MS = 5_000;

const TWICE = "a code would be presented twice, which may revoke the tokens that the first exchange gave.";
const STUCK = "a request that came too early could never be tried again.";

export const claimChecks: readonly ConnectionStoreCheck[] = [
  {
    name: "gives a claim to exactly one of fifty who come at once, and tells the others whose it is",
    async run(open) {
      const stores = await openTwice(open);
      const { winners, holders } = await compete(stores, randomHash(), Date.now());
      verify(
        winners === 1 && holders.size === 1,
        "give a claim to exactly one of those who come at once, and name that one's holder to all",
        TWICE,
      );
    },
  },
  {
    name: "gives back every field of the claim that stands",
    async run(open) {
      const [store, other] = await openTwice(open);
      for (const changes of [{}, { boundTo: "" }]) {
        const claim = createSampleClaim(changes);
        const [given, found] = [await store.claim(claim, Date.now()), await readClaim(other, claim.id)];
        for (const standing of [given, found])
          verifyEqual(
            standing,
            claim,
            "give back the claim that stands as it was stored",
            "the handler compares its fields.",
          );
      }
    },
  },
  {
    name: "keeps a claim whose lease is over, until it is settled",
    async run(open) {
      const [store, other] = await openTwice(open);
      const claim = createSampleClaim({ leaseUntil: Date.now() - 1 });
      await store.claim(claim, Date.now());
      verifyEqual(
        await readClaim(other, claim.id),
        claim,
        "keep a claim beyond its lease",
        `its process may have died after it had presented the code: ${TWICE}`,
      );
      verify(
        await other.settle(claim.id, SAMPLE_ANSWER),
        "let anyone settle a claim that has no answer",
        "whose process died would wait for ever.",
      );
    },
  },
  {
    name: "lets exactly one of fifty take over a claim from its forgetAt on, by the now that is passed",
    async run(open) {
      const stores = await openTwice(open);
      for (const isSettled of [false, true]) {
        const claim = createSampleClaim({ forgetAt: Date.now() + AHEAD_MS });
        await stores[0].claim(claim, Date.now());
        if (isSettled) await stores[0].settle(claim.id, SAMPLE_ANSWER);
        const early = await readClaim(stores[1], claim.id, claim.forgetAt - 1);
        verify(early.holder === claim.holder, "keep a claim until its forgetAt", TWICE);

        const { winners, holders, answers } = await compete(stores, claim.id, claim.forgetAt);
        verify(
          winners === 1 && holders.size === 1,
          "let exactly one take over a claim whose forgetAt is not later than now",
          "a user's tokens could never be refreshed again after a crash, or twice at once.",
        );
        verify(answers === 0, "forget a claim with its answer", "a new request would get an old one's answer.");
      }
    },
  },
  {
    name: "releases a claim for its holder alone",
    async run(open) {
      const [store, other] = await openTwice(open);
      const claim = createSampleClaim();
      await store.claim(claim, Date.now());
      await other.release(claim.id, crypto.randomUUID());
      verify((await readClaim(other, claim.id)).holder === claim.holder, "release a claim for its holder alone", TWICE);
      await store.release(claim.id, claim.holder);
      const next = createSampleClaim({ id: claim.id });
      verifyEqual(await other.claim(next, Date.now()), next, "give a released claim to the next who comes", STUCK);
      await store.release(randomHash(), claim.holder);
    },
  },
  {
    name: "never releases a settled claim",
    async run(open) {
      const [store, other] = await openTwice(open);
      const claim = createSampleClaim();
      await store.claim(claim, Date.now());
      await store.settle(claim.id, SAMPLE_ANSWER);
      await store.release(claim.id, claim.holder);
      verifyEqual(
        await readClaim(other, claim.id),
        { ...claim, answer: SAMPLE_ANSWER },
        "keep a settled claim, whoever releases it",
        TWICE,
      );
    },
  },
  {
    name: "gives a claim that is just being released to one of fifty at most",
    async run(open) {
      const stores = await openTwice(open);
      for (const comesFirst of [true, false]) {
        const claim = createSampleClaim();
        await stores[0].claim(claim, Date.now());
        const release = () => stores[1].release(claim.id, claim.holder);
        const released = comesFirst ? release() : undefined;
        const [{ winners, holders }] = await Promise.all([
          compete(stores, claim.id, Date.now()),
          released ?? release(),
        ]);
        holders.delete(claim.holder);
        verify(
          winners <= 1 && holders.size === winners,
          "answer with the old claim or with one new one while it is released",
          TWICE,
        );
        const next = await readClaim(stores[0], claim.id);
        verify(
          next.holder !== claim.holder && (winners === 0 || holders.has(next.holder)),
          "keep the claim that it gave away",
          TWICE,
        );
      }
    },
  },
];

/** Fifty want one claim: how many think it theirs, whom the answers name, and how many have an answer already. */
async function compete(
  stores: [ConnectionStore, ConnectionStore],
  id: string,
  now: number,
): Promise<{ winners: number; holders: Set<string>; answers: number }> {
  const mine: Claim[] = [];
  const standing = await atOnce(stores, (store, index) => store.claim((mine[index] = createSampleClaim({ id })), now));
  verify(
    !(standing as unknown[]).includes(undefined),
    "always resolve to a claim",
    "one that was released between two statements can be had: start again.",
  );
  return {
    winners: standing.filter(({ holder }, index) => holder === mine[index]?.holder).length,
    holders: new Set(standing.map(({ holder }) => holder)),
    answers: standing.filter(({ answer }) => answer !== null).length,
  };
}
