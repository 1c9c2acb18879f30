import { FullscriptError } from "../core/FullscriptError";
import { withLease } from "./claims";
import type { Connection } from "./ConnectionStore";
import type { Context } from "./context";
import { createReplyError, decodeTokenResponse, postToFullscript } from "./fullscript";
import { isLive } from "./isLive";

/** A token that ends within this time is refreshed first, so that it still lives when it arrives. */
const REFRESH_AHEAD_MS = 60_000;

/** A live access token; refreshes it when due, one request at a time for each user, because each refresh token works once. */
export async function getAccessToken(context: Context, userId: string): Promise<string> {
  const read = async (): Promise<string | undefined> => {
    const connection = requireLive(await context.store.readConnection(userId), context.now());
    return isDue(connection, context.now()) ? undefined : connection.accessToken;
  };
  const token = (await read()) ?? (await withLease(context, userId, () => refresh(context, userId), read));
  if (token === undefined)
    throw createReplyError({ status: "unavailable", reason: "gave no answer to another refresh", retryAfter: null });
  return token;
}

async function refresh(context: Context, userId: string): Promise<string> {
  const { store, now, tokenEndpoint } = context;
  const requestedAt = now();
  // Read again: whoever held the lease before may have refreshed it.
  const connection = requireLive(await store.readConnection(userId), requestedAt);
  if (!isDue(connection, requestedAt)) return connection.accessToken;

  const reply = await postToFullscript(context, tokenEndpoint, {
    grant_type: "refresh_token",
    refresh_token: connection.refreshToken,
  });
  const next =
    reply.status === "accepted"
      ? decodeTokenResponse(reply.body, requestedAt, connection)
      : reply.status === "refused"
        ? endConnection(connection)
        : undefined;
  if (next) {
    const saved = await store.replaceConnection(userId, connection.version, next);
    // Not saved: the user has connected anew in between, and that connection is the one.
    return requireLive(saved ? next : await store.readConnection(userId), requestedAt).accessToken;
  }
  if (reply.status === "unavailable" && connection.expiresAt > requestedAt) return connection.accessToken;
  throw createReplyError(reply.status === "accepted" ? { status: "lost" } : reply);
}

/** What is left of a connection that Fullscript has ended: whose it was, so that the user is asked to reconnect, and no token. */
function endConnection({ resourceOwner }: Connection): Connection {
  return {
    version: crypto.randomUUID(),
    accessToken: "",
    refreshToken: null,
    expiresAt: 0,
    scope: null,
    resourceOwner,
  };
}

function isDue(
  connection: Connection,
  now: number,
): connection is Connection & { refreshToken: string; expiresAt: number } {
  const { refreshToken, expiresAt } = connection;
  return refreshToken !== null && expiresAt !== null && expiresAt - REFRESH_AHEAD_MS <= now;
}

function requireLive(connection: Connection | undefined, now: number): Connection {
  if (connection && isLive(connection, now)) return connection;
  throw new FullscriptError(
    "code_rejected",
    "This user is not connected, so there is no access token. Let them connect.",
    { error: "invalid_grant" },
  );
}
