// @vitest-environment node
import { Readable } from "node:stream";
import { createFakeFullscript } from "react-fullscript-connect/testing";
import { createConnectionHandler, createMemoryStore, type FullscriptError } from "react-fullscript-connect/server";
import { describe, expect, it } from "vitest";

const ADA = { id: "dr-ada" };
const ORIGIN = "http://localhost:5173";

/** A connected user, with an API that records the requests that reach it with a live token. */
async function connect(changes: { expiresIn?: number; apiBase?: string | undefined } = {}) {
  const api: { method: string; url: string; body: string; headers: Headers }[] = [];
  const asked: string[] = [];
  const fullscript = createFakeFullscript({
    api: async (request) => {
      api.push({ method: request.method, url: request.url, body: await request.text(), headers: request.headers });
      return Response.json({ clinic: { id: "clinic-1" } });
    },
  });
  const errors: FullscriptError[] = [];
  const { settings } = fullscript;
  const handler = createConnectionHandler({
    ...settings,
    ...("apiBase" in changes && { environment: { ...settings.environment, apiBase: changes.apiBase } }),
    fetch: (input, init) => {
      asked.push(new Request(input, { ...init, body: null }).url);
      return settings.fetch(input, init);
    },
    store: createMemoryStore(),
    getUser: () => ADA,
    onError: (error) => errors.push(error),
    timeoutMs: 500,
  });
  const send = async (method: string, body: object | null = null): Promise<unknown> => {
    const headers = { Origin: ORIGIN, "Content-Type": "application/json" };
    const init = { method, headers, body: body && JSON.stringify(body) };
    return (await handler(new Request(`${ORIGIN}/api`, init))).json();
  };
  await send("POST", { code: fullscript.createCode(), state: "fsc1.x", redirect_uri: settings.redirectUri });
  asked.length = 0;
  const refreshes = () => fullscript.requests.filter(({ kind }) => kind === "refresh_token").length;
  return { fullscript, handler, api, asked, errors, send, refreshes };
}

