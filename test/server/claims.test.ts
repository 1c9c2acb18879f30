// @vitest-environment node
import { createHash } from "node:crypto";
import { type Claim, createMemoryStore } from "react-fullscript-connect/server";
import { describe, expect, it, vi } from "vitest";
import { createHost, exchange, grant, inTurn, REDIRECT_URI, SECRET, whileTimePasses } from "./host";

const TIMEOUT_MS = 2_000;
const sha256 = (...parts: string[]) => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/** A store that remembers what was claimed, and when. */
function createSpyStore() {
  const store = createMemoryStore();
  const claims: { claim: Claim; at: number }[] = [];
  return {
    claims,
    store: {
      ...store,
      claim: (claim: Claim, now: number) => {
        claims.push({ claim: structuredClone(claim), at: Date.now() });
        return store.claim(claim, now);
      },
    },
  };
}

describe("a claim", () => {
  // While a new version is rolled out, both use one store: a code that the old one has claimed must be the same claim for the new one.
  it("has the same name in every version, and tells nobody what it is about", async () => {
    const { claims, store } = createSpyStore();
    const host = createHost({ store });
    await host.post(exchange(), { "Idempotency-Key": '"k"' });
    await host.send("DELETE");
    expect(claims.map(({ claim: { id, boundTo } }) => [id, boundTo])).toEqual([
      [sha256("key", "dr-ada", "k"), sha256(`${SECRET}-code`, `fsc1.${SECRET}.state`, REDIRECT_URI, "dr-ada")],
      [sha256("slot", "dr-ada", "0"), sha256("key", "dr-ada", "k")],
      [sha256("code", `${SECRET}-code`), sha256("user", "dr-ada")],
      [sha256("tokens", "dr-ada"), ""],
    ]);
  });

  it("of a code outlives the hour that a browser remembers it, and its lease the wait for Fullscript", async () => {
    const { claims, store } = createSpyStore();
    const host = createHost({ store, timeoutMs: TIMEOUT_MS });
    await host.post();
    expect(claims[0]!.claim.forgetAt).toBeGreaterThan(host.clock.now + 3_600_000);
    expect(claims[0]!.claim.leaseUntil).toBe(host.clock.now + TIMEOUT_MS + 10_000);
  });

  it("of a user's tokens ends with its lease, which is long enough for a disconnect's two requests", async () => {
    const { claims, store } = createSpyStore();
    const host = createHost({ store, timeoutMs: TIMEOUT_MS });
    await host.send("DELETE");
    const end = host.clock.now + 2 * TIMEOUT_MS + 10_000;
    expect(claims.map(({ claim: { leaseUntil, forgetAt } }) => [leaseUntil, forgetAt])).toEqual([[end, end]]);
  });

  it("whose holder is late is taken over from the end of its lease on, and not before", async () => {
    const host = createHost({ timeoutMs: 60 });
    const dead = createHost({ store: host.store, timeoutMs: 60_000, serve: () => new Promise(() => undefined) });
    void dead.post();
    await expect.poll(() => dead.presented()).toBe(1);
    host.clock.now += 60_000 + 10_000 - 1;
    expect((await host.post()).status).toBe(503);
    host.clock.now += 1;
    expect((await host.post()).status).toBe(400);
  });
});

describe("who waits for another process", () => {
  it("asks the store less and less often, at least every second, and gives up in time", async () => {
    const { claims, store } = createSpyStore();
    // Held, until long after, by a process that does not answer.
    const held = {
      id: sha256("code", `${SECRET}-code`),
      holder: "another",
      boundTo: sha256("user", "dr-ada"),
      leaseUntil: Infinity,
      forgetAt: Infinity,
      answer: null,
    };
    await store.claim(held, 0);
    claims.length = 0;

    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const { status } = await whileTimePasses(createHost({ store, timeoutMs: 3_550 }).post(), 50);
    expect(status).toBe(503);
    const start = claims[0]!.at;
    expect(claims.map(({ at }) => at - start)).toEqual([0, 50, 150, 350, 750, 1_550, 2_550]);
  });

  it("leaves no timer behind once it is answered", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const host = createHost({ serve: inTurn(grant(), () => Promise.reject(new TypeError("lost"))) });
    expect((await host.post()).status).toBe(200);
    expect((await host.post(exchange({ code: `${SECRET}-2` }))).status).toBe(400);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the memory store", () => {
  it("deletes only expired claims, from time to time", async () => {
    const store = createMemoryStore();
    const claim = (id: string, forgetAt: number, now: number) =>
      store.claim({ id, boundTo: "", holder: "me", leaseUntil: now + 1, forgetAt, answer: null }, now);
    const isKept = (id: string) => store.settle(id, { status: 200, body: "{}" });
    await claim("first over", 1_000, 0);
    await claim("over", 1_000, 0);
    await claim("good", 1_000_000, 0);
    await claim("another", 1_000_000, 59_999);
    expect(await isKept("first over"), "not looked at before a minute has passed").toBe(true);
    await claim("last", 1_000_000, 60_000);
    expect([await isKept("over"), await isKept("good"), await isKept("another")]).toEqual([false, true, true]);
  });
});
