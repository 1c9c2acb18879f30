import type { Connection } from "./ConnectionStore";
import { isLive } from "./isLive";
import { knownText } from "./knownBody";

/** An HTTP answer before it becomes a `Response`: the body is fixed text, so that a repeat is equal byte by byte. */
export interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string> | undefined;
}

export function createResponse({ status, body, headers }: Answer, more?: Record<string, string>): Response {
  const response = new Response(status === 204 ? null : body, {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...more, ...headers },
  });
  knownText.set(response, body);
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
  return createRefusal(500, "server_error", "The server's log says more.");
}

/** Not now: nothing was used up, and the same request may be sent again. */
export function createLater(retryAfter: string | null = "1"): Answer {
  const headers = retryAfter === null ? undefined : { "Retry-After": retryAfter };
  return createRefusal(503, "temporarily_unavailable", "Try again in a moment.", headers);
}

/** What is told of a stored connection; one that has ended is told apart from none. */
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
 * One answer for every code that will not be presented (again): expired, used and unknown cannot be told apart, and neither can
 * "accepted, but the answer got lost". The way on is the same: a fresh code.
 */
export const START_AGAIN: Answer = createRefusal(
  400,
  "invalid_grant",
  "This code cannot be used, or not any more. Start again to get a new one.",
);
