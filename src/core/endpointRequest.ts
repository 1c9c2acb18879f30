import { type CallbackBrowser, callbackBrowser } from "./callbackBrowser";
import { CONNECTION_FAILED, type EndpointRequest, explainFailure, readAnswer } from "./endpointAnswer";
import { endpointUrl } from "./environment";
import { type ExchangeConfig, refuseSecret } from "./FullscriptConfig";
import { FullscriptError } from "./FullscriptError";
import { TimeoutError, withTimeout } from "./timeout";

/** How long a request may take if the host sets no `timeoutMs`. */
export const DEFAULT_TIMEOUT_MS = 30_000;

/** Calls the host's endpoint and returns its JSON without any token, or `undefined` for a 204. Throws a `FullscriptError`. */
export async function callEndpoint(
  method: "GET" | "DELETE",
  config: ExchangeConfig,
  browser: CallbackBrowser = callbackBrowser,
): Promise<unknown> {
  return sendRequest(await prepareRequest(method, config), browser);
}

/** Prepares a request, so that nothing has to be waited for between the record of a POST and the POST itself. */
export async function prepareRequest(
  method: EndpointRequest["method"],
  config: ExchangeConfig,
  post?: { body: string; key: string },
): Promise<EndpointRequest> {
  const url = post ? endpointUrl(config) : withSubject(endpointUrl(config), config.subject);
  refuseSecret(config, [url]);
  const { timeoutMs = DEFAULT_TIMEOUT_MS, headers: given, idempotent } = config;
  if (!(timeoutMs > 0)) throw new FullscriptError("misconfigured", "`timeoutMs` isn't a positive number.");
  try {
    const headers = new Headers(
      typeof given === "function" ? await withTimeout(async () => given(), timeoutMs) : given,
    );
    if (post) headers.set("content-type", "application/json");
    // An extra header fails the preflight of an endpoint with a fixed list.
    if (post && idempotent) headers.set("idempotency-key", `"${post.key}"`);
    return { method, url, headers, body: post?.body, config };
  } catch (thrown) {
    throw new FullscriptError(
      "exchange_unreachable",
      `The \`headers\` ${thrown instanceof TimeoutError ? `took longer than ${timeoutMs} ms` : "failed"}.`,
      { retryable: true },
    );
  }
}

/** Sends a prepared request and returns the endpoint's JSON, or `undefined` for a 204. Throws one `FullscriptError` for each failure. */
export async function sendRequest(request: EndpointRequest, browser: CallbackBrowser): Promise<unknown> {
  const { method, url, headers, body, config } = request;
  const { credentials = "same-origin", timeoutMs = DEFAULT_TIMEOUT_MS, idempotent = false } = config;
  const send = async (signal: AbortSignal) => {
    const response = await (config.fetch ?? browser.fetch)(url, {
      method,
      headers,
      credentials,
      referrerPolicy: "no-referrer",
      // A redirect would carry the code to an address that the host didn't choose.
      redirect: "manual",
      signal,
      ...(body !== undefined && { body }),
    });
    return { response, text: response.status === 204 ? undefined : await response.text() };
  };
  let answer: Awaited<ReturnType<typeof send>>;
  try {
    answer = await withTimeout(send, timeoutMs);
  } catch (thrown) {
    // Never the cause: what `fetch` throws may quote the request.
    throw new FullscriptError(
      "exchange_interrupted",
      thrown instanceof TimeoutError
        ? `No answer came within ${timeoutMs} ms.`
        : await explainFailure(url, headers, credentials, browser).catch(() => CONNECTION_FAILED),
      { retryable: idempotent },
    );
  }
  return readAnswer(answer.response, answer.text, request, browser);
}

/** The endpoint refuses a page that was rendered for another user. A query parameter needs no CORS permission, unlike a header. */
function withSubject(url: string, subject: string | null | undefined): string {
  if (typeof subject !== "string") return url;
  const [address = "", ...hash] = url.split("#");
  const separator = address.includes("?") ? "&" : "?";
  return [`${address}${separator}subject=${encodeURIComponent(subject)}`, ...hash].join("#");
}
