import type { VerifiedCode } from "./authorizationResponse";
import type { Browser } from "./browser";

/** What stands for a code wherever the code itself must not be: on disk and in a header. */
export interface ResponseKey {
  /** Names the response in this browser's records: 64 bits of the hash, hexadecimal. */
  fingerprint: string;
  /** The same for every presentation of this code in this transaction. @see draft-ietf-httpapi-idempotency-key-header */
  idempotencyKey: string;
}

const keys = new WeakMap<VerifiedCode, Promise<ResponseKey>>();

/** One-way, and different for each code of each transaction. Made once, and forgotten with the code. */
export function createResponseKey(verified: VerifiedCode, browser: Browser): Promise<ResponseKey> {
  let key = keys.get(verified);
  if (!key) {
    keys.set(verified, (key = digest(verified, browser)));
    // Whoever asks next tries again.
    key.catch(() => keys.delete(verified));
  }
  return key;
}

async function digest({ code, transaction }: VerifiedCode, browser: Browser): Promise<ResponseKey> {
  const bytes = await browser.sha256(`${transaction.nonce}.${code}`);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  // RFC 9562 §5.8: version 8 is a UUID made in one's own way.
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { fingerprint: hex.slice(32, 48), idempotencyKey: uuid };
}
