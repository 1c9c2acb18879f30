import { FullscriptError } from "../core/FullscriptError";
import { type Answer, temporarilyUnavailable, createServerError } from "./answer";
import type { Connection } from "./ConnectionStore";
import type { Context } from "./context";
import { isRecord, parseJson } from "./json";

/** What is known after a request to Fullscript. */
export type Reply =
  /** A 2xx. */
  | { status: "accepted"; body: unknown }
  /** `invalid_grant`, or at the revocation endpoint a token that it does not know: nothing to try again. */
  | { status: "refused" }
  /** A clear no for now, 429 or 503, or a connection that was never made. `reason` goes on after "Fullscript …". */
  | { status: "unavailable"; reason: string; retryAfter: string | null }
  /** Any other 4xx: this client, not this user. */
  | { status: "misconfigured"; http: number; error: string }
  /** No answer, or one that does not tell: it may have happened. */
  | { status: "lost" };

export type FailedReply = Exclude<Reply, { status: "accepted" }>;

/** Fullscript's own lifetime. A token of unknown lifetime is refreshed when it is that old. */
const ASSUMED_LIFETIME_MS = 2 * 3_600_000;
const MAX_LIFETIME_MS = 365 * 24 * 3_600_000;
const REGISTERED_ERROR = /^(invalid_(request|client|scope)|unauthorized_client|unsupported_grant_type)$/;
const RETRY_AFTER = /^[\w ,:]{1,40}$/;
/** Node's and Bun's codes for a connection that was never made; all others, a reset first of all, may come after the request has left. */
const NEVER_SENT = /^(E?CONN\w*REFUSED|ENOTFOUND|EAI_AGAIN)$/i;

/** Posts the client's credentials and these members; never rejects. @see Fullscript's pages on the token request and on revoking */
export async function postToFullscript(
  context: Context,
  endpoint: string,
  members: Record<string, string>,
): Promise<Reply> {
  const { clientId, clientSecret, fetch, timeoutMs } = context;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const send = async (): Promise<Reply> => {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ client_id: clientId, client_secret: clientSecret, ...members }),
      // Followed, a redirect would carry the secret to wherever it points.
      redirect: "manual",
      signal: controller.signal,
    });
    return readReply(response.status, response.headers.get("retry-after"), parseJson(await response.text()));
  };
  // Not left to the signal alone: a `fetch` of the host's may not know it.
  const timeout = new Promise<Reply>((resolve) => {
    timer = setTimeout(() => {
      resolve({ status: "lost" });
      controller.abort();
    }, timeoutMs);
  });

  try {
    return await Promise.race([send(), timeout]);
  } catch (thrown) {
    // Node's `fetch` keeps the system's error in `cause`.
    const error = isRecord(thrown) && isRecord(thrown.cause) ? thrown.cause : thrown;
    const code = String(isRecord(error) && error.code);
    return NEVER_SENT.test(code)
      ? { status: "unavailable", reason: `cannot be reached (${code})`, retryAfter: "1" }
      : { status: "lost" };
  } finally {
    clearTimeout(timer);
  }
}

/** What a developer should read in the log. */
export function createReplyError(reply: FailedReply): FullscriptError {
  switch (reply.status) {
    case "refused":
      return new FullscriptError(
        "code_rejected",
        "Fullscript refused this code: expired, used or of another redirectUri, so its user has to start again. Check redirectUri and environment if nobody can connect.",
      );
    case "misconfigured":
      return new FullscriptError(
        "misconfigured",
        `Fullscript refused this client (${reply.http}${reply.error && ` ${reply.error}`}), so nobody can connect. Check clientId, clientSecret, redirectUri and environment.`,
        { status: reply.http, error: reply.error },
      );
    case "unavailable":
      return new FullscriptError(
        "exchange_unavailable",
        `Fullscript ${reply.reason}, so nothing happened and it may be tried again. Check that this server reaches its endpoints.`,
        { retryable: true },
      );
    case "lost":
      return new FullscriptError(
        "exchange_interrupted",
        "Fullscript gave no answer that can be read, so it may have happened and is not tried again. Check that this server reaches its endpoints.",
      );
    default:
      return reply satisfies never;
  }
}

/** What the browser is told where the same request may be sent again. */
export function createReplyAnswer(reply: Exclude<Reply, { status: "accepted" | "refused" }>): Answer {
  if (reply.status === "misconfigured") return createServerError();
  return temporarilyUnavailable(reply.status === "unavailable" ? reply.retryAfter : undefined);
}

/** The connection in a token response, from Fullscript's `oauth` wrapper or flat as in RFC 6749 §5.1; `undefined` if there is none. */
export function decodeTokenResponse(body: unknown, requestedAt: number, previous?: Connection): Connection | undefined {
  const response = isRecord(body) && isRecord(body.oauth) ? body.oauth : body;
  if (!isRecord(response) || !isToken(response.access_token)) return undefined;
  const {
    access_token: accessToken,
    token_type: type = "Bearer",
    expires_in,
    refresh_token,
    scope,
    resource_owner: owner,
  } = response;
  if (typeof type !== "string" || type.toLowerCase() !== "bearer") return undefined;
  // RFC 6749 §6: a refresh that brings no new refresh token leaves the old one in force.
  const refreshToken = isToken(refresh_token) ? refresh_token : (previous?.refreshToken ?? null);
  const lifetimeMs = readLifetime(expires_in) ?? (refreshToken === null ? undefined : ASSUMED_LIFETIME_MS);
  return {
    version: crypto.randomUUID(),
    accessToken,
    refreshToken,
    expiresAt: lifetimeMs === undefined ? null : requestedAt + lifetimeMs,
    scope: typeof scope === "string" ? scope : (previous?.scope ?? null),
    resourceOwner:
      isRecord(owner) && typeof owner.id === "string" && typeof owner.type === "string"
        ? { id: owner.id, type: owner.type }
        : (previous?.resourceOwner ?? null),
  };
}

/** In milliseconds, or `undefined` if the server did not say. Zero and less mean that the token is expired. */
function readLifetime(expiresIn: unknown): number | undefined {
  const seconds = typeof expiresIn === "string" ? parseFloat(expiresIn) : expiresIn;
  if (typeof seconds !== "number" || Number.isNaN(seconds)) return undefined;
  return Math.max(0, Math.min(seconds * 1_000, MAX_LIFETIME_MS));
}

function readReply(http: number, retryAfter: string | null, body: unknown): Reply {
  if (http === 429 || http === 503) {
    return {
      status: "unavailable",
      reason: `is down or limits the rate (${http})`,
      retryAfter: RETRY_AFTER.exec(retryAfter ?? "")?.[0] ?? null,
    };
  }
  if (http >= 200 && http < 300) return { status: "accepted", body };
  if (http < 400 || http >= 500) return { status: "lost" };
  const error = isRecord(body) && typeof body.error === "string" ? body.error : "";
  if (/^(invalid_grant|invalid_token|unsupported_token_type)$/.test(error)) return { status: "refused" };
  return { status: "misconfigured", http, error: REGISTERED_ERROR.test(error) ? error : "" };
}

/** RFC 6749, appendix A.12: visible ASCII and spaces. */
function isToken(value: unknown): value is string {
  return typeof value === "string" && /^[ -~]+$/.test(value);
}
