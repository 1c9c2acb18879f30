// @vitest-environment node
import {
  type ConnectionHandler,
  type ConnectionHandlerOptions,
  createConnectionHandler,
  createMemoryStore,
  type FullscriptError,
} from "react-fullscript-connect/server";
import { createFakeFullscript, type FakeFailure, type FakeFullscript } from "react-fullscript-connect/testing";
import { describe, expect, it, vi } from "vitest";

const HOURS = 3_600_000;

interface Clinic {
  handler: ConnectionHandler;
  errors: FullscriptError[];
  /** Brings a code home as the front end does: status and `error`, or whether the user is connected. */
  post: (code: string) => Promise<[number, unknown]>;
  isConnected: () => Promise<boolean>;
  token: () => Promise<string>;
}

/** A host's backend, with nothing of Fullscript's but what the fake gives. */
function createClinic(fullscript: FakeFullscript, options: Partial<ConnectionHandlerOptions> = {}): Clinic {
  const errors: FullscriptError[] = [];
  const { redirectUri } = fullscript.settings;
  const handler = createConnectionHandler({
    ...fullscript.settings,
    store: createMemoryStore(),
    getUser: () => ({ id: "user-1" }),
    onError: (error) => errors.push(error),
    timeoutMs: 60_000,
    ...options,
  });
  const endpoint = new URL("/api/fullscript/connection", redirectUri);
  return {
    ...{ handler, errors },
    async post(code) {
      const headers = { "Content-Type": "application/json", Origin: endpoint.origin };
      const response = await handler(
        new Request(endpoint, {
          method: "POST",
          headers,
          body: JSON.stringify({ code, state: "fsc1.state", redirect_uri: redirectUri }),
        }),
      );
      const body = (await response.json()) as { connected?: boolean; error?: string };
      return [response.status, body.error ?? body.connected];
    },
    isConnected: async () =>
      ((await (await handler(new Request(endpoint))).json()) as { connected: boolean }).connected,
    token: () => handler.getAccessToken({ id: "user-1" }),
  };
}

function requestTokens(
  { settings }: FakeFullscript,
  members: Record<string, unknown>,
  changes: RequestInit = {},
): Promise<Response> {
  const { clientId: client_id, clientSecret: client_secret, redirectUri: redirect_uri } = settings;
  const body = JSON.stringify({ grant_type: "authorization_code", client_id, client_secret, redirect_uri, ...members });
  return settings.fetch(settings.environment.tokenEndpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
    ...changes,
  });
}

describe("createFakeFullscript", () => {
  it("is all that a handler needs of Fullscript: connect, token, refresh, disconnect", async () => {
    const fullscript = createFakeFullscript();
    const clinic = createClinic(fullscript);
    expect(await clinic.post(fullscript.createCode())).toEqual([200, true]);
    const first = await clinic.token();
    expect(fullscript.isLive(first)).toBe(true);

    fullscript.passTime(2 * HOURS);
    expect(fullscript.isLive(first)).toBe(false);
    const second = await clinic.token();
    expect([second === first, fullscript.isLive(second)]).toEqual([false, true]);

    await clinic.handler(
      new Request(fullscript.settings.redirectUri, { method: "DELETE", headers: { Origin: "http://localhost:5173" } }),
    );
    expect([fullscript.isLive(second), await clinic.isConnected()]).toEqual([false, false]);
    expect(fullscript.requests).toEqual([
      { kind: "authorization_code", status: 200 },
      { kind: "refresh_token", status: 200 },
      { kind: "revocation", status: 200 },
      { kind: "revocation", status: 200 },
    ]);
  });

  it("answers in Fullscript's wrapper", async () => {
    const fullscript = createFakeFullscript({ now: () => Date.UTC(2026, 0, 1) });
    const code = fullscript.createCode({ resourceOwner: { id: "staff-7", type: "Staff" } });
    const response = await requestTokens(fullscript, { code });
    expect(response.headers.get("content-type")).toBe("application/json");
    const text = expect.stringMatching(/^fake-/) as unknown;
    expect(await response.json()).toEqual({
      oauth: {
        access_token: text,
        token_type: "Bearer",
        expires_in: 7200,
        refresh_token: text,
        scope: "clinic:read patients:read patients:write",
        created_at: "2026-01-01T00:00:00.000Z",
        resource_owner: { id: "staff-7", type: "Staff" },
      },
    });
  });

  it("takes what the test chooses", async () => {
    const chosen = { clientId: "maple", clientSecret: "syrup", redirectUri: "https://maple.example/callback" };
    const fullscript = createFakeFullscript({ ...chosen, now: () => 1_000 });
    expect(fullscript.settings).toMatchObject(chosen);
    fullscript.passTime(500);
    expect(fullscript.settings.now()).toBe(1_500);
    expect(await createClinic(fullscript).post(fullscript.createCode())).toEqual([200, true]);
  });

  it("takes a form, as RFC 6749 has it, and a Request", async () => {
    const fullscript = createFakeFullscript();
    const {
      clientId: client_id,
      clientSecret: client_secret,
      redirectUri: redirect_uri,
      environment,
      fetch,
    } = fullscript.settings;
    const body = new URLSearchParams({
      grant_type: "authorization_code",
      client_id,
      client_secret,
      redirect_uri,
      code: fullscript.createCode(),
    });
    expect((await fetch(new Request(environment.tokenEndpoint, { method: "POST", body }))).status).toBe(200);
  });
});

