// @vitest-environment node
import {
  createAuthorizationRequest,
  encodeState,
  FullscriptError,
  type JsonValue,
} from "react-fullscript-connect/core";
import { describe, expect, it } from "vitest";
import { CONFIG, createTestBrowser, pageAt } from "./testBrowser";

const create = (redirectUri: string) =>
  createAuthorizationRequest({ ...CONFIG, redirectUri }, {}, createTestBrowser({ location: () => undefined }));

describe("createAuthorizationRequest", () => {
  it.each(["http://notlocalhost/callback", "ftp://localhost/callback", "http://127.0.0.1.example/callback"])(
    "takes %s for no loopback",
    (redirectUri) => {
      expect(() => create(redirectUri)).toThrow(/not https/);
    },
  );

  it.each(["http://localhost/callback", "http://127.10.20.30/callback", "http://[::1]:5173/callback"])(
    "takes %s for loopback",
    (redirectUri) => {
      expect(create(redirectUri).url).toContain(encodeURIComponent(redirectUri));
    },
  );

  it("remembers what it was told, and no member beside", () => {
    const plain = createAuthorizationRequest(CONFIG, {}, createTestBrowser()).transaction;
    for (const name of ["subject", "resumeKey", "popup", "appState"]) expect(plain).not.toHaveProperty(name);
    const whole = createAuthorizationRequest(
      { ...CONFIG, subject: "dr-ada" },
      { resumeKey: "recommend", popup: true },
      createTestBrowser(),
    ).transaction;
    expect(whole).toMatchObject({ subject: "dr-ada", resumeKey: "recommend", popup: true });
  });

  it("on the callback's page leaves out an answer without a state, too", () => {
    const location = () => pageAt("/fullscript/callback?error=access_denied&tab=a");
    expect(createAuthorizationRequest(CONFIG, {}, createTestBrowser({ location })).transaction.returnTo).toBe(
      "/fullscript/callback?tab=a",
    );
  });
});

it("an app state that is no JSON is refused with the engine's own words as the cause", () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const refused = (() => {
    try {
      return encodeState(cyclic as JsonValue);
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toBeInstanceOf(FullscriptError);
  expect(refused).toMatchObject({ code: "misconfigured", cause: expect.any(TypeError) as unknown });
});
