import type { CallbackBrowser } from "./callbackBrowser";
import type { ExchangeConfig } from "./FullscriptConfig";
import { FullscriptError, type FullscriptErrorDetails } from "./FullscriptError";
import { isRecord } from "./isRecord";
import { parseUrl } from "./url";
import { withTimeout } from "./timeout";
import { reportError } from "./report";

export const CONNECTION_FAILED = "The connection to the endpoint failed.";

/** A request to the host's endpoint that is ready to be sent. */
export interface EndpointRequest {
  method: "POST" | "GET" | "DELETE";
  url: string;
  headers: Headers;
  body: string | undefined;
  config: ExchangeConfig;
}

const NOT_JSON = Symbol();
const TOKEN = /^(?:access|refresh)_?token$/i;

/** Returns the JSON of an endpoint's answer, or `undefined` for a 204. Throws one `FullscriptError` for each refusal. */
export function readAnswer(
  response: Response,
  text: string | undefined,
  request: EndpointRequest,
  browser: CallbackBrowser,
): unknown {
  const body = text === undefined ? undefined : parseJson(text);
  const isRefused = request.method === "POST" && isRefusal(body);
  if (response.ok && body !== NOT_JSON && !isRefused) return body;
  throw refusal(response, body, request, browser);
}

/** Parses JSON and drops every token in it, because no token belongs in a browser. */
function parseJson(text: string): unknown {
  let hasToken = false as boolean;
  try {
    const body: unknown = JSON.parse(text, (name, value: unknown) => {
      if (!TOKEN.test(name)) return value;
      hasToken = true;
      return undefined;
    });
    if (hasToken) reportError("The endpoint answered with a token, which was dropped.");
    return body;
  } catch {
    return NOT_JSON;
  }
}

/** Returns whether the JSON of a 2xx says that there is no connection. */
function isRefusal(body: unknown): boolean {
  if (!isRecord(body)) return body === null;
  return typeof body.error === "string" || body.connected === false || body.success === false;
}

function refusal(
  { status, headers, type, redirected }: Response,
  body: unknown,
  request: EndpointRequest,
  browser: CallbackBrowser,
): FullscriptError {
  const { idempotent = false, credentials } = request.config;
  const { error, error_description } = isRecord(body) ? body : {};
  const details: FullscriptErrorDetails = {
    status,
    error: typeof error === "string" ? error.slice(0, 200) : undefined,
    errorDescription: typeof error_description === "string" ? error_description.slice(0, 500) : undefined,
  };
  const isRedirect = type === "opaqueredirect" || redirected || (status >= 300 && status < 400);
  const answered = `The endpoint answered ${isRedirect ? "a redirect" : status}`;
  // Whatever the status: many backends answer 502 for every token request that fails.
  if (error === "invalid_grant") return new FullscriptError("code_rejected", `${answered} invalid_grant.`, details);
  // Either may come after success, so it doesn't free the code.
  if (isRedirect || status === 419) {
    return new FullscriptError("exchange_unauthorized", `${answered}, as it does if your user's session has ended.`, {
      ...details,
      retryable: idempotent,
    });
  }
  // A firewall's 403 is a page. `access_denied` is our own handler's word for a page of another origin, and no sign-in helps there.
  if (status === 401 || (status === 403 && body !== NOT_JSON && error !== "access_denied")) {
    const isAnonymous =
      credentials !== "include" && !request.headers.has("authorization") && otherOrigin(request.url, browser);
    return new FullscriptError(
      "exchange_unauthorized",
      `${answered}${isAnonymous ? ' to a request without cookies, because `credentials` is not "include"' : ""}.`,
      { ...details, retryable: true },
    );
  }
  if (status === 409 && error === "subject_mismatch")
    return new FullscriptError("subject_mismatch", `${answered} subject_mismatch.`, details);
  if (status === 429 || status >= 500) {
    return new FullscriptError("exchange_unavailable", `${answered}.`, {
      ...details,
      retryable: isDefinitelyUnprocessed(status) || idempotent,
      retryAfterMs: parseRetryAfter(headers.get("retry-after"), browser.now()),
    });
  }
  const why = body === NOT_JSON ? " without JSON" : status < 300 ? " without a connection" : "";
  return new FullscriptError("exchange_rejected", `${answered}${why}.`, details);
}

/** Returns whether a failed request may have been processed: no answer came, or one that doesn't say. */
export function mayHaveBeenProcessed({ code, status }: FullscriptError): boolean {
  return code === "exchange_interrupted" || (status !== undefined && !isDefinitelyUnprocessed(status));
}

const isDefinitelyUnprocessed = (status: number): boolean => [401, 403, 429, 503].includes(status);

/** Returns the time of a `Retry-After` header in milliseconds. @see RFC 9110 §10.2.3 */
function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** How long a probe may take. */
const PROBE_TIMEOUT_MS = 3_000;

/** Headers that every CORS rule allows. */
const SAFE_HEADER = /^(?:accept|accept-language|content-language)$/;

/**
 * Returns why a request got no answer. In development a probe, which needs no permission, tells a mistake in the endpoint's CORS
 * rules from a dead network. Rejects in a browser without bundler, which has no `process`.
 */
export async function explainFailure(
  url: string,
  headers: Headers,
  credentials: RequestCredentials,
  browser: CallbackBrowser,
): Promise<string> {
  // Written out, so that bundlers drop the probe from a production build.
  if (process.env.NODE_ENV !== "production") {
    const target = otherOrigin(url, browser);
    if (target && !(await isReachable(target, browser)))
      return `The network or a \`connect-src\` keeps this page from ${target.origin}.`;
    const names = [...headers.keys()].filter((name) => !SAFE_HEADER.test(name));
    const withCredentials = credentials === "include" ? ", and credentials" : "";
    const { origin } = browser.location() ?? {};
    if (target)
      return `The endpoint's CORS rules must allow the origin ${origin} and the headers ${names.join(", ")}${withCredentials}.`;
  }
  return CONNECTION_FAILED;
}

/** Returns the endpoint's URL if it's on another origin than the page. */
function otherOrigin(url: string, browser: Pick<CallbackBrowser, "location">): URL | undefined {
  const page = browser.location();
  const target = page && parseUrl(url, page.origin);
  return target && target.origin !== page.origin ? target : undefined;
}

function isReachable({ origin, pathname }: URL, browser: CallbackBrowser): Promise<boolean> {
  const probe = async () => {
    await browser.fetch(origin + pathname, {
      mode: "no-cors",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
    });
    return true;
  };
  return withTimeout(probe, PROBE_TIMEOUT_MS).catch(() => false);
}
