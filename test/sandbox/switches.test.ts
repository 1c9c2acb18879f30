// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox/index";
import { fetch } from "./localFetch";
import { authorize, exchange, post, refresh, start, tokensOf, useToken } from "./start";
import { Visitor } from "./Visitor";

const DEFAULTS = {
  codeLifetimeMs: 600_000,
  accessTokenLifetimeMs: 7_200_000,
  tokenDelayMs: 0,
  tokenFailure: "none",
  tokenFailureTimes: null,
  retryAfterSeconds: 1,
};

const anyString: unknown = expect.any(String);

function put(sandbox: Sandbox, body: unknown): Promise<Response> {
  return fetch(`${sandbox.origin}/sandbox/switches`, { method: "PUT", body: JSON.stringify(body) });
}

describe("the token endpoint, told to fail", () => {
  it.each(["429", "503", "500", "502"] as const)(
    "answers %s twice without touching the code, then recovers",
    async (tokenFailure) => {
      const sandbox = await start();
      const code = await authorize(sandbox);
      sandbox.switches.set({ tokenFailure, tokenFailureTimes: 2, retryAfterSeconds: 7 });
      for (let failures = 0; failures < 2; failures += 1) {
        const response = await exchange(sandbox, code);
        expect(response.status).toBe(Number(tokenFailure));
        expect(response.headers.get("retry-after")).toBe(tokenFailure === "429" || tokenFailure === "503" ? "7" : null);
      }
      expect((await exchange(sandbox, code)).status).toBe(200);
      expect(sandbox.switches.get()).toMatchObject({ tokenFailure: "none", tokenFailureTimes: null });
    },
  );

  it("fails until switched off if no number is set", async () => {
    const sandbox = await start();
    sandbox.switches.set({ tokenFailure: "503" });
    const statuses = [];
    for (let failures = 0; failures < 4; failures += 1) statuses.push((await refresh(sandbox, "any")).status);
    expect(statuses).toEqual([503, 503, 503, 503]);
    sandbox.switches.reset();
    expect((await refresh(sandbox, "any")).status).toBe(400);
  });

  it("drops the connection after it has used the code", async () => {
    const sandbox = await start();
    const code = await authorize(sandbox);
    sandbox.switches.set({ tokenFailure: "drop", tokenFailureTimes: 1 });
    await expect(exchange(sandbox, code)).rejects.toThrow();
    expect((await exchange(sandbox, code)).status).toBe(400);
    expect(sandbox.log.entries().slice(-2)).toMatchObject([
      { status: null, outcome: "tokens_issued" },
      { status: 400, outcome: "invalid_grant" },
    ]);
  });

  it("hangs until the client gives up, is counted at once, and leaves the code alone", async () => {
    const sandbox = await start();
    const code = await authorize(sandbox);
    sandbox.switches.set({ tokenFailure: "hang", tokenFailureTimes: 1 });
    const controller = new AbortController();
    const hanging = exchange(sandbox, code, {}, controller.signal);
    await expect.poll(() => sandbox.log.entries().at(-1)).toMatchObject({ status: null, outcome: "hang" });
    controller.abort();
    await expect(hanging).rejects.toThrow();
    expect((await exchange(sandbox, code)).status).toBe(200);
  });

  it("waits before it answers", async () => {
    const sandbox = await start();
    sandbox.switches.set({ tokenDelayMs: 120 });
    const before = performance.now();
    await exchange(sandbox, "any");
    expect(performance.now() - before).toBeGreaterThanOrEqual(115);
  });

  it("fails other endpoints never", async () => {
    const sandbox = await start();
    sandbox.switches.set({ tokenFailure: "500" });
    expect((await post(sandbox.endpoints.revocationEndpoint, {})).status).toBe(401);
  });
});

describe("lifetimes", () => {
  it("change for the codes and access tokens issued from then on", async () => {
    let time = 0;
    const sandbox = await start({ now: () => time });
    const older = await authorize(sandbox);
    sandbox.switches.set({ codeLifetimeMs: 1_000, accessTokenLifetimeMs: 60_000 });
    const newer = await authorize(sandbox);
    time = 2_000;
    expect((await exchange(sandbox, newer)).status).toBe(400);
    const tokens = await tokensOf(await exchange(sandbox, older));
    expect(tokens.expires_in).toBe(60);
    time = 61_000;
    expect(await useToken(sandbox, tokens.access_token)).toBe(200);
    time = 63_000;
    expect(await useToken(sandbox, tokens.access_token)).toBe(401);
  });

  it("start as the sandbox was told", async () => {
    const sandbox = await start({ codeLifetimeMs: 5, accessTokenLifetimeMs: 6 });
    expect(sandbox.switches.get()).toMatchObject({ codeLifetimeMs: 5, accessTokenLifetimeMs: 6 });
  });
});

describe("the switches over HTTP", () => {
  it("are read, changed one by one, and put back", async () => {
    const sandbox = await start();
    const url = `${sandbox.origin}/sandbox/switches`;
    expect(await (await fetch(url)).json()).toEqual(DEFAULTS);
    await put(sandbox, { tokenFailure: "503" });
    const changed = { ...DEFAULTS, tokenFailure: "503", tokenDelayMs: 5 };
    expect(await (await put(sandbox, { tokenDelayMs: 5 })).json()).toEqual(changed);
    expect(sandbox.switches.get()).toEqual(changed);
    expect(await (await fetch(url, { method: "DELETE" })).json()).toEqual(DEFAULTS);
  });

  it.each([
    { tokenFailure: "504" },
    { tokenFailures: "503" },
    { tokenFailureTimes: 0 },
    { tokenDelayMs: -1 },
    { tokenDelayMs: "5" },
    { tokenDelayMs: 2 ** 31 },
    { codeLifetimeMs: 1.5 },
    { __proto__x: 1 },
    [],
    null,
    5,
  ])("refuse %j and change nothing", async (body) => {
    const sandbox = await start();
    const response = await put(sandbox, body);
    expect([response.status, await response.json()]).toEqual([400, { error: anyString }]);
    expect(sandbox.switches.get()).toEqual(DEFAULTS);
  });

  it("reject a body that is not JSON", async () => {
    const sandbox = await start();
    expect(
      (await fetch(`${sandbox.origin}/sandbox/switches`, { method: "PUT", body: "tokenFailure=503" })).status,
    ).toBe(400);
  });
});

