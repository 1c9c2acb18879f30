import { createAuthorizationRequest, parseAuthorizationResponse } from "react-fullscript-connect/core";
import { callbackSearch, callbackUrl, prepareTransaction } from "react-fullscript-connect/testing";
import { describe, expect, it } from "vitest";

const FULLSCRIPT = {
  clientId: "client-1",
  redirectUri: `${location.origin}/fullscript/callback`,
  environment: "us-snd",
} as const;

describe("callbackSearch", () => {
  it("is what Fullscript answers, read back by the package itself", () => {
    const { state } = prepareTransaction(FULLSCRIPT);
    expect(parseAuthorizationResponse(callbackSearch({ state }))).toEqual({ kind: "code", code: "test-code", state });
    expect(parseAuthorizationResponse(callbackSearch({ state, code: "662E41 +&" }))).toEqual({
      kind: "code",
      code: "662E41 +&",
      state,
    });
    expect(
      parseAuthorizationResponse(callbackSearch({ state, error: "access_denied", errorDescription: "No, thank you" })),
    ).toEqual({
      kind: "error",
      error: "access_denied",
      errorDescription: "No, thank you",
      state,
    });
    expect(callbackSearch({})).toBe("?code=test-code");
  });
});

describe("callbackUrl", () => {
  it("comes back to the redirect URI with the state that was sent", () => {
    const { url, state } = createAuthorizationRequest(FULLSCRIPT);
    expect(callbackUrl(url)).toBe(`${FULLSCRIPT.redirectUri}?code=test-code&state=${state}`);
    expect(callbackUrl(url, { error: "access_denied" })).toBe(
      `${FULLSCRIPT.redirectUri}?error=access_denied&state=${state}`,
    );
  });

  it("keeps the redirect URI's own query", () => {
    const { url, state } = createAuthorizationRequest({
      ...FULLSCRIPT,
      redirectUri: `${FULLSCRIPT.redirectUri}?clinic=7`,
    });
    expect(callbackUrl(url)).toBe(`${FULLSCRIPT.redirectUri}?clinic=7&code=test-code&state=${state}`);
  });

  it("refuses a URL that asks for nothing", () => {
    expect(() => callbackUrl("https://api-us-snd.fullscript.io/api/oauth/authorize")).toThrow(/redirect_uri/);
  });
});
