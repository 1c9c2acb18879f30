// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { createGate } from "../createGate";
import {
  CONNECTED,
  createHost,
  exchange,
  grant,
  inTurn,
  refuse,
  SECRET,
  useFakeTimeouts,
  whileTimePasses,
} from "./host";

const ADA = { id: "dr-ada" };
const HOURS = 3_600_000;

async function connect(options: Parameters<typeof createHost>[0] = {}): Promise<ReturnType<typeof createHost>> {
  const host = createHost(options);
  await host.post();
  host.calls.length = 0;
  return host;
}

describe("getAccessToken", () => {
  it("gives the saved token while it lives, without a request", async () => {
    const host = await connect();
    host.clock.now += 2 * HOURS - 60_001;
    expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
    expect(host.calls).toEqual([]);
  });

  it("refreshes it from a minute before it ends, and saves the new refresh token", async () => {
    const host = await connect();
    for (const count of [2, 3]) {
      host.clock.now += 2 * HOURS - 60_000;
      expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-${count}`);
    }
    expect(host.calls.map(({ body }) => body)).toEqual([
      {
        grant_type: "refresh_token",
        client_id: "clinic",
        client_secret: `${SECRET}-client`,
        refresh_token: `${SECRET}-refresh-1`,
      },
      {
        grant_type: "refresh_token",
        client_id: "clinic",
        client_secret: `${SECRET}-client`,
        refresh_token: `${SECRET}-refresh-2`,
      },
    ]);
  });

  it("keeps the refresh token, the scope and the resource owner if a refresh omits them", async () => {
    const host = await connect({
      serve: inTurn(grant(), () => Response.json({ access_token: "hush-new", expires_in: 7200 })),
    });
    const before = await host.store.readConnection("dr-ada");
    host.clock.now += 2 * HOURS;
    expect(await host.handler.getAccessToken(ADA)).toBe("hush-new");
    const after = await host.store.readConnection("dr-ada");
    expect(after).toEqual({
      ...before,
      version: after?.version,
      accessToken: "hush-new",
      expiresAt: host.clock.now + 2 * HOURS,
    });
    expect(after?.version).not.toBe(before?.version);
  });

  it.each([undefined, null, "", "soon", {}, [7_200], true])(
    "refreshes a token of unknown lifetime (expires_in %j) after two hours",
    async (expires_in) => {
      const host = await connect({ serve: inTurn(grant({ expires_in }), grant()) });
      host.clock.now += 2 * HOURS - 60_001;
      expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
      expect(host.calls).toEqual([]);
      host.clock.now += 1;
      expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
      expect(host.calls.map(({ body }) => body.refresh_token)).toEqual([`${SECRET}-refresh-1`]);
    },
  );

  it("returns a token of unknown lifetime for good if there is no refresh token", async () => {
    const host = await connect({ serve: grant({ expires_in: undefined, refresh_token: undefined }) });
    host.clock.now += 1_000 * HOURS;
    expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
    expect(host.calls).toEqual([]);
  });

  it.each([0, -1, "0", "-7200", "-1e999"])("treats expires_in %j as expired", async (expires_in) => {
    const host = await connect({ serve: inTurn(grant({ expires_in }), grant()) });
    expect(await (await host.send("GET")).json()).toMatchObject({ connected: true });
    await host.handler.getAccessToken(ADA);
    expect(host.calls.map(({ body }) => body.refresh_token)).toEqual([`${SECRET}-refresh-1`]);
  });

  it("does not connect with a token that is expired at once and cannot be refreshed", async () => {
    const host = createHost({ serve: grant({ expires_in: 0, refresh_token: undefined }) });
    expect((await host.post()).status).toBe(400);
    expect(host.errors).toMatchObject([{ code: "exchange_interrupted" }]);
    expect(await (await host.send("GET")).json()).toEqual({ connected: false });
  });

  it.each(["1e999", 1e999, 1e300, 31_536_001])("caps the lifetime %j at a year", async (expires_in) => {
    const text = JSON.stringify({ access_token: "hush-long", refresh_token: "hush-r", expires_in: "CAP" });
    const literal = expires_in === Infinity ? "1e999" : JSON.stringify(expires_in);
    const host = await connect({ serve: () => new Response(text.replace('"CAP"', literal)) });
    expect((await host.store.readConnection("dr-ada"))?.expiresAt).toBe(host.clock.now + 365 * 24 * HOURS);
  });

  it("refreshes once for 50 calls at once, in two processes on one store", async () => {
    const serve = grant();
    const refresh = createGate();
    const host = await connect({
      serve: async (call) => {
        if (call.body.grant_type === "refresh_token") await refresh.opened;
        return serve(call);
      },
    });
    const other = createHost({ store: host.store, now: () => host.clock.now });
    host.clock.now += 2 * HOURS;
    const first = host.handler.getAccessToken(ADA);
    await expect.poll(() => host.calls.length).toBe(1);
    const claim = vi.spyOn(host.store, "claim");
    const tokens = Array.from({ length: 50 }, (_, i) => (i % 2 ? host : other).handler.getAccessToken(ADA));
    await expect.poll(() => claim.mock.calls.length).toBeGreaterThanOrEqual(50);
    refresh.open();
    expect(new Set(await Promise.all([first, ...tokens]))).toEqual(new Set([`${SECRET}-access-2`]));
    expect([host.calls.length, other.calls.length]).toEqual([1, 0]);
  });

  it("returns a token that another process has saved, even while that process holds the lease", async () => {
    const host = await connect();
    const stuck = createHost({
      store: host.store,
      now: () => host.clock.now,
      serve: () => new Promise(() => undefined),
      timeoutMs: 60_000,
    });
    host.clock.now += 2 * HOURS;
    void stuck.handler.getAccessToken(ADA);
    await expect.poll(() => stuck.calls.length).toBe(1);
    const waiting = Promise.all(Array.from({ length: 50 }, () => host.handler.getAccessToken(ADA)));
    const before = (await host.store.readConnection("dr-ada"))!;
    await host.store.replaceConnection("dr-ada", before.version, {
      ...before,
      version: "2",
      accessToken: "hush-new",
      expiresAt: host.clock.now + 2 * HOURS,
    });
    expect(new Set(await waiting)).toEqual(new Set(["hush-new"]));
    expect(host.calls).toEqual([]);
  });

  it("gives up waiting for another process that does not end, and says that it may be tried again", async () => {
    const host = await connect();
    const stuck = createHost({
      store: host.store,
      timeoutMs: 60_000,
      now: () => host.clock.now,
      serve: () => new Promise(() => undefined),
    });
    host.clock.now += 2 * HOURS;
    void stuck.handler.getAccessToken(ADA);
    await expect.poll(() => stuck.calls.length).toBe(1);
    useFakeTimeouts();
    await expect(whileTimePasses(host.handler.getAccessToken(ADA))).rejects.toMatchObject({
      code: "exchange_unavailable",
      retryable: true,
      message: expect.stringContaining("another refresh") as string,
    });

    host.clock.now += 2 * 60_000 + 10_000;
    expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-2`);
  });

  it("rejects for a user who never connected, and one whose token ended without a refresh token", async () => {
    await expect(createHost().handler.getAccessToken(ADA)).rejects.toMatchObject({
      name: "FullscriptError",
      code: "code_rejected",
      error: "invalid_grant",
    });
    const host = await connect({ serve: grant({ refresh_token: "" }) });
    expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
    host.clock.now += 2 * HOURS;
    await expect(host.handler.getAccessToken(ADA)).rejects.toMatchObject({ code: "code_rejected" });
  });

  it("forgets the tokens of a connection whose refresh was refused, so that the user is asked to connect again", async () => {
    const host = await connect({ serve: inTurn(grant(), refuse(400, { error: "invalid_grant" })) });
    host.clock.now += 2 * HOURS;
    await expect(host.handler.getAccessToken(ADA)).rejects.toMatchObject({ code: "code_rejected" });
    expect(await (await host.send("GET")).json()).toMatchObject({ connected: false, reconnect: true });
    await expect(host.handler.getAccessToken(ADA)).rejects.toMatchObject({ code: "code_rejected" });
    expect(host.calls).toHaveLength(1);
  });

  it.each<[string, ReturnType<typeof refuse>, string]>([
    ["429", refuse(429), "exchange_unavailable"],
    ["503", refuse(503), "exchange_unavailable"],
    ["502", refuse(502), "exchange_interrupted"],
    ["a network error", () => Promise.reject(new TypeError("hush")), "exchange_interrupted"],
    ["200 with HTML", () => new Response("<p>"), "exchange_interrupted"],
    ["401 invalid_client", refuse(401, { error: "invalid_client" }), "misconfigured"],
  ])("keeps the connection where a refresh is answered with %s", async (_, failure, code) => {
    const host = await connect({ serve: inTurn(grant(), failure, grant()) });
    host.clock.now += 2 * HOURS;
    const error: unknown = await host.handler.getAccessToken(ADA).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "FullscriptError", code });
    expect(String(error)).not.toContain(SECRET);
    expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
    expect(host.calls.map(({ body }) => body.refresh_token)).toEqual([`${SECRET}-refresh-1`, `${SECRET}-refresh-1`]);
  });

  it.each<[string, Parameters<typeof createHost>[0], string]>([
    ["429", { serve: refuse(429) }, "exchange_unavailable"],
    ["503", { serve: refuse(503) }, "exchange_unavailable"],
    ["500", { serve: refuse(500) }, "exchange_interrupted"],
    ["502", { serve: refuse(502) }, "exchange_interrupted"],
    ["200 with HTML", { serve: () => new Response("<p>") }, "exchange_interrupted"],
    ["nothing in time", { serve: () => new Promise(() => undefined), timeoutMs: 30 }, "exchange_interrupted"],
    ["401 invalid_client", { serve: refuse(401, { error: "invalid_client" }) }, "misconfigured"],
  ])(
    "returns the old token while it lives if a refresh is answered with %s, and reports it",
    async (_, options, code) => {
      const host = await connect({ ...options, serve: inTurn(grant(), options!.serve!) });
      host.clock.now += 2 * HOURS - 1;
      expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
      expect(host.errors).toMatchObject([{ code }]);
      host.clock.now += 1;
      await expect(host.handler.getAccessToken(ADA)).rejects.toMatchObject({ code });
      expect(host.errors).toHaveLength(1);
    },
  );

  it("returns the old token while it lives if another process does not finish its refresh", async () => {
    const host = await connect({ timeoutMs: 60 });
    const stuck = createHost({
      ...{ store: host.store, now: () => host.clock.now, timeoutMs: 60_000 },
      serve: () => new Promise(() => undefined),
    });
    host.clock.now += 2 * HOURS - 1;
    void stuck.handler.getAccessToken(ADA);
    await expect.poll(() => stuck.calls.length).toBe(1);
    expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
    expect(host.errors).toMatchObject([{ code: "exchange_unavailable" }]);
  });

  it.each([
    ["before", 1],
    ["before", 2],
    ["after", 1],
  ])("saves a rotated token again if the store throws %s saving it (%d times)", async (when, times) => {
    const host = await connect();
    let failures = times;
    const replaceConnection: typeof host.store.replaceConnection = async (...args) => {
      if (when === "after") await host.store.replaceConnection(...args);
      if (failures-- > 0) throw new RangeError("connection terminated");
      return host.store.replaceConnection(...args);
    };
    const other = createHost({ store: { ...host.store, replaceConnection }, now: () => host.clock.now });
    host.clock.now += 2 * HOURS;
    expect(await other.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
    expect(await other.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
    expect(other.calls).toHaveLength(1);
    expect((await host.store.readConnection("dr-ada"))?.expiresAt).toBe(host.clock.now + 2 * HOURS);
  });

  it("gives a token that there is no refresh token for until it ends", async () => {
    const host = await connect({ serve: grant({ refresh_token: null }) });
    host.clock.now += 2 * HOURS - 1;
    expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
    expect(host.calls).toEqual([]);
  });

  it("does not use the rest of an ended connection, even if a store changes a time of 0", async () => {
    const host = await connect({ serve: inTurn(grant(), refuse(400, { error: "invalid_grant" })) });
    host.clock.now += 2 * HOURS;
    await host.handler.getAccessToken(ADA).catch(() => undefined);
    const readConnection = async (id: string) => ({ ...(await host.store.readConnection(id))!, expiresAt: null });
    const other = createHost({ store: { ...host.store, readConnection }, now: () => host.clock.now });
    await expect(other.handler.getAccessToken(ADA)).rejects.toMatchObject({ code: "code_rejected" });
    expect(await (await other.send("GET")).json()).toMatchObject({ connected: false, reconnect: true });
  });

  it("does not overwrite a connection that was made anew during the refresh", async () => {
    const serve = grant();
    let reconnect: (() => Promise<unknown>) | undefined;
    const host = createHost({
      serve: async (call) => {
        const response = serve(call);
        await reconnect?.();
        return response;
      },
    });
    await host.post();
    reconnect = async () => {
      reconnect = undefined;
      await host.post(exchange({ code: "hush-2" }));
    };
    host.clock.now += 2 * HOURS;
    expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-3`);
    expect((await host.store.readConnection("dr-ada"))?.refreshToken).toBe(`${SECRET}-refresh-3`);
  });

  it("revokes what a refresh brought for a connection that was deleted meanwhile", async () => {
    const serve = grant();
    const host = createHost({
      serve: async (call) => {
        const connection = await host.store.readConnection("dr-ada");
        if (connection && call.body.grant_type === "refresh_token")
          await host.store.replaceConnection("dr-ada", connection.version, undefined);
        return serve(call);
      },
    });
    await host.post();
    host.clock.now += 2 * HOURS;
    await expect(host.handler.getAccessToken(ADA)).rejects.toMatchObject({ code: "code_rejected" });
    expect(host.calls.slice(-2).map(({ body }) => body.token)).toEqual([`${SECRET}-refresh-2`, `${SECRET}-access-2`]);
    expect(host.events.map(({ type }) => type)).toEqual(["connected"]);
  });

  it("hides what the store's error says", async () => {
    const host = createHost();
    const store = { ...host.store, readConnection: () => Promise.reject(new RangeError("select hush")) };
    const error: unknown = await createHost({ store })
      .handler.getAccessToken(ADA)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "exchange_unavailable", retryable: true });
    expect(String(error)).not.toContain(SECRET);
  });

  it("survives a lease that could not be given back", async () => {
    const host = await connect();
    const other = createHost({
      store: { ...host.store, release: () => Promise.reject(new Error("hush")) },
      now: () => host.clock.now + 2 * HOURS,
    });
    expect(await other.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
  });

  it("wants a user with an id", async () => {
    await expect(createHost().handler.getAccessToken({ id: "" })).rejects.toMatchObject({ code: "misconfigured" });
  });
});

describe("getAccessToken with a rejected token", () => {
  const rejected = `${SECRET}-access-1`;

  it("refreshes a token that still lives by the clock", async () => {
    const host = await connect({ serve: inTurn(grant(), grant({ access_token: "hush-new" })) });
    expect(await host.handler.getAccessToken(ADA, { rejected })).toBe("hush-new");
    expect(await host.handler.getAccessToken(ADA)).toBe("hush-new");
    expect(host.calls.map(({ body }) => body.refresh_token)).toEqual([`${SECRET}-refresh-1`]);
  });

  it("returns the saved token if it is not the rejected one", async () => {
    const host = await connect();
    expect(await host.handler.getAccessToken(ADA, { rejected: "hush-older" })).toBe(`${SECRET}-access-1`);
    expect(await host.handler.getAccessToken(ADA, {})).toBe(`${SECRET}-access-1`);
    expect(host.calls).toEqual([]);
  });

  it("refreshes once for 20 calls at once that name the same token", async () => {
    const host = await connect({ serve: inTurn(grant(), grant({ access_token: "hush-new" })) });
    const tokens = await Promise.all(Array.from({ length: 20 }, () => host.handler.getAccessToken(ADA, { rejected })));
    expect([new Set(tokens), host.calls.length]).toEqual([new Set(["hush-new"]), 1]);
  });

  it.each([refuse(502), refuse(503)])(
    "rejects if the refresh fails, because the old token is dead",
    async (failure) => {
      const host = await connect({ serve: inTurn(grant(), failure) });
      await expect(host.handler.getAccessToken(ADA, { rejected })).rejects.toMatchObject({ name: "FullscriptError" });
      expect(await host.handler.getAccessToken(ADA)).toBe(rejected);
    },
  );

  it.each([
    ["Fullscript refuses the refresh", inTurn(grant(), refuse(400, { error: "invalid_grant" }))],
    ["there is no refresh token", grant({ refresh_token: undefined })],
    ["there is no refresh token and no lifetime", grant({ refresh_token: undefined, expires_in: undefined })],
  ])("asks to reconnect if %s, and so does GET", async (_, serve) => {
    const host = await connect({ serve });
    await expect(host.handler.getAccessToken(ADA, { rejected })).rejects.toMatchObject({ code: "code_rejected" });
    expect(await (await host.send("GET")).json()).toEqual({ ...CONNECTED, connected: false, reconnect: true });
    expect(JSON.stringify(await host.store.readConnection("dr-ada"))).not.toContain(SECRET);
  });
});