describe("the home page", () => {
  it("shows the settings to copy", async () => {
    const sandbox = await start();
    const { html } = await new Visitor().open(sandbox.origin);
    for (const text of [
      ...Object.values(sandbox.endpoints),
      "clinic",
      "clinic-secret",
      "http://localhost:5173/fullscript/callback",
    ])
      expect(html).toContain(`<code>${text}</code>`);
  });

  it("sets the switches with a form that shows their values", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const home = await visitor.open(sandbox.origin);
    const saved = await visitor.press(home, "Save switches", {
      tokenFailure: "hang",
      tokenFailureTimes: "3",
      tokenDelayMs: "20",
    });
    expect(sandbox.switches.get()).toEqual({
      ...DEFAULTS,
      tokenFailure: "hang",
      tokenFailureTimes: 3,
      tokenDelayMs: 20,
    });
    expect(saved.html).toMatch(/<option value="hang" selected>/);
    await visitor.press(saved, "Save switches", { tokenFailure: "none", tokenFailureTimes: "" });
    expect(sandbox.switches.get()).toMatchObject({ tokenFailure: "none", tokenFailureTimes: null });
  });

  it("says which switch it did not understand", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const page = await visitor.press(await visitor.open(sandbox.origin), "Save switches", {
      tokenFailure: "none",
      tokenDelayMs: "",
    });
    expect([page.status, page.html]).toEqual([422, expect.stringContaining("tokenDelayMs is a whole number")]);
  });

  it.each(["a button", "a call"])("forgets everything by %s", async (way) => {
    const sandbox = await start();
    const visitor = new Visitor();
    const tokens = await tokensOf(await exchange(sandbox, await authorize(sandbox, visitor)));
    sandbox.switches.set({ tokenDelayMs: 1 });
    const home = await visitor.open(sandbox.origin);
    expect(home.html).toContain("Signed in as");
    if (way === "a button") await visitor.press(home, "Forget everything");
    else sandbox.reset();
    expect((await visitor.open(sandbox.origin)).html).toContain("Nobody is signed in.");
    expect(sandbox.log.entries()).toEqual([]);
    expect(sandbox.switches.get()).toEqual(DEFAULTS);
    expect(await useToken(sandbox, tokens.access_token)).toBe(401);
  });
});

describe("the request log", () => {
  it("counts what came, with its outcome, the same by object and by HTTP", async () => {
    const sandbox = await start({ now: () => 0 });
    const code = await authorize(sandbox);
    await exchange(sandbox, code);
    await exchange(sandbox, code, { grant_type: "client_secret_in_the_wrong_field" });
    await exchange(sandbox, code, { client_secret: "guess" });
    await post(sandbox.endpoints.revocationEndpoint, {});
    const at = "1970-01-01T00:00:00.000Z";
    const [authorizePath, tokenPath] = ["/api/oauth/authorize", "/api/oauth/token"];
    const expected = [
      { at, method: "GET", path: authorizePath, status: 303, outcome: "sign_in" },
      { at, method: "GET", path: authorizePath, status: 200, outcome: "consent" },
      { at, method: "POST", path: authorizePath, status: 303, outcome: "code_issued" },
      { at, method: "POST", path: tokenPath, status: 200, outcome: "tokens_issued", grantType: "authorization_code" },
      { at, method: "POST", path: tokenPath, status: 400, outcome: "unsupported_grant_type", grantType: "other" },
      { at, method: "POST", path: tokenPath, status: 401, outcome: "invalid_client", grantType: "authorization_code" },
      { at, method: "POST", path: "/api/oauth/revoke", status: 401, outcome: "invalid_client" },
    ];
    expect(sandbox.log.entries()).toEqual(expected);
    const url = `${sandbox.origin}/sandbox/log`;
    expect(await (await fetch(url)).json()).toEqual(expected);
    expect((await new Visitor().open(sandbox.origin)).html).toContain("7 of 7");
    await fetch(url, { method: "DELETE" });
    expect(sandbox.log.entries()).toEqual([]);
  });

  it("holds no code, token, secret or state, whatever happened", async () => {
    const sandbox = await start();
    const code = await authorize(sandbox);
    const tokens = await tokensOf(await exchange(sandbox, code));
    await refresh(sandbox, tokens.refresh_token);
    await new Visitor().open(`${sandbox.endpoints.authorizationEndpoint}?client_id=secret-in-the-wrong-place`);
    await exchange(sandbox, code);
    const log = JSON.stringify(sandbox.log.entries());
    for (const secret of [
      code,
      tokens.access_token,
      tokens.refresh_token,
      "clinic-secret",
      "fsc1.nonce",
      "secret-in-the-wrong-place",
    ])
      expect(log).not.toContain(secret);
  });

  it("keeps the newest thousand", async () => {
    const sandbox = await start();
    for (let sent = 0; sent < 1_010; sent += 1) await fetch(`${sandbox.endpoints.authorizationEndpoint}?`);
    await exchange(sandbox, "any");
    expect(sandbox.log.entries().length).toBe(1_000);
    expect(sandbox.log.entries().at(-1)).toMatchObject({ method: "POST" });
  });
});
