// @vitest-environment node
import { createHash } from "node:crypto";
import { createConnectionHandler } from "react-fullscript-connect/server";
import { describe, expect, it, vi } from "vitest";
import { createGate } from "../createGate";
import {
  CONNECTED,
  createHost,
  exchange,
  grant,
  inTurn,
  REDIRECT_URI,
  refusal,
  refuse,
  SECRET,
  textWith,
  TOKEN_ENDPOINT,
  tooLate,
  useFakeTimeouts,
  whileTimePasses,
} from "./host";

describe("POST", () => {
  it("exchanges the code as JSON with the client's credentials and answers without a token", async () => {
    const host = createHost();
    const response = await host.post();
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toEqual(CONNECTED);
    expect(host.calls).toHaveLength(1);
    expect(host.calls[0]).toMatchObject({
      url: TOKEN_ENDPOINT,
      body: {
        grant_type: "authorization_code",
        client_id: "clinic",
        client_secret: `${SECRET}-client`,
        code: `${SECRET}-code`,
        redirect_uri: REDIRECT_URI,
      },
      init: {
        method: "POST",
        redirect: "manual",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
      },
    });
    expect(await host.store.readConnection("dr-ada")).toEqual({
      version: textWith(/^[\da-f-]{36}$/),
      accessToken: `${SECRET}-access-1`,
      refreshToken: `${SECRET}-refresh-1`,
      expiresAt: host.clock.now + 7_200_000,
      scope: "patients:read",
      resourceOwner: { id: "owner-1", type: "Practitioner" },
    });
    expect(await host.handler.getAccessToken({ id: "dr-ada" })).toBe(`${SECRET}-access-1`);
  });

  it("reads a flat response, and answers null if it names no resource owner", async () => {
    const host = createHost({ serve: () => Response.json({ access_token: "hush-flat", token_type: "bearer" }) });
    expect(await (await host.post()).json()).toEqual({ connected: true, resource_owner: null });
    expect(await host.handler.getAccessToken({ id: "dr-ada" })).toBe("hush-flat");
  });

  it.each<[string, Record<string, unknown>, object]>([
    ["a scope that is no text", { scope: ["patients:read"] }, { scope: null }],
    ["an owner whose id is no text", { resource_owner: { id: 1, type: "Practitioner" } }, { resourceOwner: null }],
    ["an owner whose type is no text", { resource_owner: { id: "1", type: null } }, { resourceOwner: null }],
    ["an owner that is a text", { resource_owner: "owner-1" }, { resourceOwner: null }],
  ])("connects, and does not keep %s", async (_, changes, expected) => {
    const host = createHost({ serve: grant(changes) });
    expect((await host.post()).status).toBe(200);
    expect(await host.store.readConnection("dr-ada")).toMatchObject(expected);
  });

  it("uses the token endpoint of the named environment", async () => {
    const urls: string[] = [];
    const fetch = async (url: unknown): Promise<Response> => {
      urls.push(String(url));
      return Response.json({ access_token: "hush" });
    };
    for (const environment of ["us", "ca", "us-snd", "ca-snd"] as const) {
      const host = createHost({ environment, fetch });
      await host.post();
      await host.send("DELETE");
    }
    expect(urls.map((url) => url.replace("/api/oauth/", " "))).toEqual([
      ...["https://api-us.fullscript.com token", "https://api-us.fullscript.com revoke"],
      ...["https://api-ca.fullscript.com token", "https://api-ca.fullscript.com revoke"],
      ...["https://api-us-snd.fullscript.io token", "https://api-us-snd.fullscript.io revoke"],
      ...["https://api-ca-snd.fullscript.io token", "https://api-ca-snd.fullscript.io revoke"],
    ]);
  });

  it("takes a subject that is the signed-in user and ignores members that it does not know", async () => {
    const response = await createHost().post(
      exchange({ subject: "dr-ada", iss: "x", nested: { code: 1, list: [{ code: 2 }] } }),
    );
    expect(response.status).toBe(200);
  });

  it("takes a page's request that has no Origin but Sec-Fetch-Site: same-origin", async () => {
    const host = createHost();
    const request = new Request("https://clinic.example/x", {
      method: "POST",
      headers: { "Content-Type": "Application/JSON ; charset=UTF-8", "Sec-Fetch-Site": "same-origin" },
      body: JSON.stringify(exchange()),
    });
    expect((await host.handler(request)).status).toBe(200);
  });

  it("takes the origin of the request's own URL, which may be another than the redirect URI's", async () => {
    const host = createHost({ redirectUri: "http://localhost:5173/callback" });
    const response = await host.post(exchange({ redirect_uri: "http://localhost:5173/callback" }));
    expect(response.status).toBe(200);
    expect(
      (
        await host.post(exchange({ code: "hush-2", redirect_uri: "http://localhost:5173/callback" }), {
          Origin: "http://localhost:5173",
        })
      ).status,
    ).toBe(200);
  });
});

