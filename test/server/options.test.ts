// @vitest-environment node
import {
  type ConnectionHandlerOptions,
  createConnectionHandler,
  createMemoryStore,
  FullscriptError,
} from "react-fullscript-connect/server";
import { describe, expect, it, vi } from "vitest";
import { textWith } from "./host";

const good = {
  environment: "us-snd",
  clientId: "clinic",
  clientSecret: "hush",
  redirectUri: "https://clinic.example/fullscript/callback",
  store: createMemoryStore(),
  getUser: () => null,
} satisfies ConnectionHandlerOptions;

const custom = (endpoints: Record<string, unknown>): Record<string, unknown> => ({
  environment: { tokenEndpoint: "https://auth.example/token", ...endpoints },
});

describe("createConnectionHandler refuses", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["an empty clientId", { clientId: "" }, /clientId/],
    ["a blank clientId", { clientId: " " }, /clientId/],
    ["no clientId", { clientId: undefined }, /clientId/],
    ["an empty clientSecret", { clientSecret: "" }, /clientSecret/],
    ["no clientSecret", { clientSecret: undefined }, /clientSecret/],
    ["no redirectUri", { redirectUri: undefined }, /redirectUri/],
    ["a path as redirectUri", { redirectUri: "/callback" }, /redirectUri/],
    ["a redirectUri without a scheme", { redirectUri: "clinic.example/callback" }, /redirectUri/],
    ["a redirectUri with a fragment", { redirectUri: "https://clinic.example/callback#x" }, /redirectUri/],
    ["a redirectUri with an empty fragment", { redirectUri: "https://clinic.example/callback#" }, /redirectUri/],
    ["a redirectUri by http", { redirectUri: "http://clinic.example/callback" }, /redirectUri/],
    [
      "a redirectUri that only begins like loopback",
      { redirectUri: "http://localhost.evil.example/callback" },
      /redirectUri/,
    ],
    ["a redirectUri that only ends like loopback", { redirectUri: "http://notlocalhost/callback" }, /redirectUri/],
    ["a redirectUri on loopback by another scheme", { redirectUri: "ftp://localhost/callback" }, /redirectUri/],
    ["a redirectUri by another scheme", { redirectUri: "javascript:alert(1)" }, /redirectUri/],
    ["a redirectUri with a space at its end", { redirectUri: "https://clinic.example/callback " }, /redirectUri/],
    ["a redirectUri with a password", { redirectUri: "https://a:b@clinic.example/callback" }, /redirectUri/],
    ["an unknown environment", { environment: "eu" }, /environment/],
    ["no environment", { environment: undefined }, /environment/],
    ["environment null", { environment: null }, /environment/],
    ["an environment from the prototype", { environment: "constructor" }, /environment/],
    ["an environment without a tokenEndpoint", { environment: {} }, /tokenEndpoint/],
    [
      "the front end's environment",
      { environment: { authorizationEndpoint: "https://auth.example" } },
      /tokenEndpoint/,
    ],
    ["a tokenEndpoint by http", custom({ tokenEndpoint: "http://auth.example/token" }), /tokenEndpoint/],
    ["a path as tokenEndpoint", custom({ tokenEndpoint: "/token" }), /tokenEndpoint/],
    [
      "a revocationEndpoint by http",
      custom({ revocationEndpoint: "http://auth.example/revoke" }),
      /revocationEndpoint/,
    ],
    ["an empty revocationEndpoint", custom({ revocationEndpoint: "" }), /revocationEndpoint/],
    ["an apiBase by http", custom({ apiBase: "http://auth.example/api" }), /apiBase/],
    ["a path as apiBase", custom({ apiBase: "/api" }), /apiBase/],
    ["an empty scope", { requiredScopes: [""] }, /requiredScopes/],
    ["two scopes in one", { requiredScopes: ["a", "b c"] }, /requiredScopes has "b c"/],
    ["maxCodesPerMinute 0", { maxCodesPerMinute: 0 }, /maxCodesPerMinute/],
    ["maxCodesPerMinute NaN", { maxCodesPerMinute: Number.NaN }, /maxCodesPerMinute/],
    ["no store", { store: undefined }, /store/],
    ["no getUser", { getUser: undefined }, /getUser/],
    ["a star in allowedOrigins", { allowedOrigins: ["*"] }, /allowedOrigins/],
    ["an allowed origin with a slash", { allowedOrigins: ["https://app.example/"] }, /allowedOrigins/],
    ["an allowed origin null", { allowedOrigins: ["null"] }, /allowedOrigins/],
    ["timeoutMs 0", { timeoutMs: 0 }, /timeoutMs/],
    ["timeoutMs Infinity", { timeoutMs: Infinity }, /timeoutMs/],
    ["timeoutMs above what a timer takes", { timeoutMs: 2_147_483_648 }, /timeoutMs/],
    ["timeoutMs NaN", { timeoutMs: Number.NaN }, /timeoutMs/],
  ])("%s", (_, change, named) => {
    const options = { ...good, ...change } as unknown as ConnectionHandlerOptions;
    let thrown: unknown;
    try {
      createConnectionHandler(options);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(FullscriptError);
    expect(thrown).toMatchObject({ code: "misconfigured", message: textWith(named) });
    expect(String(thrown)).not.toContain("hush");
  });
});

