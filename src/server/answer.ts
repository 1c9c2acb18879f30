import { cachedText } from "./bodyCache";
import type { Connection } from "./ConnectionStore";
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
export function createConnectionAnswer(connection: Connection | undefined, now: number): Answer {
  const body = connection
    ? {
        ...(isLive(connection, now) ? { connected: true } : { connected: false, reconnect: true }),
        resource_owner: connection.resourceOwner,
      }
    : { connected: false };
  return { status: 200, body: JSON.stringify(body) };
}

/**
 * One answer for every code that will not be presented (again). A page cannot tell an expired code from a used or an unknown one, or
 * from one that was accepted while the answer got lost. The next step is the same for all: a new code.
 */
export const INVALID_GRANT: Answer = createRefusal(
  400,
  "invalid_grant",
  "This code cannot be used. Start again to get a new one.",
);
