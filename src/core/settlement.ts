import { FullscriptError } from "./FullscriptError";
import { CODE_LIFETIME_MS, type Settlement, type Transaction } from "./transaction";

/** Returns whether a code's ten minutes are over. A time in the future counts as over. */
export function isCodeExpired(receivedAt: number, now: number): boolean {
  return receivedAt > now || now - receivedAt >= CODE_LIFETIME_MS;
}

/** Returns the outcome that is stored for an error. An endpoint's text may quote the code, so only an error name of RFC 6749 is kept. */
export function settlementOf({ code, error }: FullscriptError, at: number): Settlement {
  const word = error !== undefined && /^[a-z_]{1,64}$/.test(error) ? error : undefined;
  return { status: code === "code_expired" || code === "code_rejected" ? "expired" : "failed", at, code, error: word };
}

/** Returns the outcome of the response that connected the account, if there is one. */
export function connectedOf(responses: Transaction["responses"]): Settlement | undefined {
  return Object.values(responses).find(({ settled }) => settled?.status === "connected")?.settled;
}

/**
 * Returns the outcome that a response replays: its own, or that of a response that connected with the same state. Throws
 * `state_mismatch` if another response used the state up. A cancel doesn't, because the user may go back and authorize after all.
 * @see RFC 9700 §4.7.1
 */
export function earlierSettlement(responses: Transaction["responses"], fingerprint: string): Settlement | undefined {
  const replayed = responses[fingerprint]?.settled ?? connectedOf(responses);
  const isOpen = Object.values(responses).every(({ settled }) => !settled || settled.status === "cancelled");
  if (replayed || isOpen) return replayed;
  throw new FullscriptError("state_mismatch", "The state was used before, by a response that expired or failed.");
}
