import { FullscriptError } from "../core/FullscriptError";
import {
  type Answer,
  createConnectionAnswer,
  createInvalidRequest,
  temporarilyUnavailable,
  createRefusal,
  createResponse,
  createServerError,
} from "./answer";
import type { ConnectionHandlerOptions, ConnectionUser } from "./ConnectionHandlerOptions";
import { type Context, createContext } from "./context";
import { disconnect } from "./disconnect";
import { redeemCode } from "./redeemCode";
import { readExchangeRequest, refuseContentType } from "./exchangeRequest";
import { getAccessToken } from "./getAccessToken";
import { isAllowedOrigin, createCorsHeaders, createPreflightAnswer } from "./origin";

/** Answers the connection endpoint's requests; see {@link createConnectionHandler}. Never rejects. */
export interface ConnectionHandler {
  (request: Request): Promise<Response>;
  /**
   * Returns a live access token of this user, for your own requests to Fullscript's API. Refreshes it a minute before it ends. If
   * the API has answered 401 to a token, pass that token as `rejected` to get another one. Never hand a token to the browser.
   *
   * Rejects with a `FullscriptError`: `code_rejected` if the user has to connect (again), `exchange_unavailable` (retryable: 429, 503,
   * or the store failed), `exchange_interrupted` (no readable answer), `misconfigured` (Fullscript refused this client). If a refresh
   * fails while the old token still works, returns the old token and reports the failure through `onError`.
   *
   * @example const token = await handler.getAccessToken({ id: "user-7" });
   * @see RFC 6749 §6
   */
  getAccessToken: (user: ConnectionUser, options?: { rejected?: string | undefined }) => Promise<string>;
}

/**
 * The host's backend half: a handler for `POST`, `GET` and `DELETE` of one URL, the front end's `endpoint`.
 *
 * - `POST` `{"code","state","redirect_uri","subject"?}` exchanges the code, once, and saves the tokens in the store.
 * - `GET` tells whether the user is connected; `DELETE` revokes the tokens and forgets them.
 *
 * All three answer `200` with `{"connected":true,"resource_owner":{"id","type"}}` (`null` where the server named no owner) or
 * `{"connected":false}`, with `"reconnect":true` and the owner where the access has ended without the user's doing: Fullscript refused a
 * refresh, or the token ran out and there is none to refresh it. Anything else is `{"error","error_description"}`: `400 invalid_request`, `400 invalid_grant` (final:
 * start again), `401 unauthorized`, `403 access_denied` (foreign origin), `405`, `409 subject_mismatch`, `413`, `415`, `422`
 * (Idempotency-Key reused), `500 server_error` (configuration; see `onError`), `503 temporarily_unavailable` (may be sent again, after
 * `Retry-After`).
 *
 * Throws `FullscriptError` `misconfigured` for options that could only fail later.
 * @see RFC 6749 §4.1.3, §5 and RFC 7009
 */
export function createConnectionHandler(options: ConnectionHandlerOptions): ConnectionHandler {
  const context = createContext(options);

  const handle = async (request: Request): Promise<Response> => {
    let answer: Answer;
    try {
      answer = await route(context, request);
    } catch (thrown) {
      const error = toFullscriptError(thrown);
      context.report(error);
      answer = error.retryable ? temporarilyUnavailable() : createServerError();
    }
    const response = createResponse(answer, createCorsHeaders(context, request.headers.get("origin")));
    return request.method === "HEAD" ? new Response(null, response) : response;
  };

  return Object.assign(handle, {
    getAccessToken: async (
      user: ConnectionUser,
      { rejected }: { rejected?: string | undefined } = {},
    ): Promise<string> => {
      try {
        return await getAccessToken(context, requireId(user).id, rejected);
      } catch (thrown) {
        throw toFullscriptError(thrown);
      }
    },
  });
}

async function route(context: Context, request: Request): Promise<Answer> {
  const preflight = createPreflightAnswer(context, request);
  if (preflight) return preflight;
  const { method } = request;
  if (!/^(GET|HEAD|POST|DELETE)$/.test(method)) {
    return createInvalidRequest(405, "Send GET, POST or DELETE.", { Allow: "GET, HEAD, POST, DELETE" });
  }
  const isPost = method === "POST";
  if ((isPost || method === "DELETE") && !isAllowedOrigin(context, request)) {
    if (isPost) context.reportStrippedOrigin(request.headers);
    return createRefusal(403, "access_denied", "Another origin.");
  }
  const refusal = isPost && refuseContentType(request);
  if (refusal) return refusal;

  const user = await findUser(context, request);
  if (!user) return createRefusal(401, "unauthorized", "Nobody is signed in.");
  if (method === "DELETE") return disconnect(context, user.id);
  if (isPost) {
    const verified = await readExchangeRequest(context, user, request);
    return "status" in verified ? verified : redeemCode(context, user, verified);
  }
  return createConnectionAnswer(await context.store.readConnection(user.id), context.now());
}

async function findUser({ getUser, report }: Context, request: Request): Promise<ConnectionUser | undefined> {
  let user: ConnectionUser | null | undefined;
  try {
    user = await getUser(request);
  } catch (thrown) {
    report(
      new FullscriptError(
        "exchange_unauthorized",
        `getUser threw ${nameOf(thrown)}, so nobody is signed in. Return null for that.`,
      ),
    );
  }
  return user ? requireId(user) : undefined;
}

function requireId(user: ConnectionUser): ConnectionUser {
  const { id }: { id: unknown } = user;
  if (typeof id === "string" && id) return user;
  throw new FullscriptError(
    "misconfigured",
    "The user's id is not a string, so nobody can connect. Return { id: string }.",
  );
}

/** Without the thrown error itself: a database's may quote the statement, and with it a token. */
function toFullscriptError(thrown: unknown): FullscriptError {
  if (thrown instanceof FullscriptError) return thrown;
  return new FullscriptError(
    "exchange_unavailable",
    `The store threw ${nameOf(thrown)}, so nothing is sure to be saved. Log it there.`,
    { retryable: true },
  );
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : typeof thrown;
}
