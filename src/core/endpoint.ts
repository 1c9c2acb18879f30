import { type Browser, globalBrowser } from "./browser";
import type { FullscriptEnvironment } from "./environment";
import type { ExchangeConfig } from "./FullscriptConfig";
import { FullscriptError, type FullscriptErrorDetails } from "./FullscriptError";
import { isRecord } from "./transaction";

/** A request to the host's endpoint that changes something and says so. */
interface Presentation {
  idempotencyKey: string;
  body: string;
}

const NOT_JSON = Symbol();

/** Calls the host's endpoint; answers its JSON, or `undefined` for a 204. Throws one `FullscriptError` for each way to fail. */
export async function callEndpoint(
  method: "POST" | "GET" | "DELETE",
  config: ExchangeConfig & { environment?: FullscriptEnvironment | undefined },
  presentation?: Presentation,
  signal?: AbortSignal,
  browser: Browser = globalBrowser,
): Promise<unknown> {
  const { credentials = "same-origin", timeoutMs = 30_000 } = config;
  const retryable = config.idempotent ?? false;
  const url = endpointUrl(config);
  const headers = await readHeaders(config.headers);
  if (presentation) {
    headers.set("content-type", "application/json");
    headers.set("idempotency-key", `"${presentation.idempotencyKey}"`);
  }

  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeoutMs);
  signal?.addEventListener("abort", abort);
  let response: Response;
  let body: unknown;
  try {
    // A redirect would carry the code to an address that the host did not name.
    const init = { method, headers, credentials, referrerPolicy: "no-referrer", redirect: "manual", signal: controller.signal } as const;
    response = await (config.fetch ?? browser.fetch)(url, presentation ? { ...init, body: presentation.body } : init);
    body = response.status === 204 ? undefined : parseJson(await response.text());
  } catch {
    // Never as a cause: what a `fetch` throws may quote its request.
    const what = controller.signal.aborted ? `The endpoint did not answer within ${timeoutMs} ms` : "The connection to the endpoint failed";
    throw new FullscriptError(
      "exchange_interrupted",
      `${what}, so it may have done what it was asked. Check the endpoint's URL, CORS, \`connect-src\` and your backend's log.`,
      { retryable },
    );
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
  if (!response.ok || body === NOT_JSON) throw refusal(response, body, retryable, browser.now());
  return body;
}

/** The URL of the host's endpoint, for the environment that the user left for. */
function endpointUrl({ endpoint, environment }: Parameters<typeof callEndpoint>[1]): string {
  const url = typeof endpoint === "string" ? endpoint : environment && endpoint(environment);
  if (url) return url;
  throw new FullscriptError("misconfigured", "`endpoint` gives no URL, so nobody can trade the code. Pass that of your backend's connection handler.");
}

async function readHeaders(headers: ExchangeConfig["headers"]): Promise<Headers> {
  try {
    return new Headers(typeof headers === "function" ? await headers() : headers);
  } catch {
    throw new FullscriptError("exchange_unreachable", "The `headers` function threw, so nothing was sent. Make it answer headers, or none.", { retryable: true });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

function refusal({ status, headers, type }: Response, body: unknown, idempotent: boolean, now: number): FullscriptError {
  const { error, error_description } = isRecord(body) ? body : {};
  const details: FullscriptErrorDetails = {
    status,
    error: typeof error === "string" ? error.slice(0, 200) : undefined,
    errorDescription: typeof error_description === "string" ? error_description.slice(0, 500) : undefined,
  };
  const answered = `The endpoint answered ${type === "opaqueredirect" ? "a redirect" : status}`;
  if (status === 400 && error === "invalid_grant") {
    return new FullscriptError("code_rejected", `${answered} invalid_grant: the code is expired, used or unknown. Start again.`, details);
  }
  if (status === 401 || status === 403) {
    return new FullscriptError("exchange_unauthorized", `${answered}: your user's session is over. Sign in, then retry.`, { ...details, retryable: true });
  }
  if (status === 409 && error === "subject_mismatch") {
    return new FullscriptError("subject_mismatch", `${answered} subject_mismatch: another user is signed in now. Start again.`, details);
  }
  if (status === 429 || status >= 500) {
    return new FullscriptError("exchange_unavailable", `${answered}. See your backend's log.`, {
      ...details,
      // Only these two say that nothing was done.
      retryable: status === 429 || status === 503 || idempotent,
      retryAfterMs: parseRetryAfter(headers.get("retry-after"), now),
    });
  }
  const why = body === NOT_JSON ? " without JSON, as a web page or a redirect to sign in does" : "";
  return new FullscriptError("exchange_rejected", `${answered}${why}. Check that \`endpoint\` is your backend's connection handler.`, details);
}

/** `Retry-After` in milliseconds. @see RFC 9110 §10.2.3 */
function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
