import type { ResourceOwner } from "../server/ConnectionStore";
import { isRecord } from "../core/isRecord";
import { parseJson } from "../server/json";
import { completePlatform } from "./completePlatform";
import { createError, createFakeGrants, type GrantAnswer } from "./fakeGrants";

/** What {@link createFakeFullscript} may be told; it needs none of it. */
export interface FakeFullscriptOptions {
  /** @default "fake-client" */
  clientId?: string | undefined;
  /** @default "fake-client-secret" */
  clientSecret?: string | undefined;
  /** The one on the dashboard. @default "http://localhost:5173/fullscript/callback" */
  redirectUri?: string | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  now?: (() => number) | undefined;
  /**
   * Answers the API requests that carry a live access token. Those with another token get 401.
   * @default answers 404
   * @example api: () => Response.json({ clinic: { id: "clinic-1" } })
   */
  api?: ((request: Request) => Response | Promise<Response>) | undefined;
}

/**
 * How a request to the fake goes wrong.
 *
 * Nothing has happened, and a code is still good: `429` and `503` with `Retry-After: 1`, `500` and `502`, all four with a page
 * instead of JSON; `"html"`, such a page with the status 200; `"invalid_client"`, a 401 as for a wrong secret; `"unreachable"`, a
 * refused connection; `"pending"`, no answer until the caller gives up.
 *
 * The request was processed, but the caller does not learn so: `"lost"`, a connection that breaks before the answer.
 */
export type FakeFailure = 429 | 500 | 502 | 503 | "html" | "invalid_client" | "unreachable" | "pending" | "lost";

/** A request that reached the fake, without anything secret. */
export interface FakeRequest {
  /** The grant type of a token request, or `api` for a request to the REST API; `other` is what Fullscript does not know. */
  kind: "authorization_code" | "refresh_token" | "revocation" | "api" | "other";
  /** The HTTP status that was answered; `null` without an answer (`unreachable`, `pending`, `lost`). */
  status: number | null;
}

/** A Fullscript in this process; see {@link createFakeFullscript}. */
export interface FakeFullscript {
  /** What `createConnectionHandler` takes of it: spread it there. Give `clientId` and `redirectUri` to a front end under test, too. */
  readonly settings: {
    environment: { tokenEndpoint: string; revocationEndpoint: string; apiBase: string };
    clientId: string;
    clientSecret: string;
    redirectUri: string;
    /** Answers in place of Fullscript's endpoints and its API. Anything else is a 404. */
    fetch: typeof globalThis.fetch;
    /** Milliseconds since 1970, with what {@link FakeFullscript.passTime} has added. */
    now: () => number;
  };
  /**
   * A user has authorized: the code with which Fullscript sends them back. It works once and for ten minutes.
   *
   * `resourceOwner` is whose account it is, by default `{ id: "practitioner-1", type: "Practitioner" }`; `redirectUri` the one of the
   * authorization request, by default the one of the settings.
   */
  createCode: (authorization?: {
    resourceOwner?: ResourceOwner | undefined;
    redirectUri?: string | undefined;
  }) => string;
  /** Lets the next `times` requests fail (default: 1), after the failures of earlier calls. */
  fail: (failure: FakeFailure, times?: number) => void;
  /** Lets time pass, in milliseconds, here and in every handler with these settings: codes end after 600_000, access tokens after 7_200_000. */
  passTime: (ms: number) => void;
  /** This resource owner disconnects the app on Fullscript's own pages; without an id, every resource owner does. */
  revoke: (resourceOwnerId?: string) => void;
  /** Ends this access token alone, before its time: the API answers 401 to it, and its refresh token still works. */
  expire: (accessToken: string) => void;
  /** Whether Fullscript's API would take this access token now. */
  isLive: (accessToken: string) => boolean;
  /** The requests so far, oldest first. */
  readonly requests: readonly FakeRequest[];
}

/**
 * Fullscript's token and revocation endpoints and its API in this process, for tests of a host's backend: no network, no account, no waiting.
 *
 * As Fullscript does, it wraps tokens in `oauth`, takes each code once, ends what a code gave when that code is presented again, wants an
 * equal `redirect_uri`, returns a new refresh token with every refresh, answers `invalid_grant`, `invalid_client` and revocations alike.
 *
 * @example
 * const fullscript = createFakeFullscript();
 * const handler = createConnectionHandler({ ...fullscript.settings, store: createMemoryStore(), getUser: () => ({ id: "user-1" }) });
 * const code = fullscript.createCode(); // now POST it to the handler
 * @see RFC 6749 §4.1.3, §5 and §6, RFC 7009, and Fullscript's page on the token request
 */
