import { type Answer, createConnectionAnswer, temporarilyUnavailable } from "./answer";
import { withLease } from "./claims";
import type { Context } from "./context";
import { createReplyAnswer } from "./fullscript";
import { revokeTokens } from "./revoke";

/** Revokes the tokens at Fullscript, then deletes them. If the revocation fails, deletes nothing, so that it can be tried again. */
export async function disconnect(context: Context, userId: string): Promise<Answer> {
  const { store, notify } = context;
  const answer = await withLease(context, userId, async () => {
    const connection = await store.readConnection(userId);
    if (connection) {
      const failure = await revokeTokens(context, connection);
      if (failure) return createReplyAnswer(failure);
      if (await store.replaceConnection(userId, connection.version, undefined)) notify("disconnected", userId);
    }
    // Read again, because the user may have connected again in another tab.
    return createConnectionAnswer(context, await store.readConnection(userId));
  });
  return answer ?? temporarilyUnavailable();
}
