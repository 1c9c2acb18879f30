// @vitest-environment node
import { type Claim, createMemoryStore } from "react-fullscript-connect/server";
import { describe, expect, it } from "vitest";
import { createHost, exchange, grant, type Host, inTurn, refusal, refuse, SECRET } from "./host";

const refused = refuse(400, { error: "invalid_grant" });

/** Counts the claims that a store holds. */
function createCountingStore() {
  const store = createMemoryStore();
  const ids = new Set<string>();
  return {
    ids,
    store: {
      ...store,
      claim: (claim: Claim, now: number) => (ids.add(claim.id), store.claim(claim, now)),
      release: (id: string, holder: string) => (ids.delete(id), store.release(id, holder)),
    },
  };
}

async function postCodes(host: Host, count: number, headers: (index: number) => Record<string, string> = () => ({})) {
  const responses: Response[] = [];
  for (let i = 0; i < count; i += 1) responses.push(await host.post(exchange({ code: `${SECRET}-${i}` }), headers(i)));
  return responses;
}

describe("a user who posts one code after another", () => {
  it("gets ten new codes through in a minute, then 429 with the time to wait", async () => {
    const host = createHost({ serve: refused });
    const responses = await postCodes(host, 12);
    expect(responses.map(({ status }) => status)).toEqual([...Array<number>(10).fill(400), 429, 429]);
    expect(await responses[10]!.json()).toEqual(refusal("temporarily_unavailable"));
    expect(responses[10]!.headers.get("retry-after")).toBe("60");
    expect(host.presented()).toBe(10);
    host.clock.now += 30_001;
    expect((await host.post(exchange({ code: "hush-x" }))).headers.get("retry-after")).toBe("30");
    host.clock.now += 29_999;
    expect((await host.post(exchange({ code: "hush-x" }))).status).toBe(400);
  });

  it.each<[string, (index: number) => Record<string, string>]>([
    ["without a key", () => ({})],
    ["with a key each", (index) => ({ "Idempotency-Key": `k-${index}` })],
  ])("leaves no more claims and token requests than the limit, %s", async (_, headers) => {
    const { store, ids } = createCountingStore();
    const host = createHost({ store, serve: refused, maxCodesPerMinute: 3 });
    const responses = await postCodes(host, 200, headers);
    expect(responses.filter(({ status }) => status === 429)).toHaveLength(197);
    expect(host.presented()).toBe(3);
    expect(ids.size).toBeLessThanOrEqual(9);
  });

  it("leaves no more claims for one code with a new key each time", async () => {
    const { store, ids } = createCountingStore();
    const host = createHost({ store, maxCodesPerMinute: 3 });
    for (let i = 0; i < 200; i += 1) await host.post(exchange(), { "Idempotency-Key": `k-${i}` });
    expect(host.presented()).toBe(1);
    expect(ids.size).toBeLessThanOrEqual(7);
  });

  it("limits nobody else", async () => {
    const host = createHost({ serve: refused, maxCodesPerMinute: 1 });
    await postCodes(host, 2);
    expect((await host.post(exchange({ code: "hush-x" }), { "X-User": "dr-bob" })).status).toBe(400);
  });

  it("may repeat a code and retry one that was not used, which count once", async () => {
    for (const headers of [{}, { "Idempotency-Key": "k" }]) {
      const host = createHost({ maxCodesPerMinute: 1, serve: inTurn(refuse(503), refuse(429), grant()) });
      const statuses: number[] = [];
      for (let i = 0; i < 5; i += 1) statuses.push((await host.post(exchange(), headers)).status);
      expect(statuses).toEqual([503, 503, 200, 200, 200]);
      expect((await host.post(exchange({ code: "hush-2" }))).status).toBe(429);
    }
  });

  it("may repeat a code after the minute that it counted in, while others use up the next", async () => {
    const host = createHost({ maxCodesPerMinute: 1 });
    const key = { "Idempotency-Key": "k" };
    const first = await (await host.post(exchange(), key)).text();
    host.clock.now += 60_001;
    expect((await host.post(exchange({ code: "hush-2" }))).status).toBe(200);
    const repeat = await host.post(exchange(), key);
    expect([repeat.status, await repeat.text()]).toEqual([200, first]);
  });

  it("gets a code through after the wait that was refused before it", async () => {
    for (const headers of [{}, { "Idempotency-Key": "k" }]) {
      const host = createHost({ maxCodesPerMinute: 1 });
      await host.post();
      expect((await host.post(exchange({ code: "hush-2" }), headers)).status).toBe(429);
      host.clock.now += 60_000;
      expect((await host.post(exchange({ code: "hush-2" }), headers)).status).toBe(200);
    }
  });

  it("cannot pass the limit by posting at once", async () => {
    const host = createHost({ serve: refused, maxCodesPerMinute: 3 });
    await Promise.all(Array.from({ length: 50 }, (_, i) => host.post(exchange({ code: `${SECRET}-${i}` }))));
    expect(host.presented()).toBe(3);
  });
});

describe("an answer from Fullscript's side without bounds", () => {
  const tokens = { access_token: "hush-a", token_type: "Bearer", expires_in: 7200 };

  it("is read to 64 kB and no further", async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new TextEncoder().encode(" ".repeat(16_384)));
      },
    });
    const host = createHost({ serve: () => new Response(endless) });
    expect((await host.post()).status).toBe(400);
    expect(pulled).toBeLessThan(10);
    expect(host.errors).toMatchObject([{ code: "exchange_interrupted" }]);
  });

  it("is taken at 64 kB, and refused at a byte more", async () => {
    const text = JSON.stringify(tokens);
    for (const [size, status] of [
      [65_536, 200],
      [65_537, 400],
    ] as const) {
      const host = createHost({ serve: () => new Response(text + " ".repeat(size - text.length)) });
      expect((await host.post()).status).toBe(status);
    }
  });

  it("keeps 255 characters of the owner, and every character of the tokens and the scope", async () => {
    const long = "x".repeat(10_000);
    const owner = { id: long, type: `y${long}` };
    const fields = { access_token: `a${long}`, refresh_token: `r${long}`, scope: `s${long}`, resource_owner: owner };
    const host = createHost({ serve: () => Response.json({ ...tokens, ...fields }) });
    const answer = (await (await host.post()).json()) as { resource_owner: unknown };
    expect(answer.resource_owner).toEqual({ id: owner.id.slice(0, 255), type: owner.type.slice(0, 255) });
    expect(await host.store.readConnection("dr-ada")).toMatchObject({
      ...{ accessToken: `a${long}`, refreshToken: `r${long}`, scope: `s${long}` },
      resourceOwner: answer.resource_owner,
    });
  });

  it("does not keep a disconnect from its end", async () => {
    const host = createHost({ serve: inTurn(grant(), () => new Response(" ".repeat(100_000))) });
    await host.post();
    expect(await (await host.send("DELETE")).json()).toEqual({ connected: false });
  });
});
