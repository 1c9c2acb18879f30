// @vitest-environment node
import fc from "../properties";
import {
  type AuthorizationConfig,
  createAuthorizationRequest,
  decodeState,
  FULLSCRIPT_ORIGINS,
  type FullscriptEnvironmentName,
  type JsonValue,
} from "react-fullscript-connect/core";
import { appStateOf } from "./inside/internals";
import { MAX_AUTHORIZATION_URL_LENGTH } from "./inside/internals";
import { createMemoryStorage, findTransaction } from "./inside/internals";
import { describe, expect, it } from "vitest";
import { CONFIG, createTestBrowser, NOW, ORIGIN, pageAt } from "./testBrowser";

const misconfigured: unknown = expect.objectContaining({
  name: "FullscriptError",
  code: "misconfigured",
  retryable: false,
});

describe("createAuthorizationRequest", () => {
  it.each(Object.entries(FULLSCRIPT_ORIGINS))("leaves for the authorization endpoint of %s", (environment, origin) => {
    const { url } = createAuthorizationRequest(
      { ...CONFIG, environment: environment as FullscriptEnvironmentName },
      {},
      createTestBrowser(),
    );
    expect(url.startsWith(`${origin}/api/oauth/authorize?`)).toBe(true);
  });

  it("keeps the query of a custom authorization endpoint", () => {
    const environment = { authorizationEndpoint: "http://localhost:5174/api/oauth/authorize?tenant=a" };
    const url = new URL(createAuthorizationRequest({ ...CONFIG, environment }, {}, createTestBrowser()).url);
    expect(url.origin + url.pathname).toBe("http://localhost:5174/api/oauth/authorize");
    expect(url.searchParams.get("tenant")).toBe("a");
    expect([...url.searchParams.keys()].sort()).toEqual([
      "client_id",
      "redirect_uri",
      "response_type",
      "state",
      "tenant",
    ]);
  });

  it("remembers what it sent, and nothing that was not needed", () => {
    const browser = createTestBrowser();
    const { state, transaction, url } = createAuthorizationRequest(
      { ...CONFIG, subject: "user-7" },
      { appState: { step: 2 } },
      browser,
    );
    expect(new URL(url).searchParams.get("state")).toBe(state);
    expect(findTransaction(state, undefined, browser)).toEqual(transaction);
    expect(transaction).toEqual({
      nonce: state.split(".")[1],
      state,
      createdAt: NOW,
      clientId: "client-1",
      environment: "us-snd",
      authorizationEndpoint: "https://api-us-snd.fullscript.io/api/oauth/authorize",
      redirectUri: `${ORIGIN}/fullscript/callback`,
      returnTo: "/patients/42?tab=plans#notes",
      subject: "user-7",
      responses: {},
    });
  });

  it("returns to the page it left, without an authorization response that is still in its URL", () => {
    const browser = createTestBrowser({
      location: () => pageAt("/fullscript/callback?a=1&code=abc&state=fsc1.x&b=%20#h"),
    });
    expect(createAuthorizationRequest(CONFIG, {}, browser).transaction.returnTo).toBe(
      "/fullscript/callback?a=1&b=%20#h",
    );
  });

  it.each([
    ["/patients?state=CA&code=Z00.0&tab=1", "/patients?state=CA&code=Z00.0&tab=1"],
    ["/billing?patient=42&code=E11.9", "/billing?patient=42&code=E11.9"],
    ["/reports?error=missing-labs", "/reports?error=missing-labs"],
    ["/patients?q=O\\Brien#a\\b", "/patients?q=O\\Brien#a\\b"],
    ["//evil.example/x", "/"],
  ])("returns to its own page at %s as %s, whatever its parameters are called", (path, expected) => {
    const [pathname, rest = ""] = path.split("?");
    const [search, hash] = rest.split("#");
    const page = {
      origin: ORIGIN,
      pathname: pathname!,
      search: search ? `?${search}` : "",
      hash: hash ? `#${hash}` : "",
    };
    expect(
      createAuthorizationRequest(CONFIG, {}, createTestBrowser({ location: () => page })).transaction.returnTo,
    ).toBe(expected);
  });

  it("works without a page, on the redirect URI's origin", () => {
    const browser = createTestBrowser({ location: () => undefined });
    expect(createAuthorizationRequest(CONFIG, {}, browser).transaction.returnTo).toBe("/");
    expect(createAuthorizationRequest(CONFIG, { returnTo: `${ORIGIN}/x` }, browser).transaction.returnTo).toBe("/x");
    expect(() => createAuthorizationRequest(CONFIG, { returnTo: "https://evil.example" }, browser)).toThrow(
      misconfigured,
    );
  });

  it("never passes 2,000 characters, holds exactly four parameters, and loses no app state", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.string({ minLength: 500, maxLength: 3_000 })),
        fc.string({ maxLength: 300 }),
        (appState, tail) => {
          const redirectUri = `${ORIGIN}/fullscript/callback?tail=${encodeURIComponent(tail)}`;
          const browser = createTestBrowser();
          const { url, state, transaction } = createAuthorizationRequest(
            { ...CONFIG, redirectUri },
            { appState: appState as JsonValue },
            browser,
          );
          expect(url.length).toBeLessThan(MAX_AUTHORIZATION_URL_LENGTH);
          const query = [...new URL(url).searchParams].sort();
          expect(query).toEqual([
            ["client_id", "client-1"],
            ["redirect_uri", redirectUri],
            ["response_type", "code"],
            ["state", state],
          ]);
          const remembered = findTransaction(state, undefined, browser);
          expect(appStateOf(transaction)).toEqual(appState);
          // A storage keeps JSON, as JSON.stringify writes it: without a negative zero.
          expect(JSON.stringify(appStateOf(remembered!))).toBe(JSON.stringify(appState));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("keeps an app state off the wire if the host says so, or if it does not fit", () => {
    const browser = createTestBrowser();
    const kept = createAuthorizationRequest(CONFIG, { appState: { patient: "José" }, appStateIn: "storage" }, browser);
    expect(kept.state).toMatch(/^fsc1\.[\w-]{43}\.$/);
    expect(findTransaction(kept.state, undefined, browser)?.appState).toEqual({ patient: "José" });

    const large = createAuthorizationRequest(CONFIG, { appState: "x".repeat(2_000_000) }, browser);
    expect(large.state).toMatch(/^fsc1\.[\w-]{43}\.$/);
    expect(large.transaction.appState).toHaveLength(2_000_000);

    const small = createAuthorizationRequest(CONFIG, { appState: 0 }, browser);
    expect(decodeState(small.state)).toBe(0);
    expect(small.transaction).not.toHaveProperty("appState");
  });

  it("sends an app state that just fits, and keeps the next one", () => {
    const lengthWith = (length: number) =>
      createAuthorizationRequest(CONFIG, { appState: "x".repeat(length) }, createTestBrowser());
    const lengths = Array.from({ length: 1_400 }, (_, length) => lengthWith(length));
    const firstKept = lengths.findIndex(({ transaction }) => "appState" in transaction);
    expect(lengths[firstKept - 1]!.url.length).toBeGreaterThanOrEqual(MAX_AUTHORIZATION_URL_LENGTH - 3);
    expect(lengths[firstKept - 1]!.url.length).toBeLessThan(MAX_AUTHORIZATION_URL_LENGTH);
    expect(lengths.slice(firstKept).every(({ transaction }) => "appState" in transaction)).toBe(true);
  });

  it("lets any number run side by side", () => {
    const browser = createTestBrowser();
    const states = Array.from({ length: 50 }, () => createAuthorizationRequest(CONFIG, {}, browser).state);
    expect(new Set(states).size).toBe(50);
    expect(states.every((state) => findTransaction(state, undefined, browser))).toBe(true);
  });

  const refused: [
    string,
    Partial<Record<keyof AuthorizationConfig | "clientSecret" | "client_secret", unknown>>,
    RegExp,
  ][] = [
    ["an empty client id", { clientId: "" }, /`clientId` is empty/],
    ["a blank client id", { clientId: "  " }, /`clientId` is empty/],
    ["no client id", { clientId: undefined }, /`clientId` is empty/],
    ["a client id with a line break after it", { clientId: "client-1\n" }, /`clientId` .* white space/],
    ["a redirect URI with a blank after it", { redirectUri: `${ORIGIN}/callback ` }, /`redirectUri` .* white space/],
    [
      "a redirect URI with a line break after it",
      { redirectUri: `${ORIGIN}/callback\n` },
      /`redirectUri` .* white space/,
    ],
    [
      "a redirect URI with a user name",
      { redirectUri: "https://user@clinic.example/callback" },
      /`redirectUri` .* user name/,
    ],
    [
      "a redirect URI with a password",
      { redirectUri: "https://:pw@clinic.example/callback" },
      /`redirectUri` .* user name/,
    ],
    ["a relative redirect URI", { redirectUri: "/fullscript/callback" }, /not an absolute URL/],
    ["an empty redirect URI", { redirectUri: "" }, /not an absolute URL/],
    ["a redirect URI with a fragment", { redirectUri: `${ORIGIN}/callback#x` }, /fragment/],
    ["a redirect URI with an empty fragment", { redirectUri: `${ORIGIN}/callback#` }, /fragment/],
    ["a redirect URI on plain http", { redirectUri: "http://clinic.example/callback" }, /not https/],
    [
      "a redirect URI on http at a name that only looks local",
      { redirectUri: "http://localhost.evil.example/callback" },
      /not https/,
    ],
    [
      "a redirect URI on http at an address that only looks local",
      { redirectUri: "http://127.0.0.1.evil.example/callback" },
      /not https/,
    ],
    ["a redirect URI of another scheme", { redirectUri: "myapp://callback" }, /not https/],
    [
      "a redirect URI on another host",
      { redirectUri: "https://other.example/callback" },
      /is on https:\/\/other\.example, this page on https:\/\/clinic\.example/,
    ],
    [
      "a redirect URI on another port",
      { redirectUri: `${ORIGIN}:8443/callback` },
      /is on https:\/\/clinic\.example:8443/,
    ],
    ["an unknown environment", { environment: "eu" }, /Unknown environment "eu"/],
    ["an environment by a name that every object has", { environment: "toString" }, /Unknown environment/],
    ["no environment", { environment: undefined }, /Unknown environment/],
    [
      "a relative authorization endpoint",
      { environment: { authorizationEndpoint: "/authorize" } },
      /absolute https URL/,
    ],
    [
      "an authorization endpoint on plain http",
      { environment: { authorizationEndpoint: "http://fullscript.example/authorize" } },
      /absolute https URL/,
    ],
    [
      "an authorization endpoint that is a script",
      { environment: { authorizationEndpoint: "javascript:alert(1)" } },
      /absolute https URL/,
    ],
    [
      "an authorization endpoint with a fragment",
      { environment: { authorizationEndpoint: "https://fullscript.example/authorize#x" } },
      /absolute https URL/,
    ],
    ["a client secret", { clientSecret: "s3cr3t" }, /client secret/],
    ["a client secret in snake case", { client_secret: "s3cr3t" }, /client secret/],
    [
      "a client secret in the authorization endpoint",
      { environment: { authorizationEndpoint: "https://f.example/a?client_secret=s3cr3t" } },
      /client secret/,
    ],
    [
      "a client secret in the redirect URI",
      { redirectUri: `${ORIGIN}/callback?client_secret=s3cr3t` },
      /client secret/,
    ],
    ["a user who is not known yet", { subject: null }, /`subject` is null or empty/],
    ["a user with an id that is no string", { subject: 42 }, /`subject` is null or empty/],
    ["a user without an id", { subject: "" }, /`subject` is null or empty/],
    ["no environment", { environment: null }, /Unknown environment "null"/],
  ];

  it.each(refused)("refuses %s, and stores nothing", (_, change, message) => {
    const browser = createTestBrowser();
    const start = () => createAuthorizationRequest({ ...CONFIG, ...change } as AuthorizationConfig, {}, browser);
    expect(start).toThrow(misconfigured);
    expect(start).toThrow(message);
    expect(start).not.toThrow(/s3cr3t/);
    expect(browser.storage().length).toBe(0);
  });

  it("has a distinct message for each kind of refusal", () => {
    const kinds: (typeof refused)[number][1][] = [
      { clientId: "" },
      { redirectUri: "/x" },
      { redirectUri: `${ORIGIN}/#` },
      { redirectUri: "http://clinic.example/" },
      { redirectUri: "https://other.example/" },
      { environment: "eu" },
      { environment: { authorizationEndpoint: "/a" } },
      { clientSecret: "s3cr3t" },
      { subject: null },
      { redirectUri: `${ORIGIN}/${"x".repeat(1_900)}` },
    ];
    const messages = kinds.map((change) => {
      try {
        createAuthorizationRequest({ ...CONFIG, ...change } as AuthorizationConfig, {}, createTestBrowser());
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error("was not refused");
    });
    expect(new Set(messages).size).toBe(kinds.length);
  });

  it.each([
    "http://localhost:5173",
    "http://app.localhost:5173",
    "http://127.0.0.1:5173",
    "http://127.1.2.3",
    "http://[::1]:5173",
  ])("takes plain http at %s", (origin) => {
    const browser = createTestBrowser({ location: () => pageAt("/", origin) });
    expect(createAuthorizationRequest({ ...CONFIG, redirectUri: `${origin}/callback` }, {}, browser).url).toContain(
      encodeURIComponent(origin),
    );
  });

  it("refuses an app at 127.0.0.1 whose redirect URI says localhost", () => {
    const browser = createTestBrowser({ location: () => pageAt("/", "http://127.0.0.1:5173") });
    expect(() =>
      createAuthorizationRequest({ ...CONFIG, redirectUri: "http://localhost:5173/callback" }, {}, browser),
    ).toThrow(/this page on http:\/\/127\.0\.0\.1:5173/);
  });

  it("accepts a redirect URI on another origin if the host passes its own storage", () => {
    const storage = createMemoryStorage();
    const request = createAuthorizationRequest(
      { ...CONFIG, redirectUri: "https://auth.clinic.example/callback", storage },
      {},
      createTestBrowser(),
    );
    expect(findTransaction(request.state, storage, createTestBrowser())).toEqual(request.transaction);
  });

  it("refuses a URL that leaves no room for a state", () => {
    const redirectUri = `${ORIGIN}/${"x".repeat(1_900)}`;
    expect(() => createAuthorizationRequest({ ...CONFIG, redirectUri }, {}, createTestBrowser())).toThrow(
      /leave no room/,
    );
  });

  it.each([
    [
      "throws",
      {
        setItem: () => {
          throw new DOMException("quota", "QuotaExceededError");
        },
      },
    ],
    ["drops what it is given", { setItem: () => undefined }],
    ["cuts what it is given", { getItem: () => "{" }],
  ])("says so where the storage %s", (_, broken) => {
    const storage = { ...createMemoryStorage(), ...broken };
    const start = () => createAuthorizationRequest({ ...CONFIG, storage }, {}, createTestBrowser());
    expect(start).toThrow(expect.objectContaining({ code: "storage_unavailable" }));
    expect(start).toThrow(/full, blocked or missing/);
  });

  it("reports a missing storage", () => {
    const browser = createTestBrowser({
      storage: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
    expect(() => createAuthorizationRequest(CONFIG, {}, browser)).toThrow(
      expect.objectContaining({ code: "storage_unavailable" }),
    );
  });
});
