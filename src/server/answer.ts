import { cachedText } from "./bodyCache";
import type { Connection } from "./ConnectionStore";
import type { Context } from "./context";
import { isLive } from "./isLive";

/** An HTTP answer before it becomes a `Response`. Its body is fixed text, so that a repeat is equal byte by byte. */
export interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string> | undefined;
}

export function createResponse({ status, body, headers }: Answer, corsHeaders?: Record<string, string>): Response {
  const response = new Response(status === 204 ? null : body, {
    status,
    headers: {
      "Content-Type": "application/json",
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      ...corsHeaders,
      ...headers,
    },
  });
  cachedText.set(response, body);
  return response;
}

/** @see RFC 6749 §5.2 */
export function createRefusal(
  status: number,
  error: string,
  description: string,
  headers?: Record<string, string>,
): Answer {
  return { status, body: JSON.stringify({ error, error_description: description }), headers };
}

export function createInvalidRequest(status: number, description: string, headers?: Record<string, string>): Answer {
  return createRefusal(status, "invalid_request", description, headers);
}

export function createServerError(): Answer {
  return createRefusal(500, "server_error", "See the server's log.");
}

/** Nothing was used up, so the same request may be sent again. */
export function temporarilyUnavailable(retryAfter: string | null = "1"): Answer {
  const headers = retryAfter === null ? undefined : { "Retry-After": retryAfter };
  return createRefusal(503, "temporarily_unavailable", "Try again in a moment.", headers);
}

/** Describes a stored connection to the browser, without its tokens. */
export function createConnectionAnswer(context: Context, connection: Connection | undefined): Answer {
  return { status: 200, body: JSON.stringify(connection ? describe(context, connection) : { connected: false }) };
}

function describe({ now, requiredScopes }: Context, connection: Connection): object {
  const { resourceOwner, scope } = connection;
  if (!isLive(connection, now())) return { connected: false, reconnect: true, resource_owner: resourceOwner };
  // If the server did not name the scope, nothing is known to be missing.
  const granted = scope?.split(/\s+/) ?? requiredScopes;
  const missing = requiredScopes.filter((required) => !granted.includes(required));
  return {
    connected: true,
    resource_owner: resourceOwner,
    ...(missing.length > 0 && { reconnect: true, missing_scopes: missing }),
  };
}

export const SUBJECT_MISMATCH: Answer = createRefusal(409, "subject_mismatch", "Another user is signed in.");

/**
 * One answer for every code that will not be presented (again). A page cannot tell an expired code from a used or an unknown one, or
 * from one that was accepted while the answer got lost. The next step is the same for all: a new code.
 */
export const INVALID_GRANT: Answer = createRefusal(
  400,
  "invalid_grant",
  "This code cannot be used. Start again to get a new one.",
);
