// @vitest-environment node
import fc from "../properties";
import { createAuthorizationRequest, encodeState, parseAuthorizationResponse } from "react-fullscript-connect/core";
import { findTransaction, removeResponseParameters } from "./inside/internals";
import { describe, expect, it } from "vitest";
import { CONFIG, createTestBrowser } from "./testBrowser";

const state = encodeState({ a: 1 });

function summary(search: string): string {
  const response = parseAuthorizationResponse(search);
  return response.kind === "invalid" ? response.error.code : response.kind;
}

describe("parseAuthorizationResponse", () => {
  it("reads a code", () => {
    expect(parseAuthorizationResponse(`?code=662E41&state=${state}`)).toEqual({ kind: "code", code: "662E41", state });
    expect(parseAuthorizationResponse(`code=a%2Bb+c%26&state=${state}&iss=https%3A%2F%2Ffullscript.com&x=1`)).toEqual({
      kind: "code",
      code: "a+b c&",
      state,
    });
  });

  it("reads an error, with and without our state", () => {
    expect(
      parseAuthorizationResponse(`?error=access_denied&error_description=The+owner+denied.&state=${state}`),
    ).toEqual({
      kind: "error",
      error: "access_denied",
      errorDescription: "The owner denied.",
      state,
    });
    expect(parseAuthorizationResponse("?error=access_denied")).toEqual({
      kind: "error",
      error: "access_denied",
      errorDescription: undefined,
      state: undefined,
    });
  });

  it.each([
    ["an empty query", "", "absent"],
    ["a lone question mark", "?", "absent"],
    ["other parameters", "?tab=1&coder=2", "absent"],
    ["another OAuth's code", "?code=abc&state=eyJhbGciOi", "absent"],
    ["another OAuth's error", "?error=access_denied&state=xyz", "absent"],
    ["another OAuth's empty state", "?code=abc&state=", "absent"],
    ["another OAuth's repeated state", "?code=abc&state=x&state=y", "absent"],
    ["a state that mentions ours later", `?code=abc&state=x${state}`, "absent"],
    ["a code without a state", "?code=abc", "state_missing"],
    ["a repeated code", `?code=a&code=b&state=${state}`, "invalid_response"],
    ["the same code twice", `?code=a&code=a&state=${state}`, "invalid_response"],
    ["a repeated state", `?code=a&state=${state}&state=${state}`, "invalid_response"],
    ["our state after another's", `?code=a&state=x&state=${state}`, "invalid_response"],
    ["a repeated error", `?error=a&error=b&state=${state}`, "invalid_response"],
    ["a repeated description", `?error=a&error_description=b&error_description=c&state=${state}`, "invalid_response"],
    ["a code beside an error", `?code=a&error=access_denied&state=${state}`, "invalid_response"],
    ["a code beside an empty error", `?code=a&error=&state=${state}`, "invalid_response"],
    ["an encoded repeat", `?code=a&%63ode=b&state=${state}`, "invalid_response"],
    ["an empty code", `?code=&state=${state}`, "invalid_response"],
    ["an empty error", `?error=&state=${state}`, "invalid_response"],
    ["a state alone", `?state=${state}`, "invalid_response"],
    ["a control character in the code", `?code=a%00b&state=${state}`, "invalid_response"],
    ["a line break in the error", `?error=a%0Ab&state=${state}`, "invalid_response"],
    [
      "a control character in the description",
      `?error=a&error_description=%1b%5b31m&state=${state}`,
      "invalid_response",
    ],
    ["a control character in the state", `?code=a&state=${state}%7f`, "invalid_response"],
    ["an absurdly long code", `?code=${"a".repeat(4_097)}&state=${state}`, "invalid_response"],
    ["a megabyte of code", `?code=${"a".repeat(1_000_000)}&state=${state}`, "invalid_response"],
    ["a megabyte of state", `?code=a&state=fsc1.${"a".repeat(1_000_000)}`, "invalid_response"],
    [
      "a megabyte without a question mark, state first",
      `state=${state}&code=${"a".repeat(1_000_000)}`,
      "invalid_response",
    ],
    ["a megabyte of another OAuth's state", `?code=a&state=${"a".repeat(1_000_000)}`, "absent"],
    ["a megabyte of nothing", `?${"a&".repeat(500_000)}`, "absent"],
    ["the longest code that is taken", `?code=${"a".repeat(4_096)}&state=${state}`, "code"],
    ["names from an object's prototype", "?__proto__=1&constructor=2&toString=3", "absent"],
    ["a payload for the prototype", `?__proto__[code]=a&code=b&state=${state}`, "code"],
  ])("tells %s", (_, search, expected) => {
    expect(summary(search)).toBe(expected);
  });

  it("never throws on any string", () => {
    const name = fc.constantFrom("code", "state", "error", "error_description", "iss", "%63ode", "__proto__");
    const pair = fc
      .tuple(name, fc.oneof(fc.string({ unit: "binary" }), fc.constant(state), fc.constant("%"), fc.constant("%ff")))
      .map(([key, value]) => `${key}=${value}`);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(pair).map((pairs) => `?${pairs.join("&")}`),
        ),
        (search) => {
          expect(["absent", "code", "error", "invalid_response", "state_missing"]).toContain(summary(search));
          expect(() => removeResponseParameters(search)).not.toThrow();
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it("says nothing of what it read in its messages", () => {
    const response = parseAuthorizationResponse(`?code=s3cr3t&code=s3cr3t2&state=${state}`);
    expect(JSON.stringify(response) + String(response.kind === "invalid" && response.error)).not.toMatch(/s3cr3t|fsc1/);
  });
});

describe("the transaction of a response", () => {
  it("is the one whose state is equal", () => {
    const browser = createTestBrowser();
    const request = createAuthorizationRequest(CONFIG, { appState: [1] }, browser);
    expect(findTransaction(request.state, undefined, browser)).toEqual(request.transaction);
  });

  it("refuses a code whose state has no transaction", () => {
    expect(findTransaction(state, undefined, createTestBrowser())).toBeUndefined();
  });

  it("refuses a state that differs in one character, wherever it is", () => {
    const browser = createTestBrowser();
    const { state: sent } = createAuthorizationRequest(CONFIG, { appState: { patient: 42 } }, browser);
    for (let index = 0; index < sent.length; index++) {
      const changed = sent.slice(0, index) + (sent[index] === "A" ? "B" : "A") + sent.slice(index + 1);
      expect(findTransaction(changed, undefined, browser)).toBeUndefined();
    }
    for (const changed of [`${sent}A`, sent.slice(0, -1), sent.toUpperCase(), `${sent}=`, "", "fsc1.."])
      expect(findTransaction(changed, undefined, browser)).toBeUndefined();
  });
});

describe("removeResponseParameters", () => {
  it.each([
    ["", ""],
    ["?", ""],
    [`?code=a&state=${state}`, ""],
    [`?a=1&code=a&b=%20+%zz&state=${state}&c`, "?a=1&b=%20+%zz&c"],
    ["?error=a&error_description=b&error_uri=c&iss=d", "?iss=d"],
    ["?%63ode=a&st%61te=b&x=%C3%A9", "?x=%C3%A9"],
    ["?coder=1&codes=2&substate=3&x=code", "?coder=1&codes=2&substate=3&x=code"],
    ["?code", ""],
    ["a=1&code=2", "?a=1"],
    ["?a=1&&b=2", "?a=1&&b=2"],
  ])("turns %j into %j", (search, expected) => {
    expect(removeResponseParameters(search)).toBe(expected);
  });
});
