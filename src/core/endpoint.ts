import { type Browser, globalBrowser } from "./browser";
import { endpointUrl } from "./endpointUrl";
import type { FullscriptEnvironment } from "./environment";
import type { ExchangeConfig } from "./FullscriptConfig";
import { FullscriptError, type FullscriptErrorDetails } from "./FullscriptError";
import { refuseSecret } from "./refuseSecret";
import { parseUrl } from "./returnTo";
import { isRecord } from "./transaction";
import { isDevelopment, reportError } from "./warn";

/** The code's way to the host's endpoint. */
interface ExchangeBody {
  body: string;
  /** `undefined` if the endpoint is not idempotent: an extra header fails the preflight of an endpoint with a fixed list. */
  idempotencyKey: string | undefined;
}

const NOT_JSON = Symbol();

/** How long a probe may take, in milliseconds. */
const PROBE_MS = 3_000;

/** A timer takes no more, and fires at once. */
export const MAX_TIMEOUT_MS = 2_147_483_647;

/**
 * Calls the host's endpoint and returns its JSON without any token, or `undefined` for a 204. Throws one `FullscriptError` for
 * each way to fail.
 */
export async function callEndpoint(
  method: "POST" | "GET" | "DELETE",
  config: ExchangeConfig & { environment?: FullscriptEnvironment | undefined },
  exchange?: ExchangeBody,
  { signal, onSend }: { signal?: AbortSignal | undefined; onSend?: (() => Promise<void>) | undefined } = {},
  browser: Browser = globalBrowser,
): Promise<unknown> {
  const { credentials = "same-origin", timeoutMs = 30_000, idempotent = false } = config;
  const url = method === "POST" ? endpointUrl(config) : withSubject(endpointUrl(config), config.subject);
  refuseSecret(config, [url]);
  if (!(timeoutMs > 0))
    throw new FullscriptError(
      "misconfigured",
      "`timeoutMs` is no positive number, so no answer could come in time. Pass milliseconds, or nothing.",
    );
  const controller = new AbortController();
  const abort = () => controller.abort();
  // Raced, because a host's own functions may not listen to the signal.
  const aborted = new Promise<never>((_, reject) => controller.signal.addEventListener("abort", reject));
  aborted.catch(() => undefined);
  const timer = setTimeout(abort, Math.min(timeoutMs, MAX_TIMEOUT_MS));
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();

  let sent: Headers | undefined;
  const send = async (): Promise<{ response: Response; body: unknown }> => {
    const headers = new Headers(typeof config.headers === "function" ? await config.headers() : config.headers);
    if (exchange) headers.set("content-type", "application/json");
    if (exchange?.idempotencyKey) headers.set("idempotency-key", `"${exchange.idempotencyKey}"`);
    controller.signal.throwIfAborted();
    await onSend?.();
    controller.signal.throwIfAborted();
    sent = headers;
    // A redirect would carry the code to an address that the host did not name.
    const init = {
      method,
      headers,
      credentials,
      referrerPolicy: "no-referrer",
      redirect: "manual",
      signal: controller.signal,
    } as const;
    const response = await (config.fetch ?? browser.fetch)(url, exchange ? { ...init, body: exchange.body } : init);
    return { response, body: response.status === 204 ? undefined : parseJson(await response.text()) };
  };

  try {
    const { response, body } = await Promise.race([send(), aborted]);
    if (response.ok && body !== NOT_JSON && !(exchange && isRefusal(body))) return body;
    throw refusal(response, body, { ...config, url, headers: sent }, browser);
  } catch (error) {
    if (error instanceof FullscriptError) throw error;
    // Never as a cause: what a `fetch` throws may quote its request.
    const { aborted: isAborted } = controller.signal;
    const timedOut = signal?.aborted ? "The request was aborted" : `No answer came within ${timeoutMs} ms`;
    if (!sent) {
      throw new FullscriptError(
        "exchange_unreachable",
        `${isAborted ? timedOut : "The `headers` failed"}, so nothing was sent.`,
        { retryable: true },
      );
    }
    throw new FullscriptError(
      "exchange_interrupted",
      isAborted ? `${timedOut}.` : await explainFailure(url, sent, credentials, browser),
      { retryable: idempotent },
    );
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** The endpoint refuses a page that was rendered for another user. A query parameter needs no CORS permission, unlike a header. */
function withSubject(url: string, subject: string | null | undefined): string {
  if (typeof subject !== "string") return url;
  const [address = "", ...hash] = url.split("#");
  const separator = address.includes("?") ? "&" : "?";
  return [`${address}${separator}subject=${encodeURIComponent(subject)}`, ...hash].join("#");
}

/** Parses JSON and drops every token in it, because no token belongs in a browser. */
function parseJson(text: string): unknown {
  let hasToken = false as boolean;
  try {
    const body: unknown = JSON.parse(text, (name, value: unknown) => {
      if (!/^(?:access|refresh)_?token$/i.test(name)) return value;
      hasToken = true;
      return undefined;
    });
    if (hasToken) reportError("The endpoint answered with a token, which was dropped.");
    return body;
  } catch {
    return NOT_JSON;
  }
}

/** Whether the JSON of a 2xx says that there is no connection. */
function isRefusal(body: unknown): boolean {
  if (!isRecord(body)) return body === null;
  return typeof body.error === "string" || body.connected === false || body.success === false;
}

/** Tells a mistake in the endpoint's CORS rules from a dead network, in development, by a request that needs no permission. */
async function explainFailure(
  url: string,
  headers: Headers,
  credentials: RequestCredentials,
  browser: Browser,
): Promise<string> {
  const { origin } = browser.location() ?? {};
  const target = otherOrigin(url, browser);
  if (!target || !isDevelopment()) return "The connection to the endpoint failed.";
  const isReachable = await Promise.race([
    new Promise<boolean>((resolve) => setTimeout(resolve, PROBE_MS, false)),
    // Through a promise, because a page may replace `fetch` with one that throws.
    Promise.resolve(target.origin + target.pathname)
      .then((probed) =>
        browser.fetch(probed, {
          mode: "no-cors",
          credentials: "omit",
          referrerPolicy: "no-referrer",
          cache: "no-store",
        }),
      )
      .then(
        () => true,
        () => false,
      ),
  ]);
  if (!isReachable) return `The network or a \`connect-src\` keeps this page from ${target.origin}.`;
  const names = [...headers.keys()].filter((name) => !/^(?:accept|accept-language|content-language)$/.test(name));
  const withCredentials = credentials === "include" ? ", and credentials" : "";
  return `The endpoint's CORS rules must allow the origin ${origin} and the headers ${names.join(", ")}${withCredentials}.`;
}

/** The endpoint's URL if it is on another origin than the page. */
function otherOrigin(url: string, browser: Browser): URL | undefined {
  const page = browser.location();
  const target = page && parseUrl(url, page.origin);
  return target && target.origin !== page.origin ? target : undefined;
}

function refusal(
  { status, headers, type, redirected }: Response,
  body: unknown,
  request: {
    url: string;
    headers: Headers | undefined;
    credentials?: RequestCredentials | undefined;
    idempotent?: boolean | undefined;
  },
  browser: Browser,
): FullscriptError {
  const { idempotent = false } = request;
  const { error, error_description } = isRecord(body) ? body : {};
  const details: FullscriptErrorDetails = {
    status,
    error: typeof error === "string" ? error.slice(0, 200) : undefined,
    errorDescription: typeof error_description === "string" ? error_description.slice(0, 500) : undefined,
  };
  const isRedirect = type === "opaqueredirect" || redirected || (status >= 300 && status < 400);
  const answered = `The endpoint answered ${isRedirect ? "a redirect" : status}`;
  // Whatever the status: many backends answer 502 for every token request that fails.
  if (error === "invalid_grant") {
    return new FullscriptError("code_rejected", `${answered} invalid_grant.`, details);
  }
  // Either may come after success, so it does not free the code.
  if (isRedirect || status === 419) {
    return new FullscriptError("exchange_unauthorized", `${answered}, as it does if your user's session has ended.`, {
      ...details,
      retryable: idempotent,
    });
  }
  // A firewall's 403 is a page. access_denied is our own handler's word for a page of another origin, which no sign-in helps.
  if (status === 401 || (status === 403 && body !== NOT_JSON && error !== "access_denied")) {
    const isAnonymous =
      request.credentials !== "include" && !request.headers?.has("authorization") && otherOrigin(request.url, browser);
    return new FullscriptError(
      "exchange_unauthorized",
      `${answered}${isAnonymous ? ' to a request without cookies, because `credentials` is not "include"' : ""}.`,
      { ...details, retryable: true },
    );
  }
  if (status === 409 && error === "subject_mismatch") {
    return new FullscriptError("subject_mismatch", `${answered} subject_mismatch.`, details);
  }
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

/** Whether a request that failed may have been processed all the same: no answer came, or one that does not say. */
export function mayHaveBeenProcessed({ code, status }: FullscriptError): boolean {
  return code === "exchange_interrupted" || (status !== undefined && !isDefinitelyUnprocessed(status));
}

function isDefinitelyUnprocessed(status: number): boolean {
  return [401, 403, 429, 503].includes(status);
}

/** `Retry-After` in milliseconds. @see RFC 9110 §10.2.3 */
function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
