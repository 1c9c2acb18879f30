// @vitest-environment node
import { describe, expect, it, vi } from "vitest";
import { createGate } from "../createGate";
import {
  CONNECTED,
  createHost,
  ENDPOINT,
  exchange,
  grant,
  inTurn,
  ORIGIN,
  refusal,
  refuse,
  REVOCATION_ENDPOINT,
  SECRET,
  TOKEN_ENDPOINT,
  tooLate,
  useFakeTimeouts,
} from "./host";

async function connect(options: Parameters<typeof createHost>[0] = {}): Promise<ReturnType<typeof createHost>> {
  const host = createHost(options);
  await host.post();
  host.calls.length = 0;
  return host;
}

const ENDED = { ...CONNECTED, connected: false, reconnect: true };

describe("GET", () => {
  it("reports whether the user is connected, and to which account", async () => {
    const host = createHost();
    expect(await (await host.send("GET")).text()).toBe('{"connected":false}');
    const posted = await (await host.post()).text();
    const response = await host.send("GET", {});
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.text()).toBe(posted);
    expect(await (await host.send("GET", { "X-User": "dr-bob" })).json()).toEqual({ connected: false });
  });

  it("calls a connection that has ended and cannot be refreshed what it is", async () => {
    const host = await connect({ serve: grant({ refresh_token: null }) });
    expect(await (await host.send("GET")).json()).toEqual(CONNECTED);
    host.clock.now += 7_200_000;
    expect(await (await host.send("GET")).json()).toEqual(ENDED);
  });

  it("says of a connection whose refresh was refused that it needs to be made anew, and whose it was, with no token left", async () => {
    const host = await connect({ serve: inTurn(grant(), refuse(400, { error: "invalid_grant" })) });
    host.clock.now += 7_200_000;
    await host.handler.getAccessToken({ id: "dr-ada" }).catch(() => undefined);
    expect(await (await host.send("GET")).json()).toEqual(ENDED);
    expect(JSON.stringify(await host.store.readConnection("dr-ada"))).not.toContain(SECRET);
  });

  it("forgets that as soon as the user has connected anew", async () => {
    const host = await connect({ serve: inTurn(grant(), refuse(400, { error: "invalid_grant" }), grant()) });
    host.clock.now += 7_200_000;
    await host.handler.getAccessToken({ id: "dr-ada" }).catch(() => undefined);
    expect(await (await host.post(exchange({ code: "hush-2" }))).json()).toEqual(CONNECTED);
    expect(await (await host.send("GET")).json()).toEqual(CONNECTED);
    expect(await host.handler.getAccessToken({ id: "dr-ada" })).toBe(`${SECRET}-access-1`);
  });

  it("answers HEAD with the same headers and no body", async () => {
    const response = await createHost().send("HEAD");
    expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
      200,
      "application/json",
      "",
    ]);
  });
});

