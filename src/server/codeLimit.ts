import { type Answer, createRefusal } from "./answer";
import { createClaim, digest } from "./claims";
import type { Claim } from "./ConnectionStore";
import type { Context } from "./context";

const WINDOW_MS = 60_000;

/**
 * Returns 429 and releases the claim if this user has posted too many new codes within a minute. Each new code takes one of the user's
 * slots, and a slot is a claim that lasts a minute. A code that finds its own slot takes no other.
 */
export async function refuseTooMany(
  context: Context,
  userId: string,
  { id, holder }: Claim,
): Promise<Answer | undefined> {
  const { store, now, maxCodesPerMinute } = context;
  let freeAt = Infinity;
  for (let slot = 0; slot < maxCodesPerMinute; slot += 1) {
    const mine = createClaim(context, await digest("slot", userId, String(slot)), id);
    mine.forgetAt = mine.leaseUntil = now() + WINDOW_MS;
    const standing = await store.claim(mine, now());
    if (standing.boundTo === id) return undefined;
    freeAt = Math.min(freeAt, standing.forgetAt);
  }
  await store.release(id, holder);
  return createRefusal(429, "temporarily_unavailable", "Try again in a moment.", {
    "Retry-After": String(Math.ceil((freeAt - now()) / 1_000)),
  });
}