export function createFakeFullscript(options: FakeFullscriptOptions = {}): FakeFullscript {
  completePlatform();
  const {
    clientId = "fake-client",
    clientSecret = "fake-client-secret",
    redirectUri = "http://localhost:5173/fullscript/callback",
    api = () => createPage(404),
  } = options;
  // Read when it is called, so that a test may replace the global one.
  const { now: clock = () => Date.now() } = options;
  let passedMs = 0;
  const now = (): number => clock() + passedMs;

  const grants = createFakeGrants(now);
  const failures: { failure: FakeFailure; times: number }[] = [];
  const requests: FakeRequest[] = [];
  const environment = {
    tokenEndpoint: "https://fullscript.test/api/oauth/token",
    revocationEndpoint: "https://fullscript.test/api/oauth/revoke",
    apiBase: "https://fullscript.test/api",
  };

  const takeFailure = (): FakeFailure | undefined => {
    const [next] = failures;
    if (next && (next.times -= 1) <= 0) failures.shift();
    return next?.failure;
  };

  const answer = (isRevocation: boolean, members: Record<string, unknown>): GrantAnswer => {
    if (members.client_id !== clientId || members.client_secret !== clientSecret) return INVALID_CLIENT;
    if (!isRevocation) return grants.answerTokenRequest(members);
    if (!members.token) return createError("invalid_request", "token is missing.");
    grants.revokeToken(members.token);
    return { status: 200, body: {} };
  };

  const answerApi = async (request: Request): Promise<Response> => {
    const [, token = ""] = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "") ?? [];
    return grants.isLive(token) ? api(request) : Response.json({ error: "invalid_token" }, { status: 401 });
  };

  const fetch: typeof globalThis.fetch = async (input, { signal, ...init } = {}) => {
    const request = new Request(input, init);
    const isRevocation = request.url === environment.revocationEndpoint;
    const isOAuth = isRevocation || request.url === environment.tokenEndpoint;
    const isApi = request.url.startsWith(`${environment.apiBase}/`) && request.headers.has("authorization");
    if (isOAuth ? request.method !== "POST" : !isApi) return createPage(404);
    // Before anything is awaited, so that the first to arrive are the first to fail.
    const failure = takeFailure();
    const members = isOAuth ? readMembers(request.headers.get("content-type") ?? "", await request.text()) : undefined;
    const kind = isRevocation ? "revocation" : isOAuth ? kindOf(members?.grant_type) : "api";

    const respond = (response: Response): Response => {
      requests.push({ kind, status: response.status });
      return response;
    };
    const perform = async (): Promise<Response> =>
      isOAuth ? createJson(members ? answer(isRevocation, members) : UNREADABLE) : answerApi(request);

    switch (failure) {
      case undefined:
        return respond(await perform());
      case "invalid_client":
        return respond(createJson(INVALID_CLIENT));
      case "html":
        return respond(createPage(200));
      case "unreachable":
      case "lost":
        if (failure === "lost") await perform();
        requests.push({ kind, status: null });
        throw new TypeError("fetch failed", {
          cause: Object.assign(new Error(), { code: failure === "lost" ? "ECONNRESET" : "ECONNREFUSED" }),
        });
      case "pending":
        requests.push({ kind, status: null });
        return untilGivenUp(signal ?? request.signal);
      default:
        return respond(createPage(failure));
    }
  };

  return {
    settings: { environment, clientId, clientSecret, redirectUri, fetch, now },
    createCode: ({ resourceOwner = PRACTITIONER, redirectUri: requested = redirectUri } = {}) =>
      grants.issueCode(resourceOwner, requested),
    fail: (failure, times = 1) => {
      if (times > 0) failures.push({ failure, times });
    },
    passTime: (ms) => {
      passedMs += ms;
    },
    revoke: (resourceOwnerId) => grants.revokeOwner(resourceOwnerId),
    expire: (accessToken) => grants.expire(accessToken),
    isLive: (accessToken) => grants.isLive(accessToken),
    requests,
  };
}

const PRACTITIONER: ResourceOwner = { id: "practitioner-1", type: "Practitioner" };
const INVALID_CLIENT = createError("invalid_client", "Unknown client, or wrong or missing client secret.");
const UNREADABLE = createError("invalid_request", "The body must be a JSON object or a form.");

function kindOf(grantType: unknown): FakeRequest["kind"] {
  return grantType === "authorization_code" || grantType === "refresh_token" ? grantType : "other";
}

/** JSON, as Fullscript documents, or a form, as RFC 6749 has it. */
function readMembers(contentType: string, text: string): Record<string, unknown> | undefined {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return Object.fromEntries(new URLSearchParams(text));
  const body = /^application\/json\b/i.test(contentType) ? parseJson(text) : undefined;
  return isRecord(body) ? body : undefined;
}

function createJson({ status, body }: GrantAnswer): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}

/** Proxies and load balancers send this when a client expects JSON. */
function createPage(status: number): Response {
  const retryAfter: Record<string, string> = status === 429 || status === 503 ? { "Retry-After": "1" } : {};
  return new Response(`<!doctype html><title>${status}</title>`, {
    status,
    headers: { "Content-Type": "text/html; charset=utf-8", ...retryAfter },
  });
}

/** Rejects as a real `fetch` does once its caller gives up; for one that never does, never. */
function untilGivenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new DOMException("Aborted", "AbortError"));
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp);
  });
}
