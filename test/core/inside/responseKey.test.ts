// @vitest-environment node
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { createResponseKey } from "../../../src/core/responseKey";
import { createTestBrowser } from "../testBrowser";

// What two tabs with two versions of the package must agree on.
it("names a code by the SHA-256 of its nonce and itself: a UUID of version 8 to the endpoint, 64 other bits to the browser", async () => {
  const sha256 = async (text: string) => {
    expect(text).toBe("nonce.code");
    return Uint8Array.from({ length: 32 }, (_, index) => index);
  };
  expect(await createResponseKey("nonce", "code", createTestBrowser({ sha256 }))).toEqual({
    idempotencyKey: "00010203-0405-8607-a809-0a0b0c0d0e0f",
    fingerprint: "1011121314151617",
  });
});

it("does so by the browser's own SHA-256", async () => {
  const hex = createHash("sha256").update("nonce.code").digest("hex");
  expect((await createResponseKey("nonce", "code", createTestBrowser())).fingerprint).toBe(hex.slice(32, 48));
});
