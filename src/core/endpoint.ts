import { type Browser, globalBrowser } from "./browser";
import { endpointUrl } from "./endpointUrl";
import type { FullscriptEnvironment } from "./environment";
import type { ExchangeConfig } from "./FullscriptConfig";
import { FullscriptError, type FullscriptErrorDetails } from "./FullscriptError";
import { refuseSecret } from "./refuseSecret";
import { isRecord } from "./transaction";

/** A request to the host's endpoint that changes something and says so. */
interface Presentation {
  idempotencyKey: string;
  body: string;
}

const NOT_JSON = Symbol();

/** A timer takes no more, and fires at once. */
export const MAX_TIMEOUT_MS = 2_147_483_647;

/** Calls the host's endpoint; answers its JSON, or `undefined` for a 204. Throws one `FullscriptError` for each way to fail. */
export async function callEndpoint(
  method: "POST" | "GET" | "DELETE",
  config: ExchangeConfig & { environment?: FullscriptEnvironment | undefined },
  presentation?: Presentation,
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

  let isSent = false as boolean;
  const send = async (): Promise<{ response: Response; body: unknown }> => {
    const headers = new Headers(typeof config.headers === "function" ? await config.headers() : config.headers);
    if (presentation) {
      headers.set("content-type", "application/json");
      headers.set("idempotency-key", `"${presentation.idempotencyKey}"`);
    }
    controller.signal.throwIfAborted();
    await onSend?.();
    controller.signal.throwIfAborted();
    isSent = true;
    // A redirect would carry the code to an address that the host did not name.
    const init = {
      method,
      headers,
      credentials,
      referrerPolicy: "no-referrer",
      redirect: "manual",
      signal: controller.signal,
    } as const;
    const response = await (config.fetch ?? browser.fetch)(
      url,
      presentation ? { ...init, body: presentation.body } : init,
    );
    return { response, body: response.status === 204 ? undefined : parseJson(await response.text()) };
  };

  try {
    const { response, body } = await Promise.race([send(), aborted]);
    if (response.ok && body !== NOT_JSON) return body;
    throw refusal(response, body, idempotent, browser.now());
  } catch (error) {
    if (error instanceof FullscriptError) throw error;
    // Never as a cause: what a `fetch` throws may quote its request.
    const what = signal?.aborted
      ? "It was aborted"
      : controller.signal.aborted
        ? `${timeoutMs} ms have passed without an answer`
        : "The connection failed";
    if (isSent) {
      throw new FullscriptError(
        "exchange_interrupted",
        `${what}, so the endpoint may have done what it was asked. Check its URL, CORS, \`connect-src\` and your backend's log.`,
        { retryable: idempotent },
      );
    }
    throw new FullscriptError(
      "exchange_unreachable",
      `${controller.signal.aborted ? what : "The `headers` failed"}, so nothing was sent. Check the \`headers\` that you pass, and retry.`,
      {
        retryable: true,
      },
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

function refusal(
  { status, headers, type }: Response,
  body: unknown,
  idempotent: boolean,
  now: number,
): FullscriptError {
  const { error, error_description } = isRecord(body) ? body : {};
  const details: FullscriptErrorDetails = {
    status,
    error: typeof error === "string" ? error.slice(0, 200) : undefined,
    errorDescription: typeof error_description === "string" ? error_description.slice(0, 500) : undefined,
  };
  const answered = `The endpoint answered ${type === "opaqueredirect" ? "a redirect" : status}`;
  if (status === 400 && error === "invalid_grant") {
    return new FullscriptError(
      "code_rejected",
      `${answered} invalid_grant: the code is expired, used or unknown. Start again.`,
      details,
    );
  }
  // 403 access_denied is our own handler's word for a page of another origin, which no sign-in helps.
  if (status === 401 || (status === 403 && error !== "access_denied")) {
    return new FullscriptError(
      "exchange_unauthorized",
      `${answered}: your user's session is over. Sign in, then retry. An endpoint of another origin needs \`credentials: "include"\`.`,
      { ...details, retryable: true },
    );
  }
  if (status === 409 && error === "subject_mismatch") {
    return new FullscriptError(
      "subject_mismatch",
      `${answered} subject_mismatch: another user is signed in now, or \`subject\` is not the id that your backend knows. Start again.`,
      details,
    );
  }
  if (status === 429 || status >= 500) {
    return new FullscriptError("exchange_unavailable", `${answered}. See your backend's log.`, {
      ...details,
      retryable: isClearNo(status) || idempotent,
      retryAfterMs: parseRetryAfter(headers.get("retry-after"), now),
    });
  }
  const why = body === NOT_JSON ? " without JSON, as a web page or a redirect to sign in does" : "";
  return new FullscriptError(
    "exchange_rejected",
    `${answered}${why}. Check that \`endpoint\` is your backend's connection handler, and that it allows this origin.`,
    details,
  );
}

/** Whether this status says that nothing was done; any other 5xx does not tell. */
export function isClearNo(status: number | undefined): boolean {
  return status === 429 || status === 503;
}

/** `Retry-After` in milliseconds. @see RFC 9110 §10.2.3 */
function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
