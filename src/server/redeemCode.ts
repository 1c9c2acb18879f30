import {
  type Answer,
  createConnectionAnswer,
  createInvalidRequest,
  INVALID_GRANT,
  temporarilyUnavailable,
} from "./answer";
import { createClaim, digest, pollFor, saveTokens } from "./claims";
import { refuseTooMany } from "./codeLimit";
import type { ConnectionUser } from "./ConnectionHandlerOptions";
import type { Claim, ClaimAnswer, Connection } from "./ConnectionStore";
import type { Context } from "./context";
import type { ExchangeRequest } from "./exchangeRequest";
import { createReplyAnswer, createReplyError, decodeTokenResponse, postToFullscript } from "./fullscript";
import { isLive } from "./isLive";
import { revokeUnused } from "./revoke";

/**
 * Exchanges a code at most once. Before anything leaves, the code is claimed in the store. A repeat finds the claim and gets the first
 * final answer, waits for it, or is told to come back. Only a clear no from Fullscript releases the claim.
 */
export async function redeemCode(context: Context, user: ConnectionUser, request: ExchangeRequest): Promise<Answer> {
  const { store, now, timeoutMs } = context;
  const { key, code, contents } = request;
  if (key !== undefined) {
    const keyed = createClaim(context, ...(await Promise.all([digest("key", user.id, key), digest(...contents)])));
    const standing = await store.claim(keyed, now());
    if (standing.boundTo !== keyed.boundTo)
      return createInvalidRequest(422, "This Idempotency-Key was used with another body.");
    const refusal = standing.holder === keyed.holder ? await refuseTooMany(context, user.id, keyed) : undefined;
    if (refusal) return refusal;
  }

  // The claim is on the code alone. If the user were part of it, the next user to sign in would present the code again.
  const mine = createClaim(context, ...(await Promise.all([digest("code", code), digest("user", user.id)])));
  const answer = await pollFor(timeoutMs, async (waited) => {
    const claim = await store.claim(mine, now());
    if (claim.boundTo !== mine.boundTo) return INVALID_GRANT;
    if (claim.answer) return repeatAnswer(context, user.id, claim.answer);
    if (claim.holder === mine.holder) {
      if (!waited) {
        const refusal = key === undefined ? await refuseTooMany(context, user.id, mine) : undefined;
        return refusal ?? presentCode(context, user.id, code, mine);
      }
      // The request that this one waited for was told to come back later. If this one asked Fullscript, all others would follow.
      await store.release(mine.id, mine.holder);
      return temporarilyUnavailable();
    }
    // The holder's process died, maybe after it had presented the code. The next round reads the answer that stands.
    if (claim.leaseUntil <= now()) await store.settle(mine.id, INVALID_GRANT);
    return undefined;
  });
  return answer ?? temporarilyUnavailable();
}

/** Returns the first answer, unless the user has disconnected since. */
async function repeatAnswer({ store }: Context, userId: string, answer: ClaimAnswer): Promise<Answer> {
  return answer.status === 200 && !(await store.readConnection(userId)) ? INVALID_GRANT : answer;
}

/** Presents a code to Fullscript. The request must hold the claim on it. */
async function presentCode(context: Context, userId: string, code: string, { id, holder }: Claim): Promise<Answer> {
  const { store, now, tokenEndpoint, redirectUri } = context;
  const requestedAt = now();
  const reply = await postToFullscript(context, tokenEndpoint, {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
  });
  const connection = reply.status === "accepted" ? decodeTokenResponse(reply.body, requestedAt) : undefined;
  if (connection && isLive(connection, requestedAt)) return saveConnection(context, userId, id, connection);

  const failure = reply.status === "accepted" ? ({ status: "lost" } as const) : reply;
  context.report(createReplyError(failure));
  if (failure.status === "refused" || failure.status === "lost") {
    await store.settle(id, INVALID_GRANT);
    return INVALID_GRANT;
  }
  await store.release(id, holder);
  return createReplyAnswer(failure);
}

/** Saves a new connection together with the claim's answer. Then revokes the tokens that the store does not have. */
async function saveConnection(
  context: Context,
  userId: string,
  claimId: string,
  connection: Connection,
): Promise<Answer> {
  const { store, notify } = context;
  const answer = createConnectionAnswer(context, connection);
  // If this read fails, old tokens live until they expire. That must not cost the new connection.
  const replaced = await store.readConnection(userId).catch(() => undefined);
  const isSaved = await saveTokens(context, () => store.settle(claimId, answer, { userId, connection }));
  const stored = isSaved ? connection : await store.readConnection(userId);
  // A save that threw may have succeeded, and then its repeat finds the claim settled.
  if (stored?.version === connection.version) {
    notify("connected", userId);
    await revokeUnused(context, replaced, connection);
    return answer;
  }
  // The lease had run out, and a repeat was told to start again. That answer stands.
  await revokeUnused(context, connection, stored);
  return INVALID_GRANT;
}
