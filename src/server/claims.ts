import type { Claim } from "./ConnectionStore";
import type { Context } from "./context";

/** Longer than a browser remembers a transaction (an hour), so that every repeat finds its claim. */
const CLAIM_LIFETIME_MS = 61 * 60_000;

/** Time to save what an answer brought, on top of the wait for the answer. */
const GRACE_MS = 10_000;

/** Returns the SHA-256 of all parts in hexadecimal: 64 characters. */
export async function digest(...parts: string[]): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(parts)));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Creates a claim on something that happens once. The store keeps the claim and its answer after the holder is done. */
export function createClaim({ now, timeoutMs }: Context, id: string, boundTo: string): Claim {
  const createdAt = now();
  return {
    id,
    boundTo,
    answer: null,
    holder: crypto.randomUUID(),
    leaseUntil: createdAt + timeoutMs + GRACE_MS,
    forgetAt: createdAt + CLAIM_LIFETIME_MS,
  };
}

/**
 * Calls `attempt` with growing pauses until it returns something or about `forMs` have passed. `waited` is whether there was a pause
 * before. It counts pauses instead of reading the clock, because a test may stop the clock.
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

/** Saves tokens that exist nowhere else: if the store throws, it is asked again while the claim's lease lasts. */
export async function saveTokens({ timeoutMs }: Context, save: () => Promise<boolean>): Promise<boolean> {
  let failure: unknown;
  const isSaved = await pollFor(Math.min(timeoutMs, GRACE_MS / 2), () =>
    save().catch((thrown: unknown) => {
      failure = thrown;
      return undefined;
    }),
  );
  if (isSaved === undefined) throw failure;
  return isSaved;
}

/**
 * Runs `work` while no other request, in any process, changes this user's tokens. Returns `undefined` if they were busy for too long.
 * If this process dies, the next one takes over when the lease ends. While another request holds the lease, `meanwhile` may find the
 * result, so that a crowd does not pass through the lease one by one.
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
      // An unreleased lease ends on its own, and the result of `work` stands.
      await store.release(id, claim.holder).catch(() => undefined);
    }
  });
}