describe("a code", () => {
  it("lives for ten minutes", async () => {
    const fullscript = createFakeFullscript({ now: () => 0 });
    const clinic = createClinic(fullscript);
    const [kept, lost] = [fullscript.createCode(), fullscript.createCode()];
    fullscript.passTime(599_999);
    expect(await clinic.post(kept)).toEqual([200, true]);
    fullscript.passTime(1);
    expect(await clinic.post(lost)).toEqual([400, "invalid_grant"]);
  });

  it("that is presented twice ends what it gave, also after a refresh", async () => {
    const fullscript = createFakeFullscript();
    const code = fullscript.createCode();
    const clinic = createClinic(fullscript);
    await clinic.post(code);
    fullscript.passTime(2 * HOURS);
    const token = await clinic.token();
    expect((await requestTokens(fullscript, { code })).status).toBe(400);
    expect(fullscript.isLive(token)).toBe(false);
    fullscript.passTime(2 * HOURS);
    await expect(clinic.token()).rejects.toMatchObject({ code: "code_rejected" });
    expect(await clinic.isConnected()).toBe(false);
  });

  it("for another redirect URI, or one that nobody issued, is refused", async () => {
    const fullscript = createFakeFullscript();
    const clinic = createClinic(fullscript);
    expect(await clinic.post(fullscript.createCode({ redirectUri: "http://localhost:5173/other" }))).toEqual([
      400,
      "invalid_grant",
    ]);
    expect(await clinic.post("fake-code-of-nobody")).toEqual([400, "invalid_grant"]);
  });
});

describe("a refresh token", () => {
  it("works once, and ends the access token that came with it", async () => {
    const fullscript = createFakeFullscript();
    const first = (await (await requestTokens(fullscript, { code: fullscript.createCode() })).json()) as {
      oauth: { access_token: string; refresh_token: string };
    };
    const refresh = (): Promise<Response> =>
      requestTokens(fullscript, { grant_type: "refresh_token", refresh_token: first.oauth.refresh_token });
    expect((await refresh()).status).toBe(200);
    expect(fullscript.isLive(first.oauth.access_token)).toBe(false);
    const again = await refresh();
    expect([again.status, await again.json()]).toMatchObject([400, { error: "invalid_grant" }]);
  });

  it("is refused once its owner has disconnected at Fullscript, and nobody else's", async () => {
    const fullscript = createFakeFullscript();
    const [ada, bob] = [createClinic(fullscript), createClinic(fullscript)];
    await ada.post(fullscript.createCode({ resourceOwner: { id: "ada", type: "Practitioner" } }));
    await bob.post(fullscript.createCode({ resourceOwner: { id: "bob", type: "Staff" } }));
    const token = await ada.token();
    fullscript.revoke("ada");
    expect(fullscript.isLive(token)).toBe(false);
    fullscript.passTime(2 * HOURS);
    await expect(ada.token()).rejects.toMatchObject({ code: "code_rejected" });
    expect([await ada.isConnected(), fullscript.isLive(await bob.token())]).toEqual([false, true]);
    fullscript.revoke();
    fullscript.passTime(2 * HOURS);
    await expect(bob.token()).rejects.toMatchObject({ code: "code_rejected" });
  });
});

describe("a request that Fullscript would refuse", () => {
  it.each<[string, Record<string, unknown>, number, string]>([
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client"],
    ["no secret", { client_secret: undefined }, 401, "invalid_client"],
    ["another client", { client_id: "other" }, 401, "invalid_client"],
    ["no grant type", { grant_type: undefined }, 400, "unsupported_grant_type"],
    ["another grant type", { grant_type: "password" }, 400, "unsupported_grant_type"],
    ["no code", { code: undefined }, 400, "invalid_request"],
    ["no redirect URI", { redirect_uri: undefined }, 400, "invalid_request"],
    ["no refresh token", { grant_type: "refresh_token" }, 400, "invalid_request"],
  ])("%s", async (_, members, status, error) => {
    const fullscript = createFakeFullscript();
    const code = fullscript.createCode();
    const response = await requestTokens(fullscript, { code, ...members });
    expect([response.status, await response.json()]).toEqual([
      status,
      { error, error_description: expect.any(String) as unknown },
    ]);
    expect((await requestTokens(fullscript, { code })).status).toBe(200);
  });

  it.each<[string, RequestInit]>([
    ["no JSON", { body: "grant_type" }],
    ["a list", { body: "[]" }],
    ["text", { headers: { "Content-Type": "text/plain" } }],
  ])("%s", async (_, changes) => {
    const response = await requestTokens(createFakeFullscript(), {}, changes);
    expect([response.status, await response.json()]).toMatchObject([400, { error: "invalid_request" }]);
  });

  it("a revocation without a token or with a wrong secret", async () => {
    const { settings, requests } = createFakeFullscript();
    const revoke = (members: object): Promise<Response> =>
      settings.fetch(settings.environment.revocationEndpoint, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(members),
      });
    const client = { client_id: settings.clientId, client_secret: settings.clientSecret };
    expect((await revoke(client)).status).toBe(400);
    expect((await revoke({ ...client, client_secret: "x", token: "y" })).status).toBe(401);
    const unknown = await revoke({ ...client, token: "unknown" });
    expect([unknown.status, await unknown.text()]).toEqual([200, "{}"]);
    expect(requests.map(({ status }) => status)).toEqual([400, 401, 200]);
  });

  it("any other address or method, and it is no request of OAuth's", async () => {
    const { settings, requests } = createFakeFullscript();
    expect((await settings.fetch("https://fullscript.test/api/clinic/patients")).status).toBe(404);
    expect((await settings.fetch(settings.environment.tokenEndpoint)).status).toBe(404);
    expect(requests).toEqual([]);
  });
});

