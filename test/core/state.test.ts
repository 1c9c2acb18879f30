// @vitest-environment node
import fc from "../properties";
import { decodeState, encodeState, FullscriptError, type JsonValue } from "react-fullscript-connect/core";
import { MAX_STATE_LENGTH } from "./inside/internals";
import { describe, expect, it } from "vitest";

const nonce = "A".repeat(43);
const encodeBytes = (bytes: Uint8Array) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const encode = (text: string) => encodeBytes(new TextEncoder().encode(text));

describe("encodeState and decodeState", () => {
  it("round-trip any JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        expect(decodeState(encodeState(value as JsonValue))).toEqual(value);
      }),
      { numRuns: 1_000 },
    );
  });

  it("round-trip a negative zero, and texts that look like its placeholder", () => {
    expect(decodeState(encodeState([-0, "", "-0", { a: -0, "": 0 }]))).toEqual([-0, "", "-0", { a: -0, "": 0 }]);
  });

  it("round-trip any Unicode, including lone surrogates", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units);
        expect(decodeState(encodeState(text))).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  it("need no percent-encoding and cannot be read as a number or as JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const state = encodeState(value as JsonValue);
        expect(state).toMatch(/^fsc1\.[\w-]{43}\.[\w-]+$/);
        expect(encodeURIComponent(state)).toBe(state);
        expect(Number(state)).toBeNaN();
        expect(() => JSON.parse(state) as unknown).toThrow();
      }),
    );
  });

  it("carry nothing without an app state", () => {
    const state = encodeState();
    expect(state).toMatch(/^fsc1\.[\w-]{43}\.$/);
    expect(decodeState(state)).toBeUndefined();
  });

  it("never share a nonce", () => {
    const nonces = Array.from({ length: 10_000 }, () => encodeState().split(".")[1]);
    expect(new Set(nonces).size).toBe(nonces.length);
  });
});

describe("encodeState", () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;

  it.each([
    ["a function", () => 1],
    ["a symbol", Symbol("s")],
    ["a cycle", cyclic],
    ["a bigint", 1n],
  ])("refuses %s, which JSON cannot hold", (_, value) => {
    expect(() => encodeState(value as never)).toThrow(
      expect.objectContaining({ name: "FullscriptError", code: "misconfigured" }),
    );
    expect(() => encodeState(value as never)).toThrow(/`appState` is not JSON/);
  });

  it("refuses an app state that could not be decoded again, and takes one just below", () => {
    const fits = "x".repeat(Math.floor(((MAX_STATE_LENGTH - 49) * 3) / 4) - 2);
    expect(encodeState(fits).length).toBeLessThanOrEqual(MAX_STATE_LENGTH);
    expect(decodeState(encodeState(fits))).toBe(fits);
    expect(() => encodeState(`${fits}xxxx`)).toThrow(/too large/);
    expect(() => encodeState(`${fits}xxxx`)).toThrow(FullscriptError);
  });
});

describe("decodeState", () => {
  it("never throws on any string", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string().map((text) => `fsc1.${nonce}.${text}`),
          fc.base64String().map((text) => `fsc1.${nonce}.${text}`),
        ),
        (text) => {
          expect(() => decodeState(text)).not.toThrow();
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ["nothing", ""],
    ["another's state", "eyJhIjoxfQ"],
    ["another version", `fsc2.${nonce}.${encode("1")}`],
    ["a short nonce", `fsc1.${nonce.slice(1)}.${encode("1")}`],
    ["a long nonce", `fsc1.${nonce}A.${encode("1")}`],
    ["a fourth part", `fsc1.${nonce}.${encode("1")}.x`],
    ["text before it", ` fsc1.${nonce}.${encode("1")}`],
    ["a line break after it", `fsc1.${nonce}.${encode("1")}\n`],
    ["a character outside base64url", `fsc1.${nonce}.${encode("1")}+`],
    ["a payload of an impossible length", `fsc1.${nonce}.A`],
    ["no JSON", `fsc1.${nonce}.${encode("{a:1}")}`],
    ["broken UTF-8", `fsc1.${nonce}.${encodeBytes(Uint8Array.of(0x22, 0xc3, 0x28, 0x22))}`],
    ["a byte order mark", `fsc1.${nonce}.${encode("\ufeff1")}`],
    ["more than a megabyte", `fsc1.${nonce}.${encode(`"${"x".repeat(1_000_000)}"`)}`],
  ])("answers undefined for %s", (_, state) => {
    expect(decodeState(state)).toBeUndefined();
  });

  it("changes no prototype", () => {
    const value = decodeState(
      `fsc1.${nonce}.${encode('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')}`,
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it("takes deep nesting without running out of stack", () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    expect(() => decodeState(`fsc1.${nonce}.${encode(deep)}`)).not.toThrow();
  });
});
