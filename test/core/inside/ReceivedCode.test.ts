// @vitest-environment node
import { createHash } from "node:crypto";
import { createAuthorizationRequest } from "react-fullscript-connect/core";
import { type CallbackBrowser, received } from "./internals";
import { expect, it } from "vitest";
import { CONFIG, createTestBrowser } from "../testBrowser";

const comeBack = (browser: CallbackBrowser) =>
  received("code", createAuthorizationRequest(CONFIG, {}, browser).state, browser);

// What two tabs with two versions of the package must agree on.
it("names a code by the SHA-256 of its nonce and itself: a UUID of version 8 to the endpoint, 64 other bits to the browser", async () => {
  const hashed: string[] = [];
  const sha256 = (text: string) => {
    hashed.push(text);
    return Promise.resolve(Uint8Array.from({ length: 32 }, (_, index) => index));
  };
  const browser = createTestBrowser({ sha256 });
  const code = await comeBack(browser);
  expect(code).toMatchObject({ key: "00010203-0405-8607-a809-0a0b0c0d0e0f", fingerprint: "1011121314151617" });
  expect(hashed).toEqual([`${code.transaction.nonce}.code`]);
});

it("does so by the browser's own SHA-256", async () => {
  const code = await comeBack(createTestBrowser());
  const hex = createHash("sha256").update(`${code.transaction.nonce}.code`).digest("hex");
  expect(code.fingerprint).toBe(hex.slice(32, 48));
});