describe("fail", () => {
  const UNUSED: [FakeFailure, [number, unknown], string, number | null][] = [
    [429, [503, "temporarily_unavailable"], "exchange_unavailable", 429],
    [503, [503, "temporarily_unavailable"], "exchange_unavailable", 503],
    ["invalid_client", [500, "server_error"], "misconfigured", 401],
    [500, [400, "invalid_grant"], "exchange_interrupted", 500],
    [502, [400, "invalid_grant"], "exchange_interrupted", 502],
    ["html", [400, "invalid_grant"], "exchange_interrupted", 200],
    ["unreachable", [503, "temporarily_unavailable"], "exchange_unavailable", null],
    ["pending", [400, "invalid_grant"], "exchange_interrupted", null],
  ];

  it.each(UNUSED)("%s leaves the code good", async (failure, answered, told, status) => {
    const fullscript = createFakeFullscript();
    const clinic = createClinic(fullscript);
    const code = fullscript.createCode();
    fullscript.fail(failure);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const posted = clinic.post(code);
    await expect.poll(() => fullscript.requests.length).toBe(1);
    if (failure === "pending") vi.advanceTimersByTime(60_000);
    expect(await posted).toEqual(answered);
    expect(clinic.errors.map((error) => error.code)).toEqual([told]);
    expect(fullscript.requests).toEqual([{ kind: "authorization_code", status }]);
    expect((await requestTokens(fullscript, { code })).status).toBe(200);
  });

  it("lost processes the request and does not answer", async () => {
    const fullscript = createFakeFullscript();
    const clinic = createClinic(fullscript);
    const code = fullscript.createCode();
    fullscript.fail("lost");
    expect(await clinic.post(code)).toEqual([400, "invalid_grant"]);
    expect(fullscript.requests).toEqual([{ kind: "authorization_code", status: null }]);
    expect((await requestTokens(fullscript, { code })).status).toBe(400);
  });

  it("says when to come back, as Fullscript does with its limit", async () => {
    const fullscript = createFakeFullscript();
    fullscript.fail(429);
    fullscript.fail(500);
    expect((await requestTokens(fullscript, {})).headers.get("retry-after")).toBe("1");
    expect((await requestTokens(fullscript, {})).headers.get("retry-after")).toBeNull();
  });

  it("takes the failures one after the other, then recovers", async () => {
    const fullscript = createFakeFullscript();
    fullscript.fail(503, 2);
    fullscript.fail(429, 0);
    fullscript.fail("invalid_client");
    const clinic = createClinic(fullscript);
    const code = fullscript.createCode();
    const statuses = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await clinic.post(code))[0]);
    expect(statuses).toEqual([503, 503, 500, 200]);
    expect(fullscript.requests.map(({ status }) => status)).toEqual([503, 503, 401, 200]);
  });

  it("pending ends when the caller gives up, also one that had given up before", async () => {
    const fullscript = createFakeFullscript();
    fullscript.fail("pending", 3);
    await expect(requestTokens(fullscript, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
    await expect(requestTokens(fullscript, {}, { signal: AbortSignal.timeout(5) })).rejects.toMatchObject({
      name: "TimeoutError",
    });
    await expect(requestTokens(fullscript, {}, { signal: AbortSignal.abort("given up") })).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});

it("tells nothing secret of its requests", async () => {
  const fullscript = createFakeFullscript();
  const clinic = createClinic(fullscript);
  await clinic.post(fullscript.createCode());
  fullscript.fail("lost");
  await clinic.post(fullscript.createCode());
  await requestTokens(fullscript, { grant_type: "fake-code" });
  expect(JSON.stringify(fullscript.requests)).not.toContain("fake-");
  expect(fullscript.requests.at(-1)?.kind).toBe("other");
});