describe("DELETE", () => {
  it("revokes both tokens with the client's credentials, then forgets", async () => {
    const host = await connect();
    const response = await host.send("DELETE");
    expect([response.status, await response.text()]).toEqual([200, '{"connected":false}']);
    expect(host.calls.map(({ url, body }) => [url, body])).toEqual([
      [REVOCATION_ENDPOINT, { client_id: "clinic", client_secret: `${SECRET}-client`, token: `${SECRET}-refresh-1` }],
      [REVOCATION_ENDPOINT, { client_id: "clinic", client_secret: `${SECRET}-client`, token: `${SECRET}-access-1` }],
    ]);
    expect(await (await host.send("GET")).json()).toEqual({ connected: false });
    await expect(host.handler.getAccessToken({ id: "dr-ada" })).rejects.toMatchObject({ code: "code_rejected" });
  });

  it("does nothing, and says so, for a user who is not connected", async () => {
    const host = createHost();
    for (let i = 0; i < 2; i += 1) expect(await (await host.send("DELETE")).json()).toEqual({ connected: false });
    expect(host.calls).toEqual([]);
  });

  it("touches nobody else's connection", async () => {
    const host = await connect();
    await host.send("DELETE", { Origin: ORIGIN, "X-User": "dr-bob" });
    expect(await (await host.send("GET")).json()).toEqual(CONNECTED);
  });

  it("revokes the access token if there is no refresh token", async () => {
    const host = await connect({ serve: inTurn(grant({ refresh_token: undefined }), () => new Response()) });
    expect((await host.send("DELETE")).status).toBe(200);
    expect(host.calls.map(({ body }) => body.token)).toEqual([`${SECRET}-access-1`]);
  });

  it("forgets a connection that Fullscript has ended, with nothing left to revoke", async () => {
    const host = await connect({ serve: inTurn(grant(), refuse(400, { error: "invalid_grant" })) });
    host.clock.now += 7_200_000;
    await host.handler.getAccessToken({ id: "dr-ada" }).catch(() => undefined);
    host.calls.length = 0;
    expect(await (await host.send("DELETE")).json()).toEqual({ connected: false });
    expect(await (await host.send("GET")).json()).toEqual({ connected: false });
    expect(host.calls).toEqual([]);
  });

  it("only forgets the connection without a revocation endpoint", async () => {
    const host = await connect({ environment: { tokenEndpoint: TOKEN_ENDPOINT } });
    expect(await (await host.send("DELETE")).json()).toEqual({ connected: false });
    expect(host.calls).toEqual([]);
  });

  it.each<[string, ReturnType<typeof refuse>, number, string]>([
    ["429", refuse(429, {}, { "Retry-After": "7" }), 503, "exchange_unavailable"],
    ["503", refuse(503, {}, { "Retry-After": "7" }), 503, "exchange_unavailable"],
    ["500", refuse(500), 503, "exchange_interrupted"],
    ["300", refuse(300), 503, "exchange_interrupted"],
    // Browsers' and some runtimes' fetch hides a redirect like this.
    ["with a redirect that has no status", () => Response.error(), 503, "exchange_interrupted"],
    ["a network error", () => Promise.reject(new TypeError("hush")), 503, "exchange_interrupted"],
    ["no answer", tooLate(), 503, "exchange_interrupted"],
    ["401 invalid_client", refuse(401, { error: "invalid_client" }), 500, "misconfigured"],
    ["403 unauthorized_client", refuse(403, { error: "unauthorized_client" }), 500, "misconfigured"],
    ["404", refuse(404), 500, "misconfigured"],
  ])(
    "forgets nothing where Fullscript answers %s, tells the developer, and works the next time",
    async (_, failure, status, code) => {
      useFakeTimeouts();
      for (const before of [[], [() => new Response("{}")]]) {
        const host = await connect({
          serve: inTurn(grant(), ...before, failure, () => new Response("{}")),
        });
        const response = await host.send("DELETE");
        expect(response.status).toBe(status);
        if (code === "exchange_unavailable") expect(response.headers.get("retry-after")).toBe("7");
        expect(host.errors.map((error) => error.code)).toEqual([code]);
        expect(await (await host.send("GET")).json()).toEqual(CONNECTED);
        expect(await (await host.send("DELETE")).json()).toEqual({ connected: false });
      }
    },
  );

  it.each(["invalid_grant", "invalid_token", "unsupported_token_type"])(
    "forgets a token that Fullscript does not know (400 %s)",
    async (error) => {
      const host = await connect({ serve: inTurn(grant(), refuse(400, { error })) });
      expect(await (await host.send("DELETE")).json()).toEqual({ connected: false });
    },
  );

  it("waits for a running refresh and revokes its tokens", async () => {
    const serve = grant();
    const refresh = createGate();
    const host = await connect({
      serve: async (call) => {
        if (call.body.grant_type === "refresh_token") await refresh.opened;
        return serve(call);
      },
    });
    host.clock.now += 7_200_000;
    const token = host.handler.getAccessToken({ id: "dr-ada" });
    await expect.poll(() => host.calls.length).toBe(1);
    const leases = vi.spyOn(host.store, "claim");
    const disconnect = host.send("DELETE");
    await expect.poll(() => leases.mock.calls.length).toBeGreaterThan(0);
    refresh.open();
    expect(await (await disconnect).json()).toEqual({ connected: false });
    expect(await token).toBe(`${SECRET}-access-2`);
    expect(host.calls.map(({ body }) => body.token)).toEqual([undefined, `${SECRET}-refresh-2`, `${SECRET}-access-2`]);
  });

  it("keeps a connection that was made anew meanwhile, and says so", async () => {
    const serve = grant();
    let reconnect: (() => Promise<unknown>) | undefined;
    const host = createHost({
      serve: async (call) => {
        await reconnect?.();
        return serve(call);
      },
    });
    await host.post();
    reconnect = async () => {
      reconnect = undefined;
      await host.post(exchange({ code: "hush-2" }));
    };
    expect(await (await host.send("DELETE")).json()).toEqual(CONNECTED);
    expect(await host.handler.getAccessToken({ id: "dr-ada" })).toBe(`${SECRET}-access-2`);
  });
});

