import { type Answer, createConnectionAnswer, temporarilyUnavailable } from "./answer";
import { withLease } from "./claims";
import type { Connection } from "./ConnectionStore";
import type { Context } from "./context";
import { createReplyAnswer, createReplyError, postToFullscript } from "./fullscript";

/** Revokes at Fullscript, then forgets. While the revocation surely failed nothing is forgotten, so that it can be tried again. */
export async function disconnect(context: Context, userId: string): Promise<Answer> {
  const { store } = context;
  const answer = await withLease(context, userId, async () => {
    const connection = await store.readConnection(userId);
    if (connection) {
      const failure = await revoke(context, connection);
      if (failure) return failure;
      await store.replaceConnection(userId, connection.version, undefined);
    }
    // Read again: a user who has just connected anew in another tab is connected.
    return createConnectionAnswer(await store.readConnection(userId), context.now());
  });
  return answer ?? temporarilyUnavailable();
}

/** Both tokens: by RFC 7009 §2.1 the access token may outlive its refresh token. */
async function revoke(context: Context, { refreshToken, accessToken }: Connection): Promise<Answer | undefined> {
  for (const token of [refreshToken, accessToken]) {
    // A connection that Fullscript has ended has none left.
    if (!token || context.revocationEndpoint === undefined) continue;
    const reply = await postToFullscript(context, context.revocationEndpoint, { token });
    if (reply.status === "accepted" || reply.status === "refused") continue;
    context.report(createReplyError(reply));
    return createReplyAnswer(reply);
  }
  return undefined;
}
