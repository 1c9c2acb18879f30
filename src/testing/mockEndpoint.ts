import { completePlatform } from "./completePlatform";

/** An answer of the endpoint, or its absence: the connection breaks (`"lost"`), or no answer ever arrives (`"pending"`). */
export type MockAnswer = { status: number; body?: unknown; headers?: Record<string, string> } | "lost" | "pending";

/** A request that {@link MockEndpoint.fetch} has received. */
export interface MockRequest {
  method: string;
  url: string;
  /** By their names in lower case. */
  headers: Record<string, string>;
  /** What was sent as JSON: `{ code, state, redirect_uri, subject? }`; `undefined` without a body. */
  body: unknown;
}

/** The host's endpoint, without a network. */
export interface MockEndpoint {
  /** Goes into the configuration, as its `fetch`. */
  fetch: typeof fetch;
  /** What it has received, the oldest first. */
  requests: MockRequest[];
  /** The answer to `GET`. Set it if a test starts with a connected account. A `POST` with a 2xx answer sets it, and `DELETE` resets it. */
  connection: unknown;
}

/** What an endpoint answers for a connected account. */
export const CONNECTED: unknown = { connected: true, resource_owner: { id: "practitioner-1", type: "Practitioner" } };

const NOT_CONNECTED: unknown = { connected: false };

/**
 * Stands in for the host's endpoint in tests of its components: `POST` gets the given answers in turn, the last one for ever;
 * `GET` and `DELETE` do what the contract says.
 *
 * @example <FullscriptCallback {...fullscript} fetch={mockEndpoint({ status: 503, headers: { "Retry-After": "1" } }, { status: 200, body }).fetch} />
 * @param answers without any, each `POST` connects
 */
export function mockEndpoint(...answers: MockAnswer[]): MockEndpoint {
  completePlatform();
  let posts = 0;
  const endpoint: MockEndpoint = {
    requests: [],
    connection: NOT_CONNECTED,
    fetch: async (input, init) => {
      // Not a `Request`, which takes no path in Node.
      const { method = "GET", headers, body, signal } = init ?? {};
      endpoint.requests.push({
        method,
        url: input instanceof Request ? input.url : String(input),
        headers: Object.fromEntries(new Headers(headers)),
        body: typeof body === "string" ? (JSON.parse(body) as unknown) : undefined,
      });
      if (method === "POST") {
        const answer = answers[Math.min(posts++, answers.length - 1)] ?? { status: 200, body: CONNECTED };
        if (answer === "lost") throw new TypeError("Failed to fetch");
        if (answer === "pending") return never(signal);
        const { status, body: answered } = answer;
        if (status >= 200 && status < 300) endpoint.connection = answered ?? CONNECTED;
        return createResponse(answer);
      }
      if (method === "DELETE") endpoint.connection = NOT_CONNECTED;
      return createResponse({ status: 200, body: endpoint.connection });
    },
  };
  return endpoint;
}

function createResponse({ status, body, headers }: Exclude<MockAnswer, string>): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });
}

function never(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error)));
}
