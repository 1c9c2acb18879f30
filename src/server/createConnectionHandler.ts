import { FullscriptError } from "../core/FullscriptError";
import {
  type Answer,
  createConnectionAnswer,
  createInvalidRequest,
  createRefusal,
  createResponse,
  createServerError,
  SUBJECT_MISMATCH,
  temporarilyUnavailable,
} from "./answer";
import type { ConnectionHandlerOptions, ConnectionUser } from "./ConnectionHandlerOptions";
import { type Context, createContext } from "./context";
import { disconnect } from "./disconnect";
import { readExchangeRequest, refuseContentType } from "./exchangeRequest";
import { fetchApi } from "./fetchApi";
import { getAccessToken } from "./getAccessToken";
import { createCorsHeaders, createPreflightAnswer, isAllowedOrigin } from "./origin";
import { redeemCode } from "./redeemCode";

/** Answers the requests to the connection endpoint. Never rejects. See {@link createConnectionHandler}. */
export interface ConnectionHandler {
  (request: Request): Promise<Response>;
  /**
   * Returns a live access token of this user, for your own requests to Fullscript's API. Refreshes it a minute before it ends. If the
   * API has answered 401 to a token, pass that token as `rejected` to get another one. Never hand a token to the browser.
   *
   * Rejects with a `FullscriptError`: `code_rejected` if the user has to connect (again), `exchange_unavailable` (retryable: 429, 503,
   * or the store failed), `exchange_interrupted` (no readable answer), `misconfigured` (Fullscript refused this client). If a refresh
   * fails while the old token still works, returns the old token and reports the failure through `onError`.
   *
   * @example
   * const token = await handler.getAccessToken({ id: "user-7" });
   * @see RFC 6749 §6
   */
  getAccessToken: (user: ConnectionUser, options?: { rejected?: string | undefined }) => Promise<string>;
  /**
   * Calls Fullscript's REST API with the user's access token, and returns the `Response`. `path` is appended to the API's base, e.g.
   * `https://api-us-snd.fullscript.io/api`, and cannot lead out of it. If the API answers 401, refreshes the token once and retries,
   * unless the body is a stream. Redirects are not followed.
   *
   * Rejects like `getAccessToken`, so with `code_rejected` if the user has to reconnect, and like `fetch` if the API gives no answer.
   *
   * @example
   * const response = await handler.fetchApi({ id: "user-7" }, "/clinic");
   * const { clinic } = await response.json();
   */
  fetchApi: (user: ConnectionUser, path: string, init?: RequestInit) => Promise<Response>;
}

/**
 * Creates the handler for `POST`, `GET` and `DELETE` of one URL, the front end's `endpoint`.
 *
 * - `POST` `{"code","state","redirect_uri","subject"?}` exchanges the code, once, and saves the tokens in the store.
 * - `GET` returns whether the user is connected. `DELETE` revokes the tokens and deletes them.
 *
 * All three answer `200` with `{"connected":true,"resource_owner":{"id","type"}}` or `{"connected":false}`. If Fullscript has ended
 * the access, `"reconnect":true` is added. Refusals are `{"error","error_description"}`, as in docs/openapi.yaml.
 *
 * Throws a `FullscriptError` with the code `misconfigured` for options that could only fail later.
 *
 * @example
 * export const handler = createConnectionHandler({
 *   environment: "us-snd",
 *   clientId: process.env.FULLSCRIPT_CLIENT_ID,
 *   clientSecret: process.env.FULLSCRIPT_CLIENT_SECRET,
 *   redirectUri: "https://clinic.example/fullscript/callback",
 *   store,
 *   getUser: (request) => findUser(request.headers.get("cookie")),
 * });
 * @see RFC 6749 §4.1.3, §5 and RFC 7009
 */
export function createConnectionHandler(options: ConnectionHandlerOptions): ConnectionHandler {
  const context = createContext(options);

  const handle = async (request: Request): Promise<Response> => {
    let answer: Answer;
    try {
      answer = await route(context, request);
    } catch (thrown) {
      const error = toStoreError(thrown);
      context.report(error);
      answer = error.retryable ? temporarilyUnavailable() : createServerError();
    }
    const response = createResponse(answer, createCorsHeaders(context, request.headers.get("origin")));
    return request.method === "HEAD" ? new Response(null, response) : response;
  };

  const getToken = async (user: ConnectionUser, rejected?: string): Promise<string> => {
    try {
      return await getAccessToken(context, requireId(user).id, rejected);
    } catch (thrown) {
      throw toStoreError(thrown);
    }
  };

  return Object.assign(handle, {
    getAccessToken: (user: ConnectionUser, { rejected }: { rejected?: string | undefined } = {}) =>
      getToken(user, rejected),
    fetchApi: (user: ConnectionUser, path: string, init: RequestInit = {}) =>
      fetchApi(context, path, init, (rejected) => getToken(user, rejected)),
  });
}

async function route(context: Context, request: Request): Promise<Answer> {
  const preflight = createPreflightAnswer(context, request);
  if (preflight) return preflight;
  const { method, headers } = request;
  if (!/^(GET|HEAD|POST|DELETE)$/.test(method)) {
    return createInvalidRequest(405, "Send GET, POST or DELETE.", { Allow: "GET, HEAD, POST, DELETE" });
  }
  const isPost = method === "POST";
  if (!isAllowedOrigin(context, request, isPost || method === "DELETE")) {
    if (isPost) context.reportStrippedOrigin(headers);
    return createRefusal(403, "access_denied", "Another origin.");
  }
  const refusal = isPost && refuseContentType(request);
  if (refusal) return refusal;

  const user = await findUser(context, request);
  if (!user) return createRefusal(401, "unauthorized", "Nobody is signed in.");
  const answer = await answerUser(context, user, request);
  if (answer.status >= 400 && answer.status < 500) context.notify("refused", user.id);
  return answer;
}

async function answerUser(context: Context, user: ConnectionUser, request: Request): Promise<Answer> {
  if (request.method === "POST") {
    const verified = await readExchangeRequest(context, user, request);
    return "status" in verified ? verified : redeemCode(context, user, verified);
  }
  // The page may have been rendered for another user than the one who is signed in now.
  const subjects = new URL(request.url).searchParams.getAll("subject");
  if (subjects.some((subject) => subject !== user.id)) return SUBJECT_MISMATCH;
  if (request.method === "DELETE") return disconnect(context, user.id);
  return createConnectionAnswer(context, await context.store.readConnection(user.id));
}

async function findUser({ getUser, report }: Context, request: Request): Promise<ConnectionUser | undefined> {
  let user: ConnectionUser | null | undefined;
  try {
    user = await getUser(request);
  } catch (thrown) {
    report(new FullscriptError("exchange_unauthorized", `getUser threw ${nameOf(thrown)}.`));
  }
  return user ? requireId(user) : undefined;
}

function requireId(user: ConnectionUser): ConnectionUser {
  const { id }: { id: unknown } = user;
  if (typeof id === "string" && id) return user;
  throw new FullscriptError("misconfigured", "The user's id is not a string.");
}

/** Leaves out the text of the thrown error: a database may quote the statement, and with it a token. */
function toStoreError(thrown: unknown): FullscriptError {
  if (thrown instanceof FullscriptError) return thrown;
  return new FullscriptError("exchange_unavailable", `The store threw ${nameOf(thrown)}.`, { retryable: true });
}

function nameOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : typeof thrown;
}