describe("an allow-listed origin", () => {
  const app = "https://app.example";
  const host = createHost({ allowedOrigins: [app, "https://two.example"] });
  const cors = (response: Response): (string | null)[] =>
    ["origin", "credentials"].map((name) => response.headers.get(`access-control-allow-${name}`));

  it("may call and read with credentials", async () => {
    for (const response of [
      await host.post(exchange(), { Origin: app }),
      await host.send("GET", { Origin: app }),
      await host.send("DELETE", { Origin: app }),
    ]) {
      expect(response.status).toBe(200);
      expect(cors(response)).toEqual([app, "true"]);
      expect(response.headers.get("vary")).toBe("Origin");
      expect(response.headers.get("access-control-expose-headers")).toBe("Retry-After");
    }
  });

  it("may read refusals, too", async () => {
    const response = await host.send("GET", { Origin: app, "X-User": "nobody" });
    expect([response.status, ...cors(response)]).toEqual([401, app, "true"]);
  });

  it("gets a preflight with the methods, and with whatever headers its page asks for", async () => {
    const asked = "apikey,authorization,baggage,content-type,sentry-trace,traceparent,x-client-info,x_y!";
    const response = await host.send("OPTIONS", {
      Origin: app,
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": asked,
    });
    expect([response.status, ...cors(response), await response.text()]).toEqual([204, app, "true", ""]);
    expect(response.headers.get("access-control-allow-methods")).toBe("GET, POST, DELETE");
    expect(response.headers.get("access-control-allow-headers")).toBe(asked);
    expect(response.headers.get("access-control-max-age")).toBe("600");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it.each(["https://evil.example", `${app}.evil.example`, `${app}/`, "null", "", ORIGIN])(
    "is not %j: no header that helps it",
    async (origin) => {
      const preflight = await host.send("OPTIONS", { Origin: origin, "Access-Control-Request-Method": "POST" });
      expect([preflight.status, ...cors(preflight)]).toEqual([405, null, null]);
      const response = await host.send("GET", { Origin: origin });
      expect([...cors(response), response.headers.get("vary")]).toEqual([null, null, "Origin"]);
    },
  );

  it("is answered without the host's user", async () => {
    const called: string[] = [];
    const closed = createHost({ allowedOrigins: [app], getUser: (request) => (called.push(request.method), null) });
    await closed.send("OPTIONS", { Origin: app });
    expect(called).toEqual([]);
  });
});

it("treats all origins alike if none is allowed", async () => {
  expect((await createHost().send("GET", { Origin: "https://app.example" })).headers.get("vary")).toBeNull();
});

it("reads its own URL in the handler's request, whatever the path", async () => {
  const host = createHost();
  expect((await host.handler(new Request(`${ENDPOINT}/?x=${encodeURIComponent("hush")}#y`))).status).toBe(200);
});

describe("the subject in the query of GET and DELETE", () => {
  it("may be the signed-in user, or left out", async () => {
    const host = await connect();
    for (const query of ["", "?subject=dr-ada", "?x=1&subject=dr%2Dada"])
      expect(await (await host.send("GET", {}, query)).json()).toEqual(CONNECTED);
    expect(await (await host.send("DELETE", { Origin: ORIGIN }, "?subject=dr-ada")).json()).toEqual({
      connected: false,
    });
  });

  it.each(["?subject=dr-bob", "?subject=", "?subject=Dr-Ada", "?subject=dr-ada&subject=dr-bob", "?subject=dr-ada%00"])(
    "is refused if it is another: %s",
    async (query) => {
      const host = await connect();
      for (const method of ["GET", "DELETE", "HEAD"])
        expect((await host.send(method, { Origin: ORIGIN }, query)).status).toBe(409);
      expect(await (await host.send("GET", {}, query)).json()).toEqual(refusal("subject_mismatch"));
      expect(host.calls).toEqual([]);
      expect(await (await host.send("GET")).json()).toEqual(CONNECTED);
    },
  );
});
