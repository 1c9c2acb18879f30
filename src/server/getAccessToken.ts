import { FullscriptError } from "../core/FullscriptError";
import { saveTokens, withLease } from "./claims";
import type { Connection } from "./ConnectionStore";
import type { Context } from "./context";
import { createReplyError, decodeTokenResponse, type FailedReply, postToFullscript } from "./fullscript";
import { isLive } from "./isLive";
import { revokeUnused } from "./revoke";

/** A token that ends within this time is refreshed first, so that it still lives when it arrives. */
const REFRESH_AHEAD_MS = 60_000;

/**
 * Returns a live access token. Refreshes it when it is due or if it is the `rejected` one, with one request at a time for each user,
 * because each refresh token works once.
 */
export async function getAccessToken(context: Context, userId: string, rejected?: string): Promise<string> {
  const { store, now } = context;
  const readFresh = async (): Promise<string | undefined> => {
    const connection = requireLive(await store.readConnection(userId), now());
    return needsRefresh(connection, now(), rejected) ? undefined : connection.accessToken;
  };
  const token =
    (await readFresh()) ?? (await withLease(context, userId, () => refresh(context, userId, rejected), readFresh));
  if (token !== undefined) return token;
  const connection = requireLive(await store.readConnection(userId), now());
  const busy: FailedReply = { status: "unavailable", reason: "gave no answer to another refresh", retryAfter: null };
  return keepOrThrow(context, connection, rejected, busy);
}

async function refresh(context: Context, userId: string, rejected: string | undefined): Promise<string> {
  const { store, now, notify, tokenEndpoint } = context;
  const requestedAt = now();
  // Read again, because the previous holder of the lease may have refreshed it.
  const connection = requireLive(await store.readConnection(userId), requestedAt);
  if (!needsRefresh(connection, requestedAt, rejected)) return connection.accessToken;

  const { refreshToken } = connection;
  const reply =
    refreshToken === null
      ? ({ status: "refused" } as const)
      : await postToFullscript(context, tokenEndpoint, { grant_type: "refresh_token", refresh_token: refreshToken });
  const next =
    reply.status === "accepted"
      ? decodeTokenResponse(reply.body, requestedAt, connection)
      : reply.status === "refused"
        ? endConnection(connection)
        : undefined;
  if (!next)
    return keepOrThrow(context, connection, rejected, reply.status === "accepted" ? { status: "lost" } : reply);

  const isSaved = await saveTokens(context, () => store.replaceConnection(userId, connection.version, next));
  const stored = isSaved ? next : await store.readConnection(userId);
  // A save that threw may have succeeded, and then its repeat finds another version. If the version is not ours, the user has connected
  // again or disconnected in the meantime.
  if (stored?.version === next.version) notify(reply.status === "refused" ? "reconnect-needed" : "refreshed", userId);
  else await revokeUnused(context, next, stored);
  return requireLive(stored, requestedAt).accessToken;
}

/** Returns the old token if it still works, because then a failed refresh costs nothing yet. Otherwise throws. */
function keepOrThrow(
  { now, report }: Context,
  { accessToken, expiresAt }: Connection,
  rejected: string | undefined,
  reply: FailedReply,
): string {
  const error = createReplyError(reply);
  if (accessToken === rejected || (expiresAt !== null && expiresAt <= now())) throw error;
  report(error);
  return accessToken;
}

/** Returns a connection without tokens that still names the account, so that the user is asked to reconnect. */
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

function needsRefresh(
  { accessToken, refreshToken, expiresAt }: Connection,
  now: number,
  rejected: string | undefined,
): boolean {
  if (accessToken === rejected) return true;
  return refreshToken !== null && expiresAt !== null && expiresAt - REFRESH_AHEAD_MS <= now;
}

function requireLive(connection: Connection | undefined, now: number): Connection {
  if (connection && isLive(connection, now)) return connection;
  throw new FullscriptError("code_rejected", "This user is not connected.", { error: "invalid_grant" });
}
