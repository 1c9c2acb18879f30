import type { Claim } from "./ConnectionStore";
import type { Context } from "./context";

/** Longer than a browser remembers a transaction (an hour), so that no repeat finds its claim gone. */
const CLAIM_LIFETIME_MS = 61 * 60_000;

/** Time to save what an answer brought, beyond the wait for the answer itself. */
const GRACE_MS = 10_000;

/** SHA-256 of all parts, in hexadecimal: 64 characters. */
export async function digest(...parts: string[]): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(parts)));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A claim of what happens once: it is kept, and with it the answer, after its holder is done. */
export function createClaim({ now, timeoutMs }: Context, id: string, boundTo: string): Claim {
  const createdAt = now();
  return {
    ...{ id, boundTo, answer: null },
    holder: crypto.randomUUID(),
    leaseUntil: createdAt + timeoutMs + GRACE_MS,
    forgetAt: createdAt + CLAIM_LIFETIME_MS,
  };
}

/**
 * Asks again and again, with growing pauses, until there is an answer or about `forMs` have gone by. `waited` is whether there was
 * a pause before. By counting pauses and not by the clock, which a test may hold.
 */
export async function pollFor<T>(
  forMs: number,
  attempt: (waited: boolean) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let waited = 0, pause = 50; waited < forMs; waited += pause, pause = Math.min(2 * pause, 1_000)) {
    const result = await attempt(waited > 0);
    if (result !== undefined) return result;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return undefined;
}

/**
 * Runs `work` while nobody else, in any process, changes this user's tokens; `undefined` where they were busy for too long. If this
 * process dies at it, the next one may after the lease. What `meanwhile` finds while others are at it will do as well: then a crowd
 * need not pass through the lease one by one.
 */
export async function withLease<T>(
  context: Context,
  userId: string,
  work: () => Promise<T>,
  meanwhile?: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const { store, now, timeoutMs } = context;
  const id = await digest("tokens", userId);
  return pollFor(timeoutMs, async () => {
    const claim = createClaim(context, id, "");
    // A disconnect makes two requests.
    claim.forgetAt = claim.leaseUntil += timeoutMs;
    if ((await store.claim(claim, now())).holder !== claim.holder) return meanwhile?.();
    try {
      return await work();
    } finally {
      // Unreleased, it ends by itself; what `work` did stands.
      await store.release(id, claim.holder).catch(() => undefined);
    }
  });
}
