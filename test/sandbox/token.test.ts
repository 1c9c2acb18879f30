// @vitest-environment node
import { describe, expect, it } from "vitest";
import { fetch } from "./localFetch";
import { authorize, authorizeUrl, CALLBACK, CLIENT, exchange, post, refresh, start, tokensOf, useToken } from "./start";
import { Visitor } from "./Visitor";

const anyString: unknown = expect.any(String);
const token: unknown = expect.stringMatching(/^\w{40,}$/);
const DEMO_PRACTITIONER_ID = "6b9f2f0e-3f1d-4c58-9a43-0d1c6a7be001";

describe("a code", () => {
  it("becomes tokens in Fullscript's wrapper, which nobody may store", async () => {
    const sandbox = await start({ now: () => Date.UTC(2026, 0, 1) });
    const response = await exchange(sandbox, await authorize(sandbox));
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(await response.json()).toEqual({
      oauth: {
        access_token: token,
        token_type: "Bearer",
        expires_in: 7200,
        refresh_token: token,
        scope: "practitioner:read patients:read patients:write treatment_plans:write",
        created_at: "2026-01-01T00:00:00.000Z",
        resource_owner: { id: DEMO_PRACTITIONER_ID, type: "Practitioner" },
      },
    });
  });

  it("becomes a token that says whose it is", async () => {
    const sandbox = await start();
    const { access_token: accessToken } = await tokensOf(await exchange(sandbox, await authorize(sandbox)));
    const response = await fetch(`${sandbox.origin}/sandbox/resource-owner`, {
      headers: { Authorization: `Bearer ${accessToken}` },
    });
    expect(await response.json()).toEqual({ id: DEMO_PRACTITIONER_ID, type: "Practitioner" });
  });

  it("may be sent as a form, as RFC 6749 has it", async () => {
    const sandbox = await start();
    const body = new URLSearchParams({
      grant_type: "authorization_code",
      ...CLIENT,
      code: await authorize(sandbox),
      redirect_uri: CALLBACK,
    });
    expect((await fetch(sandbox.endpoints.tokenEndpoint, { method: "POST", body })).status).toBe(200);
  });

  it("is refused a second time, and every token issued from it ends", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const code = await authorize(sandbox, visitor);
    const first = await tokensOf(await exchange(sandbox, code));
    const second = await tokensOf(await refresh(sandbox, first.refresh_token));
    expect(await useToken(sandbox, second.access_token)).toBe(200);
    const replay = await exchange(sandbox, code);
    expect([replay.status, await replay.json()]).toEqual([
      400,
      { error: "invalid_grant", error_description: anyString },
    ]);
    expect(await useToken(sandbox, second.access_token)).toBe(401);
    expect((await refresh(sandbox, second.refresh_token)).status).toBe(400);
    expect((await visitor.open(authorizeUrl(sandbox))).html).toContain("would like to connect");
  });

  it("ends its tokens even when replayed after it has expired", async () => {
    let time = 0;
    const sandbox = await start({ now: () => time });
    const code = await authorize(sandbox);
    const tokens = await tokensOf(await exchange(sandbox, code));
    time = 60 * 60_000;
    expect(await useToken(sandbox, tokens.access_token)).toBe(200);
    await exchange(sandbox, code);
    expect(await useToken(sandbox, tokens.access_token)).toBe(401);
  });

  it("that is replayed leaves the tokens of another code alone", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const [one, two] = [await authorize(sandbox, visitor), await authorize(sandbox, visitor)];
    await exchange(sandbox, one);
    const { access_token: token } = await tokensOf(await exchange(sandbox, two));
    await exchange(sandbox, one);
    expect(await useToken(sandbox, token)).toBe(200);
  });

  it("is taken once by three requests at the same time", async () => {
    const sandbox = await start();
    const code = await authorize(sandbox);
    const responses = await Promise.all([exchange(sandbox, code), exchange(sandbox, code), exchange(sandbox, code)]);
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    const { access_token: token } = await tokensOf(responses.find(({ ok }) => ok)!);
    expect(await useToken(sandbox, token)).toBe(401);
  });

  it("lives ten minutes by the sandbox's clock, and no longer", async () => {
    let time = Date.UTC(2026, 0, 1);
    const sandbox = await start({ now: () => time });
    const [inTime, late] = [await authorize(sandbox, new Visitor()), await authorize(sandbox, new Visitor())];
    time += 10 * 60_000 - 1_000;
    expect((await exchange(sandbox, inTime)).status).toBe(200);
    time += 2_000;
    expect((await exchange(sandbox, late)).status).toBe(400);
  });

  it("lives as long as the sandbox was told at the start", async () => {
    let time = 0;
    const sandbox = await start({ now: () => time, codeLifetimeMs: 5_000 });
    const code = await authorize(sandbox);
    time = 6_000;
    expect((await exchange(sandbox, code)).status).toBe(400);
  });

  it("is refused with one same body when expired, used, unknown, malformed, or with another redirect URI", async () => {
    let time = 0;
    const sandbox = await start({ now: () => time });
    const expired = await authorize(sandbox);
    time = 10 * 60_000 + 1;
    const used = await authorize(sandbox);
    await exchange(sandbox, used);
    const fresh = () => authorize(sandbox, new Visitor());
    const responses = [
      await exchange(sandbox, expired),
      await exchange(sandbox, used),
      await exchange(sandbox, "unknown"),
      await exchange(sandbox, "mälformed\n"),
      await exchange(sandbox, await fresh(), { redirect_uri: `${CALLBACK}/` }),
      await exchange(sandbox, await fresh(), { redirect_uri: "not a URL" }),
      await refresh(sandbox, "unknown"),
    ];
    expect(responses.map(({ status }) => status)).toEqual(Array(7).fill(400));
    const bodies = await Promise.all(responses.map((response) => response.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain('"error":"invalid_grant"');
  });
});

