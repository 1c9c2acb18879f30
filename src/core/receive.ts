import type { VerifiedCode } from "./authorizationResponse";
import { type Browser, globalBrowser, type StorageLike } from "./browser";
import { createResponseKey } from "./responseKey";
import { readNonce, type ResponseRecord, saveTransaction } from "./transaction";

/** What this browser knows of a code, under the name that stands for it. The first look starts the code's ten minutes. */
export async function receiveCode(
  verified: VerifiedCode,
  storage?: StorageLike,
  browser: Browser = globalBrowser,
): Promise<ResponseRecord & { fingerprint: string }> {
  const { transaction } = verified;
  const receivedAt = browser.now();
  const { fingerprint } = await createResponseKey(verified, browser);
  // Read again, with nothing awaited before the write: another attempt may have marked its POST in the meantime.
  const current = readNonce(transaction.nonce, storage, browser);
  const known = (current ?? transaction).responses[fingerprint];
  const record = known ?? { revision: 0, receivedAt };
  if (current && !known) {
    try {
      saveTransaction({ ...current, responses: { ...current.responses, [fingerprint]: record } }, storage, browser);
    } catch {
      // Only a reload would have needed it.
    }
  }
  return { fingerprint, ...record };
}