/** As Node's `fetch` fails. */
function rejectWith(code: string): Promise<never> {
  return Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error("hush"), { code }) }));
}

describe("what Fullscript answers", () => {
  const lostBody = { status: 400, error: "invalid_grant" };
  const table: [
    string,
    Parameters<typeof createHost>[0],
    { status: number; error: string; again: number; told: string },
  ][] = [
    [
      "400 invalid_grant is final",
      { serve: refuse(400, { error: "invalid_grant", error_description: "hush" }) },
      { ...lostBody, again: 1, told: "code_rejected" },
    ],
    [
      "401 invalid_grant is final",
      { serve: refuse(401, { error: "invalid_grant" }) },
      { ...lostBody, again: 1, told: "code_rejected" },
    ],
    [
      "a network error is final, because it may have happened",
      { serve: () => Promise.reject(new TypeError("hush")) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "a connection that broke is final, because it may have happened",
      { serve: () => rejectWith("ECONNRESET") },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "a broken pipe is final",
      { serve: () => rejectWith("EPIPE") },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "a network error with a cause that is none is final",
      { serve: () => Promise.reject(new TypeError("hush", { cause: "ECONNREFUSED" })) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "a connection that was refused may be tried again",
      { serve: () => rejectWith("ECONNREFUSED") },
      { status: 503, error: "temporarily_unavailable", again: 2, told: "exchange_unavailable" },
    ],
    [
      "a name that is not found may be tried again",
      { serve: () => rejectWith("ENOTFOUND") },
      { status: 503, error: "temporarily_unavailable", again: 2, told: "exchange_unavailable" },
    ],
    [
      "a name server that is away may be tried again",
      { serve: () => rejectWith("EAI_AGAIN") },
      { status: 503, error: "temporarily_unavailable", again: 2, told: "exchange_unavailable" },
    ],
    [
      "a connection that was refused, as Bun says it, may be tried again",
      { serve: () => Promise.reject(Object.assign(new Error("hush"), { code: "ConnectionRefused" })) },
      { status: 503, error: "temporarily_unavailable", again: 2, told: "exchange_unavailable" },
    ],
    [
      "a code of an error that only ends like one of those is final",
      { serve: () => rejectWith("X_ENOTFOUND") },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "a code of an error that only begins like one of those is final",
      { serve: () => rejectWith("EAI_AGAIN_LATER") },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    ["no answer in time is final", { serve: tooLate() }, { ...lostBody, again: 1, told: "exchange_interrupted" }],
    [
      "a body that never ends is final",
      { serve: tooLate(() => new Response(new ReadableStream())) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    ["500 is final", { serve: refuse(500) }, { ...lostBody, again: 1, told: "exchange_interrupted" }],
    ["502 is final", { serve: refuse(502) }, { ...lostBody, again: 1, told: "exchange_interrupted" }],
    [
      "504 is final",
      { serve: refuse(504, {}, { "Retry-After": "1" }) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    ["300 is final", { serve: refuse(300) }, { ...lostBody, again: 1, told: "exchange_interrupted" }],
    [
      "a redirect that cannot be looked at, as in a service worker, is final",
      { serve: () => Response.error() },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "a redirect is final and not followed",
      { serve: () => new Response(null, { status: 307, headers: { Location: "https://evil.example" } }) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "200 with HTML is final",
      { serve: () => new Response("<p>hush") },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "200 with an empty body is final",
      { serve: () => new Response("") },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "200 with null is final",
      { serve: () => Response.json(null) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "200 with a list is final",
      { serve: () => Response.json([{ access_token: "hush" }]) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "200 without access_token is final",
      { serve: grant({ access_token: undefined }) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "200 with an empty access_token is final",
      { serve: grant({ access_token: "" }) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "200 with an access_token of a wrong type is final",
      { serve: grant({ access_token: { toString: 1 } }) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "200 with a line break in access_token is final",
      { serve: grant({ access_token: "a\r\nb" }) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "200 with another token_type is final",
      { serve: grant({ token_type: "mac" }) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "200 with a token_type of a wrong type is final",
      { serve: grant({ token_type: 1 }) },
      { ...lostBody, again: 1, told: "exchange_interrupted" },
    ],
    [
      "429 may be tried again",
      { serve: refuse(429) },
      { status: 503, error: "temporarily_unavailable", again: 2, told: "exchange_unavailable" },
    ],
    [
      "503 may be tried again",
      { serve: refuse(503) },
      { status: 503, error: "temporarily_unavailable", again: 2, told: "exchange_unavailable" },
    ],
    [
      "401 invalid_client is the developer's",
      { serve: refuse(401, { error: "invalid_client" }) },
      { status: 500, error: "server_error", again: 2, told: "misconfigured" },
    ],
    [
      "400 unauthorized_client is the developer's",
      { serve: refuse(400, { error: "unauthorized_client" }) },
      { status: 500, error: "server_error", again: 2, told: "misconfigured" },
    ],
    [
      "400 with an error that echoes a secret is the developer's",
      { serve: refuse(400, { error: "hush" }) },
      { status: 500, error: "server_error", again: 2, told: "misconfigured" },
    ],
    [
      "400 with an error that only ends like invalid_grant is the developer's",
      { serve: refuse(400, { error: "not_invalid_grant" }) },
      { status: 500, error: "server_error", again: 2, told: "misconfigured" },
    ],
    [
      "400 with an error that only begins like invalid_grant is the developer's",
      { serve: refuse(400, { error: "invalid_grant_type" }) },
      { status: 500, error: "server_error", again: 2, told: "misconfigured" },
    ],
    [
      "400 with an error that is a list is the developer's",
      { serve: refuse(400, { error: ["invalid_grant"] }) },
      { status: 500, error: "server_error", again: 2, told: "misconfigured" },
    ],
    [
      "404 with HTML is the developer's",
      { serve: () => new Response("<p>hush", { status: 404 }) },
      { status: 500, error: "server_error", again: 2, told: "misconfigured" },
    ],
  ];

  it.each(table)("%s", async (_, options, expected) => {
    useFakeTimeouts();
    const host = createHost(options);
    const first = await host.post();
    expect(first.status).toBe(expected.status);
    expect(await first.clone().json()).toEqual(refusal(expected.error));
    expect(host.errors.map(({ code }) => code)).toEqual([expected.told]);

    const second = await host.post();
    expect(host.presented()).toBe(expected.again);
    expect(second.status).toBe(first.status);
    expect(await second.text()).toBe(await first.text());
    expect(await (await host.send("GET")).json()).toEqual({ connected: false });
  });

  it.each<[string, ReturnType<typeof refuse>, object, RegExp]>([
    [
      "a wrong secret",
      refuse(401, { error: "invalid_client", error_description: "hush" }),
      { code: "misconfigured", status: 401, error: "invalid_client" },
      /refused this client \(401 invalid_client\)/,
    ],
    [
      "an expired code, or one of another redirect URI",
      refuse(400, { error: "invalid_grant", error_description: "hush" }),
      { code: "code_rejected" },
      /^Fullscript refused the code\./,
    ],
    ["a limit", refuse(429), { code: "exchange_unavailable", retryable: true }, /limits the rate \(429\)/],
    ["a server that is down", refuse(503), { code: "exchange_unavailable", retryable: true }, /is down .*\(503\)/],
    [
      "a server that cannot be reached",
      () => rejectWith("ECONNREFUSED"),
      { code: "exchange_unavailable", retryable: true },
      /cannot be reached \(ECONNREFUSED\)/,
    ],
    [
      "an answer that is none",
      refuse(502),
      { code: "exchange_interrupted", retryable: false },
      /no answer that can be read/,
    ],
  ])("reports %s in one short sentence", async (_, serve, error, message) => {
    const host = createHost({ serve });
    await host.post();
    expect(host.errors).toEqual([expect.objectContaining({ ...error, message: textWith(message) })]);
  });

  it("tells the developer of a front end with another redirectUri", async () => {
    const host = createHost();
    const response = await host.post(exchange({ redirect_uri: `${REDIRECT_URI}/hush` }));
    expect([response.status, host.presented()]).toEqual([400, 0]);
    expect(host.errors).toEqual([
      expect.objectContaining({
        code: "misconfigured",
        message: textWith(/redirect_uri is not this server's redirectUri/),
      }),
    ]);
  });

  it("sends Retry-After of one second if Fullscript cannot be reached", async () => {
    expect((await createHost({ serve: () => rejectWith("ECONNREFUSED") }).post()).headers.get("retry-after")).toBe("1");
  });

  it.each(["hush", "hush_invalid_client", "invalid_client_hush"])(
    "repeats no word of Fullscript's that RFC 6749 does not know: %s",
    async (error) => {
      const host = createHost({ serve: refuse(400, { error }) });
      await host.post();
      expect(host.errors[0]).toMatchObject({ status: 400, error: "", message: textWith(/\(400\)/) });
    },
  );

  it("tells a user whose exchange got no answer to start again", async () => {
    const body = await (await createHost({ serve: refuse(502) }).post()).text();
    expect(body).toMatch(/start again/i);
  });

  it.each([
    ["30", "30"],
    ["Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT"],
    ["hush; x=<y>", null],
    ["<y> 30", null],
  ])("passes Retry-After: %s on as %s", async (given, passed) => {
    const response = await createHost({ serve: refuse(429, {}, { "Retry-After": given }) }).post();
    expect(response.headers.get("retry-after")).toBe(passed);
  });

  it("exchanges the code after all once Fullscript is there again", async () => {
    const host = createHost({
      serve: inTurn(refuse(503), refuse(429), refuse(401, { error: "invalid_client" }), grant()),
    });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await host.post()).status);
    expect(statuses).toEqual([503, 503, 500, 200, 200]);
    expect(host.presented()).toBe(4);
  });

  it("writes to console.error without onError, and answers even if onError throws", async () => {
    const host = createHost({
      serve: refuse(429),
      onError: () => {
        throw new Error("disk full");
      },
    });
    expect((await host.post()).status).toBe(503);
  });
});

const USER_HASH = createHash("sha256").update('["user","dr-ada"]').digest("hex");

/** A host whose answers from Fullscript are held until this many POSTs have tried to claim the code. */
function createHeldHost(serve: ReturnType<typeof grant>) {
  const gate = createGate();
  const { store } = createHost();
  const claim = vi.fn(store.claim);
  const host = createHost({
    store: { ...store, claim },
    serve: async (call) => {
      await gate.opened;
      return serve(call);
    },
  });
  const open = async (posts: number): Promise<void> => {
    // Of the claims that each post makes, the one on the code is bound to the user.
    const isOnCode = ([{ boundTo }]: Parameters<typeof claim>) => boundTo === USER_HASH;
    await expect
      .poll(() => new Set(claim.mock.calls.filter(isOnCode).map(([{ holder }]) => holder)).size)
      .toBeGreaterThanOrEqual(posts);
    await expect.poll(() => host.presented()).toBe(1);
    gate.open();
  };
  return { host, open };
}

describe("a repeat", () => {
  it("gets the first answer, byte by byte, without a second token request", async () => {
    const host = createHost();
    const first = await (await host.post()).text();
    for (const headers of [undefined, { "Idempotency-Key": '"a"' }, { "Idempotency-Key": '"b"' }]) {
      const repeat = await host.post(exchange({ state: "hush-other" }), headers);
      expect([repeat.status, await repeat.text()]).toEqual([200, first]);
    }
    expect(host.presented()).toBe(1);
  });

  it("gets it still an hour later", async () => {
    const host = createHost();
    await host.post();
    host.clock.now += 3_600_000;
    expect((await host.post()).status).toBe(200);
    expect(host.presented()).toBe(1);
  });

  it("makes one token request of 50 at once, and 50 equal answers", async () => {
    const { host, open } = createHeldHost(grant());
    const answers = Promise.all(
      Array.from({ length: 50 }, async (_, i) =>
        (await host.post(exchange(), i % 2 ? { "Idempotency-Key": '"one"' } : {})).text(),
      ),
    );
    await open(50);
    expect(host.presented()).toBe(1);
    expect(new Set(await answers)).toEqual(new Set([JSON.stringify(CONNECTED)]));
  });

  it("that waited for a temporary refusal gets the same refusal", async () => {
    const { host, open } = createHeldHost(inTurn(refuse(429), grant()));
    const posts = Promise.all(Array.from({ length: 20 }, () => host.post()));
    await open(20);
    const responses = await posts;
    expect(host.presented()).toBe(1);
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 503));
    expect((await host.post()).status).toBe(200);
  });

  it("that waited too long gets a temporary refusal", async () => {
    const host = createHost({ timeoutMs: 100 });
    const stuck = createHost({ store: host.store, serve: () => new Promise(() => undefined) });
    void stuck.post();
    await expect.poll(() => stuck.presented()).toBe(1);
    const response = await host.post();
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(host.presented()).toBe(0);
  });

  it("by another user is refused, and the code not presented for them", async () => {
    const host = createHost();
    await host.post();
    const response = await host.post(exchange(), { "X-User": "dr-bob" });
    expect([response.status, await response.json()]).toEqual([400, refusal("invalid_grant")]);
    expect(host.presented()).toBe(1);
  });

  it("by another user who is connected shows nothing of the first user's account", async () => {
    const serve = grant();
    const owner = { id: "owner-2", type: "Practitioner" };
    const host = createHost({
      serve: (call) => (call.body.code === "hush-2" ? grant({ resource_owner: owner })(call) : serve(call)),
    });
    await host.post();
    const bob = { "X-User": "dr-bob" };
    expect(await (await host.post(exchange({ code: "hush-2" }), bob)).json()).toMatchObject({ resource_owner: owner });
    const response = await host.post(exchange(), bob);
    expect([response.status, await response.json()]).toEqual([400, refusal("invalid_grant")]);
    expect(host.presented()).toBe(2);
  });

  it("with another code is a separate exchange", async () => {
    const host = createHost();
    await host.post();
    await host.post(exchange({ code: "hush-2" }));
    expect(host.presented()).toBe(2);
    expect(await host.handler.getAccessToken({ id: "dr-ada" })).toBe(`${SECRET}-access-2`);
  });
});

describe("Idempotency-Key", () => {
  it("refuses another body under the same key with 422", async () => {
    for (const other of [{ code: "hush-2" }, { state: "hush-2" }]) {
      const host = createHost();
      expect((await host.post(exchange(), { "Idempotency-Key": '"k"' })).status).toBe(200);
      const response = await host.post(exchange(other), { "Idempotency-Key": "k" });
      expect(response.status).toBe(422);
      expect(host.presented()).toBe(1);
    }
  });

  it("is the user's own: another user may have the same", async () => {
    const host = createHost();
    await host.post(exchange(), { "Idempotency-Key": '"k"' });
    const response = await host.post(exchange({ code: "hush-2" }), { "Idempotency-Key": '"k"', "X-User": "dr-bob" });
    expect(response.status).toBe(200);
  });

  it.each(['"k"', "k", '"with \\"quotes\\" and \\\\"', '"a b, c; d"', "3f2b-uuid", `"${"k".repeat(255)}"`])(
    "may be %s",
    async (key) => {
      expect((await createHost().post(exchange(), { "Idempotency-Key": key })).status).toBe(200);
    },
  );
});

describe("a process that dies", () => {
  it("leaves a claim that is taken over after its lease without a second token request", async () => {
    const host = createHost({ timeoutMs: 60 });
    const dead = createHost({ store: host.store, timeoutMs: 60_000, serve: () => new Promise(() => undefined) });
    void dead.post();
    await expect.poll(() => dead.presented()).toBe(1);

    expect((await host.post()).status).toBe(503);
    host.clock.now += 60_000 + 60_000;
    const responses = [await host.post(), await host.post()];
    for (const response of responses)
      expect([response.status, await response.text()]).toEqual([400, textWith(/invalid_grant.*Start again/)]);
    expect(host.presented()).toBe(0);
  });

  it("cannot say connected after a repeat was told to start again", async () => {
    const host = createHost();
    let resume: (response: Response) => void = () => undefined;
    const slow = createHost({
      store: host.store,
      timeoutMs: 60_000,
      serve: () => new Promise((resolve) => (resume = resolve)),
    });
    const late = slow.post();
    await expect.poll(() => slow.presented()).toBe(1);
    host.clock.now += 120_000;
    expect((await host.post()).status).toBe(400);
    resume(await grant()(slow.calls[0]!));
    expect((await late).status).toBe(400);
    expect(await (await host.send("GET")).json()).toEqual({ connected: false });
  });
});

describe("a store that throws", () => {
  const methods = ["claim", "settle", "release", "readConnection", "replaceConnection"] as const;
  it.each(methods)("in %s leaks nothing and never leads to a second token request", async (method) => {
    const ok = createHost();
    let fail = true;
    const store = {
      ...ok.store,
      [method]: async (...args: unknown[]) => {
        if (fail) throw new RangeError(`insert failed: ${SECRET}`);
        return Reflect.apply(ok.store[method], ok.store, args) as unknown;
      },
    };
    const host = createHost({ store, serve: method === "release" ? refuse(429) : grant() });
    useFakeTimeouts();
    const response = await whileTimePasses(host.post());
    const untouched = method === "readConnection" || method === "replaceConnection";
    expect(response.status).toBe(untouched ? 200 : 503);
    if (untouched) expect((await host.send("DELETE")).status).toBe(503);
    expect(host.errors.at(-1)).toMatchObject({ code: "exchange_unavailable", message: textWith("RangeError") });

    fail = false;
    const before = host.presented();
    await whileTimePasses(host.post());
    expect(host.presented()).toBe(method === "claim" ? before + 1 : before);
  });

  it("is asked again to save tokens for five seconds, which ends before the lease", async () => {
    const host = createHost();
    const settle = vi.spyOn(host.store, "settle").mockRejectedValue(new Error());
    useFakeTimeouts();
    expect((await whileTimePasses(host.post())).status).toBe(503);
    // After 0, 50, 150, 350, 750, 1550, 2550, 3550 and 4550 ms.
    expect(settle).toHaveBeenCalledTimes(9);
  });
});

it("needs no options but the required ones", async () => {
  const handler = createConnectionHandler({
    environment: "us-snd",
    clientId: "a",
    clientSecret: "b",
    redirectUri: REDIRECT_URI,
    store: createHost().store,
    getUser: () => ({ id: "1" }),
  });
  expect(await (await handler(new Request(REDIRECT_URI))).json()).toEqual({ connected: false });
});
