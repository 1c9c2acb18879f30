import { FullscriptError } from "../core/FullscriptError";
import { isRecord } from "../core/isRecord";
import { type Answer, temporarilyUnavailable, createServerError } from "./answer";
import type { Connection } from "./ConnectionStore";
import type { Context } from "./context";
import { parseJson } from "./json";
import { readBytes } from "./readBytes";

/** The result of a request to Fullscript. */
export type Reply =
  /** A 2xx. */
  | { status: "accepted"; body: unknown }
  /** `invalid_grant`, or a token that the revocation endpoint does not know. It is final. */
  | { status: "refused" }
  /** A clear no for now (429 or 503), or a connection that was never made. `reason` completes "Fullscript …". */
  | { status: "unavailable"; reason: string; retryAfter: string | null }
  /** Any other 4xx, which concerns this client and not this user. */
  | { status: "misconfigured"; http: number; error: string }
  /** No answer, or one that says nothing. The request may have been processed. */
  | { status: "lost" };

export type FailedReply = Exclude<Reply, { status: "accepted" }>;
export type FailedRevocation = Exclude<FailedReply, { status: "refused" }>;

/** Fullscript's own lifetime. A token of unknown lifetime is refreshed when it is that old. */
const ASSUMED_LIFETIME_MS = 2 * 3_600_000;
/** Longer than any token response. */
const RESPONSE_LIMIT = 65_536;
const MAX_OWNER_LENGTH = 255;
const MAX_LIFETIME_MS = 365 * 24 * 3_600_000;
const REGISTERED_ERROR = /^(invalid_(request|client|scope)|unauthorized_client|unsupported_grant_type)$/;
const RETRY_AFTER = /^[\w ,:]{1,40}$/;
/** The codes of Node and Bun for a connection that was never made. After any other error, such as a reset, the request may have left. */
const NEVER_SENT = /^(E?CONN\w*REFUSED|ENOTFOUND|EAI_AGAIN)$/i;

/** Posts the client's credentials and these members. Never rejects. @see Fullscript's pages on the token request and on revoking */
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
      // A followed redirect would carry the secret to another server.
      redirect: "manual",
      signal: controller.signal,
    });
    const bytes = await readBytes(response.body, RESPONSE_LIMIT);
    const body = bytes.length > RESPONSE_LIMIT ? undefined : parseJson(new TextDecoder().decode(bytes));
    return readReply(response.status, response.headers.get("retry-after"), body);
  };
  // The signal alone is not enough, because the host's `fetch` may ignore it.
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

/** Creates the error for the developer's log. */
export function createReplyError(reply: FailedReply): FullscriptError {
  switch (reply.status) {
    case "refused":
      return new FullscriptError("code_rejected", "Fullscript refused the code.");
    case "misconfigured":
      return new FullscriptError(
        "misconfigured",
        `Fullscript refused this client (${reply.http}${reply.error && ` ${reply.error}`}).`,
        { status: reply.http, error: reply.error },
      );
    case "unavailable":
      return new FullscriptError("exchange_unavailable", `Fullscript ${reply.reason}.`, { retryable: true });
    case "lost":
      return new FullscriptError("exchange_interrupted", "Fullscript gave no answer that can be read.");
    default:
      return reply satisfies never;
  }
}

/** Creates the browser's answer to a request that may be sent again. */
export function createReplyAnswer(reply: FailedRevocation): Answer {
  if (reply.status === "misconfigured") return createServerError();
  return temporarilyUnavailable(reply.status === "unavailable" ? reply.retryAfter : undefined);
}

/** Reads the connection from a token response, in Fullscript's `oauth` wrapper or flat as in RFC 6749 §5.1. */
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
        ? { id: owner.id.slice(0, MAX_OWNER_LENGTH), type: owner.type.slice(0, MAX_OWNER_LENGTH) }
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
