// @vitest-environment node
import { createHash } from "node:crypto";
import { type Browser, createAuthorizationRequest, verifyAuthorizationResponse } from "react-fullscript-connect/core";
import { expect, it } from "vitest";
import { createResponseKey } from "../../../src/core/responseKey";
import { CONFIG, createTestBrowser } from "../testBrowser";

function comeBack(browser: Browser) {
  const { state } = createAuthorizationRequest(CONFIG, {}, browser);
  return verifyAuthorizationResponse({ kind: "code", code: "code", state }, undefined, browser);
}

// What two tabs with two versions of the package must agree on.
it("names a code by the SHA-256 of its nonce and itself: a UUID of version 8 to the endpoint, 64 other bits to the browser", async () => {
  const hashed: string[] = [];
  const sha256 = (text: string) => {
    hashed.push(text);
    return Promise.resolve(Uint8Array.from({ length: 32 }, (_, index) => index));
  };
  const browser = createTestBrowser({ sha256 });
  const verified = comeBack(browser);
  const key = { idempotencyKey: "00010203-0405-8607-a809-0a0b0c0d0e0f", fingerprint: "1011121314151617" };
  expect(await createResponseKey(verified, browser)).toEqual(key);
  // Once: whoever asks again gets the same.
  expect(await createResponseKey(verified, browser)).toEqual(key);
  expect(hashed).toEqual([`${verified.transaction.nonce}.code`]);
});

it("does so by the browser's own SHA-256", async () => {
  const browser = createTestBrowser();
  const verified = comeBack(browser);
  const hex = createHash("sha256").update(`${verified.transaction.nonce}.code`).digest("hex");
  expect((await createResponseKey(verified, browser)).fingerprint).toBe(hex.slice(32, 48));
});