describe("a token request that is not one", () => {
  it.each([
    ["a wrong secret", { client_secret: "guess" }, 401, "invalid_client"],
    ["no secret", { client_secret: undefined }, 401, "invalid_client"],
    ["an unknown client", { client_id: "somebody" }, 401, "invalid_client"],
    ["no code", { code: undefined }, 400, "invalid_request"],
    ["a code that is no string", { code: { toString: 1 } }, 400, "invalid_request"],
    ["no redirect URI", { redirect_uri: undefined }, 400, "invalid_request"],
    ["a grant type that there is not", { grant_type: "magic" }, 400, "unsupported_grant_type"],
    ["a grant type that this client may not use", { grant_type: "password" }, 400, "unauthorized_client"],
  ])("is refused: %s", async (_, changes, status, error) => {
    const sandbox = await start();
    const response = await exchange(sandbox, await authorize(sandbox), changes);
    expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ error })]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it.each([
    ["text/plain", "grant_type=authorization_code"],
    ["application/json", "{"],
    ["application/json", "null"],
  ])("is refused as %s: %s", async (type, body) => {
    const sandbox = await start();
    for (const endpoint of [sandbox.endpoints.tokenEndpoint, sandbox.endpoints.revocationEndpoint]) {
      const response = await fetch(endpoint, { method: "POST", headers: { "Content-Type": type }, body });
      expect([response.status, await response.json()]).toEqual([
        400,
        expect.objectContaining({ error: "invalid_request" }),
      ]);
    }
  });

  it("leaves the code usable after a wrong secret", async () => {
    const sandbox = await start();
    const code = await authorize(sandbox);
    await exchange(sandbox, code, { client_secret: "guess" });
    expect((await exchange(sandbox, code)).status).toBe(200);
  });
});

describe("a refresh token", () => {
  it("becomes a new pair of the same owner, and stops working with its access token", async () => {
    const sandbox = await start();
    const first = await tokensOf(await exchange(sandbox, await authorize(sandbox)));
    const second = await tokensOf(await refresh(sandbox, first.refresh_token));
    expect(second).toEqual({ ...first, access_token: anyString, refresh_token: anyString, created_at: anyString });
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await useToken(sandbox, first.access_token)).toBe(401);
    expect((await refresh(sandbox, first.refresh_token)).status).toBe(400);
    expect((await refresh(sandbox, second.refresh_token)).status).toBe(200);
  });

  it("works on after its access token has expired, so the grant still saves the consent page", async () => {
    let time = 0;
    const sandbox = await start({ now: () => time });
    const visitor = new Visitor();
    const tokens = await tokensOf(await exchange(sandbox, await authorize(sandbox, visitor)));
    time = 7_201_000;
    expect(await useToken(sandbox, tokens.access_token)).toBe(401);
    expect((await visitor.open(authorizeUrl(sandbox))).url.searchParams.has("code")).toBe(true);
    expect((await refresh(sandbox, tokens.refresh_token)).status).toBe(200);
  });

  it("is not taken for an access token, nor the other way round", async () => {
    const sandbox = await start();
    const tokens = await tokensOf(await exchange(sandbox, await authorize(sandbox)));
    expect(await useToken(sandbox, tokens.refresh_token)).toBe(401);
    expect((await refresh(sandbox, tokens.access_token)).status).toBe(400);
  });
});

describe("revoking", () => {
  it.each(["access_token", "refresh_token"] as const)(
    "ends both tokens by the %s, and the consent page comes back",
    async (which) => {
      const sandbox = await start();
      const visitor = new Visitor();
      const tokens = await tokensOf(await exchange(sandbox, await authorize(sandbox, visitor)));
      const response = await post(sandbox.endpoints.revocationEndpoint, { ...CLIENT, token: tokens[which] });
      expect([response.status, await response.json()]).toEqual([200, {}]);
      expect(await useToken(sandbox, tokens.access_token)).toBe(401);
      expect((await refresh(sandbox, tokens.refresh_token)).status).toBe(400);
      expect((await visitor.open(authorizeUrl(sandbox))).html).toContain("would like to connect");
    },
  );

  it("answers the same for an unknown token", async () => {
    const sandbox = await start();
    const response = await post(sandbox.endpoints.revocationEndpoint, { ...CLIENT, token: "unknown" });
    expect([response.status, await response.json()]).toEqual([200, {}]);
  });

  it("refuses a wrong secret, and the token lives on", async () => {
    const sandbox = await start();
    const { access_token: token } = await tokensOf(await exchange(sandbox, await authorize(sandbox)));
    expect(
      (await post(sandbox.endpoints.revocationEndpoint, { ...CLIENT, client_secret: "guess", token })).status,
    ).toBe(401);
    expect(await useToken(sandbox, token)).toBe(200);
  });

  it("refuses a request without a token", async () => {
    const sandbox = await start();
    expect((await post(sandbox.endpoints.revocationEndpoint, CLIENT)).status).toBe(400);
  });
});
