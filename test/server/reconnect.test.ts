// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import {
  CONNECTED,
  createHost,
  exchange,
  grant,
  type Host,
  inTurn,
  refusal,
  refuse,
  REVOCATION_ENDPOINT,
  SECRET,
  useFakeTimeouts,
} from "./host";

const again = exchange({ code: `${SECRET}-2` });
const ADA = { id: "dr-ada" };

const revoked = (host: Host): (string | undefined)[] =>
  host.calls.filter(({ url }) => url === REVOCATION_ENDPOINT).map(({ body }) => body.token);

describe("a second connection", () => {
  it("revokes the tokens of the first one after it is saved", async () => {
    const serve = grant();
    const savedAtRevocation: unknown[] = [];
    const host: Host = createHost({
      serve: async (call) => {
        if (call.url === REVOCATION_ENDPOINT)
          savedAtRevocation.push((await host.store.readConnection("dr-ada"))?.accessToken);
        return serve(call);
      },
    });
    await host.post();
    expect(revoked(host)).toEqual([]);
    expect(await (await host.post(again)).json()).toEqual(CONNECTED);
    expect(revoked(host)).toEqual([`${SECRET}-refresh-1`, `${SECRET}-access-1`]);
    expect(savedAtRevocation).toEqual([`${SECRET}-access-2`, `${SECRET}-access-2`]);
    expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-2`);
  });

  it.each([
    ["both tokens", { access_token: "hush-a", refresh_token: "hush-r" }],
    ["the access token", { access_token: "hush-a" }],
    ["the refresh token", { refresh_token: "hush-r" }],
  ])("revokes nothing if the provider returned %s again", async (_, same) => {
    const host = createHost({ serve: grant(same) });
    await host.post();
    await host.post(again);
    expect(revoked(host)).toEqual([]);
  });

  it("revokes the access token of a connection without a refresh token", async () => {
    const host = createHost({ serve: grant({ refresh_token: null }) });
    await host.post();
    await host.post(again);
    expect(revoked(host)).toEqual([`${SECRET}-access-1`]);
  });

  it("stands if the revocation fails, which is reported", async () => {
    const host = createHost({
      serve: inTurn(grant(), grant({ access_token: "hush-new", refresh_token: "hush-r" }), refuse(503)),
    });
    await host.post();
    expect(await (await host.post(again)).json()).toEqual(CONNECTED);
    expect(host.errors).toMatchObject([{ code: "exchange_unavailable" }]);
    expect(await host.handler.getAccessToken(ADA)).toBe("hush-new");
  });

  it("does not wait long for a revocation that gets no answer", async () => {
    useFakeTimeouts();
    const neverAnswered = () => {
      // On the stopped clock, a longer wait would never end.
      void vi.advanceTimersByTimeAsync(10_000);
      return new Promise<Response>(() => undefined);
    };
    const host = createHost({
      serve: inTurn(grant(), grant({ access_token: "hush-new", refresh_token: "hush-r" }), neverAnswered),
      timeoutMs: 60_000,
    });
    await host.post();
    expect(await (await host.post(again)).json()).toEqual(CONNECTED);
  });

  it("stands if the first one could not be read", async () => {
    const host = createHost();
    await host.post();
    const store = { ...host.store, readConnection: () => Promise.reject(new Error("hush")) };
    expect((await createHost({ store }).post(again)).status).toBe(200);
  });
});

describe("tokens that are not saved", () => {
  it("are revoked if a repeat was told to start again in the meantime", async () => {
    const host = createHost();
    let resume: (response: Response) => void = () => undefined;
    const slow = createHost({
      store: host.store,
      serve: (call) =>
        call.url === REVOCATION_ENDPOINT ? Response.json({}) : new Promise((resolve) => (resume = resolve)),
      timeoutMs: 60_000,
    });
    const late = slow.post();
    await expect.poll(() => slow.presented()).toBe(1);
    host.clock.now += 120_000;
    expect((await host.post()).status).toBe(400);
    resume(await grant()(slow.calls[0]!));
    expect((await late).status).toBe(400);
    expect(revoked(slow)).toEqual([`${SECRET}-refresh-1`, `${SECRET}-access-1`]);
    expect(slow.events.map(({ type }) => type)).toEqual(["refused"]);
  });

  it("are not revoked if the store throws, because they may be saved", async () => {
    const host = createHost();
    const settle = () => Promise.reject(new Error("hush"));
    const broken = createHost({ store: { ...host.store, settle }, timeoutMs: 100 });
    expect((await broken.post()).status).toBe(503);
    expect(revoked(broken)).toEqual([]);
  });

  it.each(["before", "after"])("are saved again if the store throws once %s saving them", async (when) => {
    const host = createHost();
    let failures = 1;
    const settle: typeof host.store.settle = async (...args) => {
      if (when === "after") await host.store.settle(...args);
      if (failures-- > 0) throw new Error("hush");
      return host.store.settle(...args);
    };
    const other = createHost({ store: { ...host.store, settle } });
    expect(await (await other.post()).json()).toEqual(CONNECTED);
    expect(await other.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-1`);
    expect([other.presented(), revoked(other)]).toEqual([1, []]);
  });

  it("are revoked if the user connects again during a refresh, and the new connection stands", async () => {
    const serve = grant();
    let reconnect: (() => Promise<unknown>) | undefined;
    const host: Host = createHost({
      serve: async (call) => {
        const response = serve(call);
        await reconnect?.();
        return response;
      },
    });
    await host.post();
    reconnect = async () => {
      reconnect = undefined;
      await host.post(again);
    };
    host.clock.now += 7_200_000;
    expect(await host.handler.getAccessToken(ADA)).toBe(`${SECRET}-access-3`);
    expect(revoked(host)).toEqual(
      [1, 2].flatMap((count) => [`${SECRET}-refresh-${count}`, `${SECRET}-access-${count}`]),
    );
    expect(host.events.map(({ type }) => type)).toEqual(["connected", "connected"]);
  });
});

describe("a repeat after a disconnect", () => {
  it("answers that the user has to start again, and does not present the code", async () => {
    const host = createHost();
    await host.post();
    expect((await host.post()).status).toBe(200);
    await host.send("DELETE");
    const response = await host.post();
    expect([response.status, await response.json()]).toEqual([400, refusal("invalid_grant")]);
    expect(host.presented()).toBe(1);
  });

  it("gets its first answer if the connection has ended on Fullscript's side alone", async () => {
    const host = createHost({ serve: inTurn(grant(), refuse(400, { error: "invalid_grant" })) });
    await host.post();
    await host.handler.getAccessToken(ADA, { rejected: `${SECRET}-access-1` }).catch(() => undefined);
    expect(await (await host.post()).json()).toEqual(CONNECTED);
  });
});
