import type { Connection } from "./ConnectionStore";
import type { Context } from "./context";
import { createReplyError, type FailedRevocation, postToFullscript } from "./fullscript";

/**
 * Revokes both tokens, because an access token may outlive its refresh token. Reports and returns the first failure.
 * @see RFC 7009 §2.1
 */
export async function revokeTokens(
  context: Context,
  { refreshToken, accessToken }: Connection,
): Promise<FailedRevocation | undefined> {
  for (const token of [refreshToken, accessToken]) {
    // A connection that Fullscript has ended has no tokens.
    if (!token || context.revocationEndpoint === undefined) continue;
    const reply = await postToFullscript(context, context.revocationEndpoint, { token });
    if (reply.status === "accepted" || reply.status === "refused") continue;
    context.report(createReplyError(reply));
    return reply;
  }
  return undefined;
}

/** A user waits for the answer, and a revocation that takes longer is cut off. */
const COURTESY_MS = 2_000;

/** Revokes the tokens of a connection that is no longer stored, unless the provider returned one of them again. */
export async function revokeUnused(
  context: Context,
  unused: Connection | undefined,
  stored: Connection | undefined,
): Promise<void> {
  const isShared =
    unused?.accessToken === stored?.accessToken ||
    (unused?.refreshToken !== null && unused?.refreshToken === stored?.refreshToken);
  const timeoutMs = Math.min(context.timeoutMs, COURTESY_MS);
  if (unused && !isShared) await revokeTokens({ ...context, timeoutMs }, unused);
}
