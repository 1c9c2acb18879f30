// @vitest-environment node
import {
  type ConnectionHandlerOptions,
  createConnectionHandler,
  createMemoryStore,
  type FullscriptError,
} from "react-fullscript-connect/server";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { refusal } from "../host";
import { type AuthorizationServer, type Failure, OTHER_REDIRECT_URI, REDIRECT_URI } from "./AuthorizationServer";
import { startFake } from "./fake";
import { startOidcProvider } from "./oidcProvider";
import { startSandboxServer } from "./sandbox";

const ENDPOINT = "https://clinic.example/api/fullscript/connection";
const USER = { id: "user-1" };
const HOUR = 3_600_000;

/** The handler's whole life against servers of three makers. What one of them is not able to do is in its `inabilities`. */
describe.each<[string, () => Promise<AuthorizationServer>]>([
  ["createFakeFullscript", startFake],
  ["the sandbox", startSandboxServer],
  ["oidc-provider", startOidcProvider],
])("with %s", (_, start) => {
  let server: AuthorizationServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.close());

  // Both sides live by this clock; the timers stay real, for the network needs them.
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
  const passTime = (ms: number): unknown => vi.setSystemTime(Date.now() + ms);

  const createClinic = (options: Partial<ConnectionHandlerOptions> = {}) => {
    const store = createMemoryStore();
    const errors: FullscriptError[] = [];
    const handler = createConnectionHandler({
      ...server.settings,
      store,
      getUser: () => USER,
      onError: (error) => errors.push(error),
      timeoutMs: 60_000,
      ...options,
    });
    const before = server.tokenRequests();
    return {
      ...{ handler, store, errors },
      presented: () => server.tokenRequests() - before,
      post: (code: string, { key, state = "fsc1.state" }: { key?: string; state?: string } = {}) => {
        const headers: Record<string, string> = {
          "Content-Type": "application/json",
          Origin: "https://clinic.example",
        };
        if (key) headers["Idempotency-Key"] = `"${key}"`;
        return handler(
          new Request(ENDPOINT, {
            method: "POST",
            headers,
            body: JSON.stringify({ code, state, redirect_uri: REDIRECT_URI }),
          }),
        );
      },
      get: async () => (await handler(new Request(ENDPOINT))).text(),
      disconnect: () =>
        handler(new Request(ENDPOINT, { method: "DELETE", headers: { Origin: "https://clinic.example" } })),
      tokens: async () => (await store.readConnection(USER.id))!,
    };
  };

  /** Past our handler, as someone else would who has got hold of it. */
  const present = (members: Record<string, string>): Promise<Response> => {
    const {
      environment,
      clientId: client_id,
      clientSecret: client_secret,
      fetch,
    } = server.settings as { environment: { tokenEndpoint: string } } & AuthorizationServer["settings"];
    const body = JSON.stringify({ client_id, client_secret, ...members });
    return fetch!(environment.tokenEndpoint, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  };
  const exchange = (code: string): Promise<Response> =>
    present({ grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI });
  const refresh = (token: string): Promise<Response> => present({ grant_type: "refresh_token", refresh_token: token });

  it("connects, and says to whom", async () => {
    const clinic = createClinic();
    expect(await clinic.get()).toBe('{"connected":false}');
    const response = await clinic.post(await server.authorize(REDIRECT_URI));
    const text = await response.text();
    const owner = { id: expect.any(String) as unknown, type: "Practitioner" };
    expect([response.status, JSON.parse(text)]).toEqual([
      200,
      { connected: true, resource_owner: server.inabilities["resource owner"] ? null : owner },
    ]);
    expect(await clinic.get()).toBe(text);
    const { accessToken, refreshToken, expiresAt } = await clinic.tokens();
    expect(await clinic.handler.getAccessToken(USER)).toBe(accessToken);
    expect([await server.isLive(accessToken), typeof refreshToken, expiresAt! - Date.now()]).toEqual([
      true,
      "string",
      expect.closeTo(2 * HOUR, -4),
    ]);
    expect([clinic.presented(), clinic.errors]).toEqual([1, []]);
  });

  it("answers every repeat with the same bytes and asks the server once", async () => {
    const clinic = createClinic();
    const code = await server.authorize(REDIRECT_URI);
    const responses = await Promise.all(
      Array.from({ length: 20 }, (__, i) => clinic.post(code, i % 2 ? { key: "k" } : {})),
    );
    const later = [await clinic.post(code, { key: "k" }), await clinic.post(code, { key: "l" })];
    const texts = await Promise.all([...responses, ...later].map((response) => response.text()));
    expect(new Set(texts).size).toBe(1);
    expect(new Set([...responses, ...later].map(({ status }) => status))).toEqual(new Set([200]));
    expect(clinic.presented()).toBe(1);
    expect(await server.isLive((await clinic.tokens()).accessToken)).toBe(true);
  });

  it("refuses another body under the same key, and the code is still good", async () => {
    const clinic = createClinic();
    const [one, two] = [await server.authorize(REDIRECT_URI), await server.authorize(REDIRECT_URI)];
    expect((await clinic.post(one, { key: "k" })).status).toBe(200);
    expect((await clinic.post(two, { key: "k" })).status).toBe(422);
    expect((await clinic.post(one, { key: "k", state: "fsc1.other" })).status).toBe(422);
    expect(clinic.presented()).toBe(1);
    expect((await clinic.post(two, { key: "l" })).status).toBe(200);
  });

  describe.each<[string, () => Promise<string>]>([
    [
      "an expired code",
      async () => {
        const code = await server.authorize(REDIRECT_URI);
        passTime(600_001);
        return code;
      },
    ],
    ["a code that nobody issued", async () => "SplxlOBeZQQYbYS6WxSbIA"],
    ["a code for another redirect URI", () => server.authorize(OTHER_REDIRECT_URI)],
  ])("%s", (__, createCode) => {
    it("is final, the user starts again, and the developer reads what to check", async () => {
      const clinic = createClinic();
      const code = await createCode();
      for (let i = 0; i < 2; i += 1) {
        const response = await clinic.post(code);
        expect([response.status, await response.json()]).toEqual([400, refusal("invalid_grant")]);
      }
      expect(clinic.presented()).toBe(1);
      expect(clinic.errors).toEqual([
        expect.objectContaining({
          code: "code_rejected",
          message: "Fullscript refused the code. See docs/errors.md#code_rejected",
        }),
      ]);
      expect(await clinic.get()).toBe('{"connected":false}');
    });
  });

  it("a code just before its end still connects", async () => {
    const code = await server.authorize(REDIRECT_URI);
    passTime(590_000);
    expect((await createClinic().post(code)).status).toBe(200);
  });

  it("a code that someone else has used is final, and ends what that one got", async () => {
    const clinic = createClinic();
    const code = await server.authorize(REDIRECT_URI);
    const stolen = (await (await exchange(code)).json()) as { oauth?: { access_token: string }; access_token?: string };
    const accessToken = (stolen.oauth ?? stolen).access_token!;
    expect(await server.isLive(accessToken)).toBe(true);
    expect((await clinic.post(code)).status).toBe(400);
    expect(await server.isLive(accessToken)).toBe(false);
  });

  it("a wrong client secret is the developer's, and the code is still good once it is right", async () => {
    const wrong = createClinic({ clientSecret: "wrong" });
    const code = await server.authorize(REDIRECT_URI);
    const response = await wrong.post(code);
    expect([response.status, await response.json()]).toEqual([500, refusal("server_error")]);
    expect(wrong.errors).toEqual([
      expect.objectContaining({
        code: "misconfigured",
        status: 401,
        error: "invalid_client",
        message: "Fullscript refused this client (401 invalid_client). See docs/errors.md#misconfigured",
      }),
    ]);
    expect((await createClinic({ store: wrong.store }).post(code)).status).toBe(200);
  });

  it("refreshes, keeps the new refresh token, and the used one is refused", async () => {
    const clinic = createClinic();
    await clinic.post(await server.authorize(REDIRECT_URI));
    const seen = [await clinic.tokens()];
    for (let i = 0; i < 2; i += 1) {
      passTime(2 * HOUR + 1_000);
      expect(await server.isLive(seen.at(-1)!.accessToken)).toBe(false);
      const [token, again] = await Promise.all([
        clinic.handler.getAccessToken(USER),
        clinic.handler.getAccessToken(USER),
      ]);
      expect([again, await server.isLive(token)]).toEqual([token, true]);
      seen.push(await clinic.tokens());
    }
    expect([
      new Set(seen.map(({ accessToken }) => accessToken)).size,
      new Set(seen.map(({ refreshToken }) => refreshToken)).size,
      clinic.presented(),
    ]).toEqual([3, 3, 3]);
    expect(seen.at(-1)?.resourceOwner).toEqual(seen[0]?.resourceOwner);
    const refused = await refresh(seen[0]!.refreshToken!);
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: "invalid_grant" }]);
  });

  it("is not connected any more once a refresh is refused, because the user took it back there", async () => {
    const clinic = createClinic();
    await clinic.post(await server.authorize(REDIRECT_URI));
    await server.takeBack((await clinic.tokens()).accessToken);
    passTime(2 * HOUR);
    await expect(clinic.handler.getAccessToken(USER)).rejects.toMatchObject({ code: "code_rejected" });
    expect(await clinic.get()).toMatch(/^\{"connected":false,"reconnect":true,/);
    expect((await clinic.post(await server.authorize(REDIRECT_URI))).status).toBe(200);
  });

  it("DELETE ends both tokens on the server, and forgets", async () => {
    const clinic = createClinic();
    await clinic.post(await server.authorize(REDIRECT_URI));
    const { accessToken, refreshToken } = await clinic.tokens();
    const response = await clinic.disconnect();
    expect([response.status, await response.text(), await clinic.get()]).toEqual([
      200,
      '{"connected":false}',
      '{"connected":false}',
    ]);
    expect([await server.isLive(accessToken), (await refresh(refreshToken!)).status, clinic.errors]).toEqual([
      false,
      400,
      [],
    ]);
    expect((await clinic.disconnect()).status).toBe(200);
  });

  it("a server that refuses connections leaves the code good", async () => {
    const clinic = createClinic();
    const code = await server.authorize(REDIRECT_URI);
    await server.goDown();
    const response = await clinic.post(code);
    expect([response.status, response.headers.get("retry-after"), await response.json()]).toEqual([
      503,
      "1",
      refusal("temporarily_unavailable"),
    ]);
    expect(clinic.errors).toEqual([
      expect.objectContaining({
        code: "exchange_unavailable",
        message: expect.stringContaining("cannot be reached (ECONNREFUSED)") as unknown,
      }),
    ]);
    await server.comeBack();
    expect((await clinic.post(code)).status).toBe(200);
  });

  it.each<Failure>(["429", "503"])("%s leaves the code good", async (failure) => {
    const clinic = createClinic();
    const code = await server.authorize(REDIRECT_URI);
    await server.fail(failure);
    const response = await clinic.post(code);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(clinic.errors).toEqual([
      expect.objectContaining({
        code: "exchange_unavailable",
        message: expect.stringContaining(`(${failure})`) as unknown,
      }),
    ]);
    expect([(await clinic.post(code)).status, clinic.presented()]).toEqual([200, 2]);
  });

  it.each<Failure>(["pending", "lost"])(
    "an answer that is %s is final, and the code is not presented again",
    async (failure) => {
      const clinic = createClinic();
      const code = await server.authorize(REDIRECT_URI);
      await server.fail(failure);
      for (let i = 0; i < 2; i += 1) {
        if (failure === "pending") vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
        const posted = clinic.post(code);
        await expect.poll(clinic.presented).toBe(1);
        if (failure === "pending") vi.advanceTimersByTime(60_000);
        const response = await posted;
        vi.useFakeTimers({ toFake: ["Date"] });
        expect([response.status, await response.text()]).toEqual([
          400,
          expect.stringMatching(/"invalid_grant".*Start again/),
        ]);
      }
      expect([clinic.presented(), clinic.errors.map((error) => error.code)]).toEqual([1, ["exchange_interrupted"]]);
      expect((await clinic.post(await server.authorize(REDIRECT_URI))).status).toBe(200);
    },
  );
});
