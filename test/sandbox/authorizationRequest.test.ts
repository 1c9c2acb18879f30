// @vitest-environment node
import { describe, expect, it } from "vitest";
import { authorizeUrl, CALLBACK, start } from "./start";
import { Visitor } from "./Visitor";

async function cancelledWith(params: Record<string, string>): Promise<URL> {
  const sandbox = await start();
  const visitor = new Visitor();
  const consent = await visitor.press(await visitor.open(authorizeUrl(sandbox, params)), "Sign in");
  return (await visitor.press(consent, "Cancel")).url;
}

describe("the state", () => {
  it.each([
    "fsc1.AZaz-_09",
    "ünï · 日本 · 🌿",
    "a+b c",
    "a&b=c",
    "100%25%2B",
    `"'<b>\``,
    '{"a":[1]}',
    "line\nbreak",
    "x".repeat(4_000),
  ])("comes back exactly: %j", async (state) => {
    const { searchParams } = await cancelledWith({ state });
    expect(searchParams.getAll("state")).toEqual([state]);
  });

  it.each(["", "  ", "\t\n"])("is dropped when blank: %j", async (state) => {
    expect((await cancelledWith({ state })).searchParams.has("state")).toBe(false);
  });

  it("is not added when there was none", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const url = authorizeUrl(sandbox).replace("&state=fsc1.nonce", "");
    const back = await visitor.press(await visitor.press(await visitor.open(url), "Sign in"), "Authorize");
    expect([...back.url.searchParams.keys()]).toEqual(["code"]);
  });
});

describe("a request that does not fit the registration", () => {
  it.each<[string, Record<string, string>, string]>([
    ["an unknown client", { client_id: "somebody" }, "client_id is not the one"],
    ["a closing slash", { redirect_uri: `${CALLBACK}/` }, "redirect_uri is not exactly"],
    ["another host", { redirect_uri: CALLBACK.replace("localhost", "127.0.0.1") }, "redirect_uri is not exactly"],
    ["another port", { redirect_uri: CALLBACK.replace("5173", "5174") }, "redirect_uri is not exactly"],
    ["another case", { redirect_uri: CALLBACK.toUpperCase() }, "redirect_uri is not exactly"],
    ["an added query", { redirect_uri: `${CALLBACK}?a=b` }, "redirect_uri is not exactly"],
    ["an empty redirect URI", { redirect_uri: "" }, "redirect_uri is not exactly"],
  ])("gets a 404 page and no redirect: %s", async (_, params, reason) => {
    const sandbox = await start();
    const page = await new Visitor().open(authorizeUrl(sandbox, params));
    expect(page.status).toBe(404);
    expect(page.headers.has("location")).toBe(false);
    expect(page.html).toContain(reason);
    expect(page.html).toContain("client_id" in params ? "<code>clinic</code>" : `<code>${CALLBACK}</code>`);
  });

  it.each(["client_id", "redirect_uri", "response_type"])("gets a 404 page without %s", async (name) => {
    const sandbox = await start();
    const url = new URL(authorizeUrl(sandbox));
    url.searchParams.delete(name);
    const page = await new Visitor().open(url);
    expect([page.status, page.html]).toEqual([404, expect.stringContaining(name)]);
  });

  it("answers the same 404 to a tampered form", async () => {
    const sandbox = await start();
    const visitor = new Visitor();
    const consent = await visitor.press(await visitor.open(authorizeUrl(sandbox)), "Sign in");
    const request = "client_id=clinic&redirect_uri=https%3A%2F%2Fevil.example%2F&response_type=code";
    const page = await visitor.press(consent, "Authorize", { request });
    expect([page.status, page.headers.has("location")]).toEqual([404, false]);
  });

  it("learns in the callback that only codes are supported", async () => {
    const sandbox = await start();
    const { url } = await new Visitor().open(authorizeUrl(sandbox, { response_type: "token" }));
    expect(url.origin + url.pathname).toBe(CALLBACK);
    expect([url.searchParams.get("error"), url.searchParams.get("state")]).toEqual([
      "unsupported_response_type",
      "fsc1.nonce",
    ]);
  });

  it("is refused when its query is longer than 10,240 bytes, and taken at that length", async () => {
    const sandbox = await start();
    const room = 10_240 - new URL(authorizeUrl(sandbox, { state: "" })).search.slice(1).length;
    const fits = await new Visitor().open(authorizeUrl(sandbox, { state: "x".repeat(room) }));
    expect([fits.status, fits.url.pathname]).toEqual([200, "/sign-in"]);
    expect((await new Visitor().open(authorizeUrl(sandbox, { state: "x".repeat(room + 1) }))).status).toBe(414);
  });

  it("keeps the query that a registered redirect URI already has", async () => {
    const redirectUri = `${CALLBACK}?region=us&empty=`;
    const sandbox = await start({ redirectUris: [redirectUri] });
    const visitor = new Visitor();
    const back = await visitor.press(
      await visitor.press(await visitor.open(authorizeUrl(sandbox, { redirect_uri: redirectUri })), "Sign in"),
      "Authorize",
    );
    expect(back.headers.get("location")).toMatch(/\?region=us&empty=&code=[\w-]+&state=fsc1\.nonce$/);
  });
});

describe("hostile text", () => {
  const hostile = `"><script>alert('x')</script>`;

  it.each(["client_id", "redirect_uri"])("is escaped on the 404 page: %s", async (name) => {
    const sandbox = await start();
    const { html } = await new Visitor().open(authorizeUrl(sandbox, { [name]: hostile }));
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;");
  });

  it("is escaped as state, app name, person's name and e-mail on every page of the flow", async () => {
    const sandbox = await start({ appName: `App ${hostile}` });
    const visitor = new Visitor();
    const signIn = await visitor.open(authorizeUrl(sandbox, { state: hostile }));
    const signUp = await visitor.follow(signIn, "Sign up");
    const refused = await visitor.press(signUp, "Sign up", { name: hostile, email: hostile });
    const email = `"><script>@example.com`;
    const checkEmail = await visitor.press(signUp, "Sign up", { name: hostile, email });
    const consent = await visitor.follow(checkEmail, "Confirm my e-mail and continue");
    const home = await visitor.open(sandbox.origin);
    for (const { html } of [signIn, signUp, refused, checkEmail, consent, home]) expect(html).not.toContain("<script");
    for (const { html } of [refused, checkEmail, consent, home]) expect(html).toContain("&lt;script&gt;");
    expect((await visitor.press(consent, "Authorize")).url.searchParams.get("state")).toBe(hostile);
  });

  it("cannot lead out of the authorization endpoint as a carried request", async () => {
    const sandbox = await start();
    for (const request of ["//evil.example", "\r\nX-Injected: 1", "https://evil.example/?"]) {
      const visitor = new Visitor();
      const page = await visitor.press(await visitor.open(`${sandbox.origin}/sign-in`), "Sign in", { request });
      expect([page.url.origin, page.url.pathname, page.status]).toEqual([sandbox.origin, "/api/oauth/authorize", 404]);
    }
  });
});