describe("fetchApi", () => {
  it("calls the API with the user's token and the host's own method, headers and body", async () => {
    const { handler, api, fullscript } = await connect();
    const response = await handler.fetchApi(ADA, "/patients?page=2", {
      method: "POST",
      headers: { "Content-Type": "application/json", authorization: "Bearer mine", "X-Trace": "1" },
      body: '{"a":1}',
    });
    expect(await response.json()).toEqual({ clinic: { id: "clinic-1" } });
    expect(api).toMatchObject([
      { method: "POST", url: "https://fullscript.test/api/patients?page=2", body: '{"a":1}' },
    ]);
    const [, token = ""] = api[0]!.headers.get("authorization")!.split("Bearer ");
    expect(fullscript.isLive(token)).toBe(true);
    expect(api[0]!.headers.get("x-trace")).toBe("1");
    expect(api[0]!.headers.get("content-type")).toBe("application/json");
  });

  it("calls the API of the named environment", async () => {
    const asked: string[] = [];
    for (const environment of ["us", "ca", "us-snd", "ca-snd"] as const) {
      const handler = createConnectionHandler({
        ...{ environment, clientId: "a", clientSecret: "b", redirectUri: `${ORIGIN}/callback`, getUser: () => ADA },
        store: { ...createMemoryStore(), readConnection: async () => LIVE },
        fetch: async (input) => (asked.push(new Request(input).url), new Response()),
      });
      await handler.fetchApi(ADA, "/clinic");
    }
    expect(asked).toEqual([
      "https://api-us.fullscript.com/api/clinic",
      "https://api-ca.fullscript.com/api/clinic",
      "https://api-us-snd.fullscript.io/api/clinic",
      "https://api-ca-snd.fullscript.io/api/clinic",
    ]);
  });

  it("refreshes once and retries when Fullscript has revoked the token on its side alone", async () => {
    const { handler, fullscript, api, refreshes } = await connect();
    const token = await handler.getAccessToken(ADA);
    fullscript.expire(token);
    const response = await handler.fetchApi(ADA, "/clinic", { method: "POST", body: new URLSearchParams("a=1") });
    expect([response.status, refreshes(), api.length, api[0]!.body]).toEqual([200, 1, 1, "a=1"]);
    expect(await handler.getAccessToken(ADA)).not.toBe(token);
  });

  it.each<[string, () => BodyInit]>([
    ["a text", () => "hello"],
    ["bytes", () => new TextEncoder().encode("hello")],
    ["a buffer", () => new TextEncoder().encode("hello").buffer],
    ["a blob", () => new Blob(["hello"])],
    ["an empty text", () => ""],
  ])("sends %s again", async (_, createBody) => {
    const { handler, fullscript, api } = await connect();
    fullscript.expire(await handler.getAccessToken(ADA));
    const body = createBody();
    expect((await handler.fetchApi(ADA, "/notes", { method: "POST", body })).status).toBe(200);
    expect(api.map((call) => call.body)).toEqual([body === "" ? "" : "hello"]);
  });

  it("sends a form again", async () => {
    const { handler, fullscript, api } = await connect();
    fullscript.expire(await handler.getAccessToken(ADA));
    const body = new FormData();
    body.set("name", "Ada");
    expect((await handler.fetchApi(ADA, "/notes", { method: "POST", body })).status).toBe(200);
    expect(api[0]!.body).toContain("Ada");
  });

  it.each<[string, () => unknown]>([
    ["a stream", () => new Blob(["hello"]).stream()],
    ["a stream of Node's", () => Readable.from(["hello"])],
  ])(
    "returns the 401 for %s, which is gone once it is sent, and has a new token for the next call",
    async (_, body) => {
      const { handler, fullscript, asked, refreshes } = await connect();
      fullscript.expire(await handler.getAccessToken(ADA));
      const init = { method: "POST", body: body(), duplex: "half" } as RequestInit;
      expect((await handler.fetchApi(ADA, "/notes", init)).status).toBe(401);
      expect([refreshes(), asked.filter((url) => url.endsWith("/notes")).length]).toEqual([1, 1]);
      expect((await handler.fetchApi(ADA, "/notes")).status).toBe(200);
      expect(refreshes()).toBe(1);
    },
  );

  it.each(["by the clock", "on Fullscript's side"])(
    "refreshes once for 20 calls at once after expiry %s",
    async (where) => {
      const { handler, fullscript, refreshes } = await connect();
      if (where === "by the clock") fullscript.passTime(7_200_000);
      else fullscript.expire(await handler.getAccessToken(ADA));
      const responses = await Promise.all(Array.from({ length: 20 }, () => handler.fetchApi(ADA, "/clinic")));
      expect([new Set(responses.map(({ status }) => status)), refreshes()]).toEqual([new Set([200]), 1]);
    },
  );

  it("returns a second 401 unchanged, and does not loop", async () => {
    const { fullscript, handler, refreshes } = await connect();
    const token = await handler.getAccessToken(ADA);
    const paths: string[] = [];
    const other = createConnectionHandler({
      ...fullscript.settings,
      store: createMemoryStore(),
      getUser: () => ADA,
      fetch: async (input, init) => {
        const { pathname } = new URL(new Request(input).url);
        paths.push(pathname);
        if (pathname.startsWith("/api/oauth")) return fullscript.settings.fetch(input, init);
        return new Response(null, { status: 401 });
      },
    });
    const body = { code: fullscript.createCode(), state: "fsc1.x", redirect_uri: fullscript.settings.redirectUri };
    const headers = { Origin: ORIGIN, "Content-Type": "application/json" };
    await other(new Request(`${ORIGIN}/api`, { method: "POST", headers, body: JSON.stringify(body) }));
    paths.length = 0;
    expect((await other.fetchApi(ADA, "/clinic")).status).toBe(401);
    expect(paths).toEqual(["/api/clinic", "/api/oauth/token", "/api/clinic"]);
    expect([refreshes(), fullscript.isLive(token)]).toEqual([1, true]);
  });

  it("rejects with code_rejected if the user has to reconnect, and GET says so", async () => {
    const { handler, fullscript, send } = await connect();
    fullscript.revoke();
    await expect(handler.fetchApi(ADA, "/clinic")).rejects.toMatchObject({
      name: "FullscriptError",
      code: "code_rejected",
    });
    expect(await send("GET")).toMatchObject({ connected: false, reconnect: true });
    await expect(handler.fetchApi({ id: "dr-bob" }, "/clinic")).rejects.toMatchObject({ code: "code_rejected" });
  });

  it.each([403, 404, 429, 500])("returns a %d as it is", async (status) => {
    const { settings } = createFakeFullscript();
    const handler = createConnectionHandler({
      ...settings,
      store: { ...createMemoryStore(), readConnection: async () => ({ ...LIVE, expiresAt: null }) },
      getUser: () => ADA,
      fetch: async () => new Response(null, { status }),
    });
    expect((await handler.fetchApi(ADA, "/clinic")).status).toBe(status);
  });

  it("rejects as fetch does if the API does not answer", async () => {
    const { handler, fullscript } = await connect();
    fullscript.fail("unreachable");
    await expect(handler.fetchApi(ADA, "/clinic")).rejects.toThrow(TypeError);
  });

  it("does not follow a redirect, which would carry the token to another server", async () => {
    const inits: RequestInit[] = [];
    const { settings } = createFakeFullscript();
    const handler = createConnectionHandler({
      ...settings,
      store: { ...createMemoryStore(), readConnection: async () => ({ ...LIVE, expiresAt: null }) },
      getUser: () => ADA,
      fetch: async (_, init = {}) => {
        inits.push(init);
        return new Response(null, { status: 302, headers: { Location: "https://evil.example" } });
      },
    });
    expect((await handler.fetchApi(ADA, "/clinic", { redirect: "follow" })).status).toBe(302);
    expect(inits.map(({ redirect }) => redirect)).toEqual(["manual"]);
  });

  it.each([
    "",
    "clinic",
    "https://evil.example/",
    "@evil.example/",
    ".evil.example/",
    ":8080/",
    "\\evil.example",
    "/..",
    "/../",
    "/../oauth",
    "/a/../../b",
    "/%2e%2e/b",
    "/.%2E/b",
    "/..\\b",
    "/\\..\\..\\b",
    "/\t../b",
  ])("refuses the path %j, and sends nothing", async (path) => {
    const { handler, asked } = await connect();
    await expect(handler.fetchApi(ADA, path)).rejects.toMatchObject({ code: "misconfigured" });
    expect(asked).toEqual([]);
  });

  it.each([
    "//evil.example/x",
    "/\\evil.example/x",
    "/@evil.example",
    "/?https://evil.example",
    "///evil.example",
    "/https://evil.example",
  ])("keeps the path %j within the API", async (path) => {
    for (const apiBase of ["https://fullscript.test", "https://fullscript.test/api", "https://fullscript.test/api/"]) {
      const { handler, asked } = await connect({ apiBase });
      await handler.fetchApi(ADA, path);
      expect(asked).toHaveLength(1);
      expect(asked[0]!.startsWith(`${apiBase.replace(/\/$/, "")}/`)).toBe(true);
    }
  });

  it("needs the apiBase of an environment without a name", async () => {
    const { handler, asked } = await connect({ apiBase: undefined });
    await expect(handler.fetchApi(ADA, "/clinic")).rejects.toMatchObject({ code: "misconfigured" });
    expect(asked).toEqual([]);
  });

  it("wants a user with an id", async () => {
    const { handler } = await connect();
    await expect(handler.fetchApi({ id: "" }, "/clinic")).rejects.toMatchObject({ code: "misconfigured" });
  });
});

const LIVE = {
  ...{ version: "1", accessToken: "token", refreshToken: null, scope: null, resourceOwner: null },
  expiresAt: null,
};
