import { afterEach, expect, vi } from "vitest";
import {
  type ConnectionEvent,
  type ConnectionHandler,
  type ConnectionHandlerOptions,
  createConnectionHandler,
  createMemoryStore,
  type FullscriptError,
} from "react-fullscript-connect/server";

/** Everything secret in these tests has this word in it: codes, states, tokens, the client's secret. */
export const SECRET = "hush";
export const ORIGIN = "https://clinic.example";
export const ENDPOINT = `${ORIGIN}/api/fullscript/connection`;
export const REDIRECT_URI = `${ORIGIN}/fullscript/callback`;
export const TOKEN_ENDPOINT = "https://auth.example/api/oauth/token";
const TIMEOUT_MS = 60_000;
export const REVOCATION_ENDPOINT = "https://auth.example/api/oauth/revoke";

/** What the host's backend received at the authorization server's place. */
export interface Call {
  url: string;
  body: Record<string, string>;
  init: RequestInit;
}

export interface Host {
  handler: ConnectionHandler;
  store: ReturnType<typeof createMemoryStore>;
  calls: Call[];
  errors: FullscriptError[];
  events: ConnectionEvent[];
  clock: { now: number };
  post: (body?: unknown, headers?: Record<string, string>) => Promise<Response>;
  send: (method: string, headers?: Record<string, string>, query?: string) => Promise<Response>;
  /** How often a code or a refresh token was presented. */
  presented: () => number;
}

type Serve = (call: Call) => Response | Promise<Response>;

let told: string[] = [];

afterEach(() => {
  const leaked = told.filter((text) => text.includes(SECRET));
  told = [];
  expect(leaked).toEqual([]);
});

/** A host's backend with an authorization server that answers as `serve` says, and with everything that it tells kept for the check above. */
export function createHost(options: Partial<ConnectionHandlerOptions> & { serve?: Serve } = {}): Host {
  const { serve = grant(), ...rest } = options;
  const store = createMemoryStore();
  const calls: Call[] = [];
  const errors: FullscriptError[] = [];
  const events: ConnectionEvent[] = [];
  const clock = { now: Date.UTC(2026, 0, 1) };
  const handler = createConnectionHandler({
    environment: { tokenEndpoint: TOKEN_ENDPOINT, revocationEndpoint: REVOCATION_ENDPOINT },
    clientId: "clinic",
    clientSecret: `${SECRET}-client`,
    redirectUri: REDIRECT_URI,
    store,
    getUser: (request) => {
      const id = request.headers.get("x-user") ?? "dr-ada";
      return id === "nobody" ? null : { id };
    },
    fetch: async (input, init = {}) => {
      const request = new Request(input, init);
      const text = await request.text();
      const call = { url: request.url, body: (text ? JSON.parse(text) : {}) as Record<string, string>, init };
      calls.push(call);
      return serve(call);
    },
    now: () => clock.now,
    onError: (error) => {
      errors.push(error);
      told.push(error.message, JSON.stringify(error), String(error.stack), String(error.cause));
    },
    onEvent: (event) => {
      events.push(event);
      told.push(JSON.stringify(event));
    },
    // No test reaches it by being slow.
    timeoutMs: TIMEOUT_MS,
    ...rest,
  });
  const handle = async (request: Request): Promise<Response> => {
    const response = await handler(request);
    told.push(await response.clone().text(), JSON.stringify([...response.headers]));
    return response;
  };
  return {
    ...{ handler, store, calls, errors, events, clock },
    post: (body = exchange(), headers = {}) =>
      handle(
        new Request(ENDPOINT, {
          method: "POST",
          headers: { "Content-Type": "application/json", Origin: ORIGIN, ...headers },
          body: typeof body === "string" ? body : JSON.stringify(body),
        }),
      ),
    send: (method, headers = { Origin: ORIGIN }, query = "") =>
      handle(new Request(ENDPOINT + query, { method, headers })),
    presented: () => calls.filter(({ url }) => url === TOKEN_ENDPOINT).length,
  };
}

export function exchange(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { code: `${SECRET}-code`, state: `fsc1.${SECRET}.state`, redirect_uri: REDIRECT_URI, ...changes };
}

/** Tokens in Fullscript's wrapper, new ones for each request; revocations answer `{}`. */
export function grant(changes: Record<string, unknown> = {}): Serve {
  let count = 0;
  return ({ url }) => {
    if (url === REVOCATION_ENDPOINT) return Response.json({});
    count += 1;
    const oauth = {
      access_token: `${SECRET}-access-${count}`,
      token_type: "Bearer",
      expires_in: 7200,
      refresh_token: `${SECRET}-refresh-${count}`,
      scope: "patients:read",
      created_at: "2026-01-01T00:00:00.000Z",
      resource_owner: { id: "owner-1", type: "Practitioner" },
      ...changes,
    };
    return Response.json({ oauth });
  };
}

export function refuse(status: number, body: unknown = {}, headers: Record<string, string> = {}): Serve {
  return () => Response.json(body, { status, headers });
}

/** Answers nothing in time: on a clock that {@link useFakeTimeouts} stops, the time passes when the request arrives. */
export function tooLate(serve: Serve = () => new Promise(() => undefined)): Serve {
  return (call) => {
    void vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    return serve(call);
  };
}

/** Lets time pass on that clock until this has settled. */
export async function whileTimePasses<T>(promise: Promise<T>, stepMs = 1_000): Promise<T> {
  const ticking = setInterval(() => vi.advanceTimersByTime(stepMs), 1);
  return promise.finally(() => clearInterval(ticking));
}

export const useFakeTimeouts = (): void => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });

/** The given answers one after the other; the last one stays. */
export function inTurn(...serves: Serve[]): Serve {
  return (call) => (serves.length > 1 ? serves.shift() : serves[0])!(call);
}

/** The body of a refusal. */
export function refusal(error: string): Record<string, unknown> {
  return { error, error_description: expect.any(String) as unknown };
}

export function textWith(part: string | RegExp): unknown {
  return expect.stringMatching(part);
}

export const CONNECTED = { connected: true, resource_owner: { id: "owner-1", type: "Practitioner" } };
