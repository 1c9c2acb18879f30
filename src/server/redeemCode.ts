import {
  type Answer,
  createConnectionAnswer,
  createInvalidRequest,
  temporarilyUnavailable,
  INVALID_GRANT,
} from "./answer";
import { createClaim, digest, pollFor } from "./claims";
import type { ConnectionUser } from "./ConnectionHandlerOptions";
import type { Claim } from "./ConnectionStore";
import type { Context } from "./context";
import { isLive } from "./isLive";
import type { ExchangeRequest } from "./exchangeRequest";
import { createReplyAnswer, createReplyError, decodeTokenResponse, postToFullscript } from "./fullscript";

/**
 * Exchanges a code at most once. Before anything leaves, the code is claimed in the store; every repeat finds the claim and gets the
 * first final answer, waits for it, or is told to come back. Only a clear no of Fullscript's gives the claim back.
 */
export async function redeemCode(context: Context, user: ConnectionUser, request: ExchangeRequest): Promise<Answer> {
  const { store, now, timeoutMs } = context;
  if (request.key !== undefined) {
    const keyed = createClaim(
      context,
      ...(await Promise.all([digest("key", user.id, request.key), digest(...request.contents)])),
    );
    if ((await store.claim(keyed, now())).boundTo !== keyed.boundTo) {
      return createInvalidRequest(422, "This Idempotency-Key was used with another body.");
    }
  }

  // The code alone, not together with the user: were the session swapped in between, the next user would present it again.
  const mine = createClaim(context, ...(await Promise.all([digest("code", request.code), digest("user", user.id)])));
  const answer = await pollFor(timeoutMs, async (waited) => {
    const claim = await store.claim(mine, now());
    if (claim.boundTo !== mine.boundTo) return INVALID_GRANT;
    if (claim.answer) return claim.answer;
    if (claim.holder === mine.holder) {
      if (!waited) return presentCode(context, user.id, request.code, mine);
      // The one that this request waited for was told to come back later: so is this one, or all that wait would ask in turn.
      await store.release(mine.id, mine.holder);
      return temporarilyUnavailable();
    }
    // Its process died, maybe after it had presented the code. The next round reads what then stands.
    if (claim.leaseUntil <= now()) await store.settle(mine.id, INVALID_GRANT);
    return undefined;
  });
  return answer ?? temporarilyUnavailable();
}

/** Presents the code that this request holds the claim of. */
async function presentCode(context: Context, userId: string, code: string, { id, holder }: Claim): Promise<Answer> {
  const { store, now, tokenEndpoint, redirectUri } = context;
  const requestedAt = now();
  let reply = await postToFullscript(context, tokenEndpoint, {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
  });

  if (reply.status === "accepted") {
    const connection = decodeTokenResponse(reply.body, requestedAt);
    if (connection && isLive(connection, requestedAt)) {
      const answer = createConnectionAnswer(connection, requestedAt);
      // Not saved where the lease had run out and a repeat was told to start again: that answer stands, and nobody may say otherwise.
      return (await store.settle(id, answer, { userId, connection })) ? answer : INVALID_GRANT;
    }
    reply = { status: "lost" };
  }
  context.report(createReplyError(reply));
  if (reply.status === "refused" || reply.status === "lost") {
    await store.settle(id, INVALID_GRANT);
    return INVALID_GRANT;
  }
  await store.release(id, holder);
  return createReplyAnswer(reply);
}