describe("createConnectionHandler takes", () => {
  it.each<[string, Record<string, unknown>]>([
    ["every environment's name", { environment: "ca" }],
    [
      "localhost by http",
      {
        redirectUri: "http://localhost:5173/callback",
        ...custom({ tokenEndpoint: "http://127.0.0.1:5174/token", revocationEndpoint: undefined }),
      },
    ],
    ["IPv6 loopback by http", { redirectUri: "http://[::1]:5173/callback" }],
    ["a subdomain of localhost", { redirectUri: "http://clinic.localhost/callback" }],
    ["a redirectUri with a query", { redirectUri: "https://clinic.example/callback?tenant=1" }],
    ["no limit of codes", { maxCodesPerMinute: Infinity }],
    ["an API of one's own", custom({ apiBase: "http://localhost:5174/api" })],
    ["scopes, a limit and an audit log", { requiredScopes: ["patients:read"], maxCodesPerMinute: 1, onEvent: () => 1 }],
    ["allowed origins as browsers write them", { allowedOrigins: ["https://app.example", "http://localhost:5173"] }],
    [
      "options that are there but undefined",
      {
        ...{ fetch: undefined, now: undefined, onError: undefined, timeoutMs: undefined, allowedOrigins: undefined },
        ...{ onEvent: undefined, requiredScopes: undefined, maxCodesPerMinute: undefined },
      },
    ],
  ])("%s", (_, change) => {
    expect(() => createConnectionHandler({ ...good, ...change })).not.toThrow();
  });
});

it("writes only an error's message to console.error without onError", async () => {
  const log = vi.spyOn(console, "error").mockReturnValue(undefined);
  const fetch = async (): Promise<Response> =>
    Response.json({ error: "invalid_client", error_description: "hush" }, { status: 401 });
  const handler = createConnectionHandler({ ...good, getUser: () => ({ id: "1" }), fetch });
  const body = JSON.stringify({ code: "hush", state: "hush", redirect_uri: good.redirectUri });
  const headers = { "Content-Type": "application/json", Origin: "https://clinic.example" };
  expect((await handler(new Request(good.redirectUri, { method: "POST", headers, body }))).status).toBe(500);
  expect(log.mock.calls).toEqual([[expect.stringMatching(/refused this client/)]]);
  expect(JSON.stringify(log.mock.calls)).not.toContain("hush");
  log.mockRestore();
});

it("reads the system's clock by default", async () => {
  const fetch = async (): Promise<Response> => Response.json({ access_token: "hush", expires_in: 3_600 });
  const handler = createConnectionHandler({ ...good, store: createMemoryStore(), getUser: () => ({ id: "1" }), fetch });
  const send = async (init: RequestInit) =>
    (await handler(new Request(good.redirectUri, init))).json() as Promise<unknown>;
  const body = JSON.stringify({ code: "hush", state: "hush", redirect_uri: good.redirectUri });
  vi.useFakeTimers({ toFake: ["Date"] });
  await send({
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: "https://clinic.example" },
    body,
  });
  expect(await send({})).toMatchObject({ connected: true });
  vi.setSystemTime(Date.now() + 3_600_000);
  expect(await send({})).toMatchObject({ connected: false });
});

it("reads the global fetch when it is called, so that it can be replaced", async () => {
  const fetch = vi.fn(async () => Response.json({ access_token: "hush" }));
  const handler = createConnectionHandler({ ...good, getUser: () => ({ id: "1" }) });
  vi.stubGlobal("fetch", fetch);
  const body = JSON.stringify({ code: "hush", state: "hush", redirect_uri: good.redirectUri });
  const headers = { "Content-Type": "application/json", Origin: "https://clinic.example" };
  await handler(new Request(good.redirectUri, { method: "POST", headers, body }));
  vi.unstubAllGlobals();
  expect(fetch).toHaveBeenCalledWith(
    "https://api-us-snd.fullscript.io/api/oauth/token",
    expect.objectContaining({ method: "POST" }),
  );
});
