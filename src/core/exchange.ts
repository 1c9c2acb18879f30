import type { VerifiedCode } from "./authorizationResponse";
import { type Browser, globalBrowser } from "./browser";
import { callEndpoint } from "./endpoint";
import type { FullscriptEnvironment } from "./environment";
import type { ExchangeConfig } from "./FullscriptConfig";
import { FullscriptError } from "./FullscriptError";
import { createResponseKey } from "./responseKey";

/**
 * Presents a verified code to the host's endpoint, once: `POST` of `{"code","state","redirect_uri","subject"?}`, with an
 * `Idempotency-Key` if the endpoint is idempotent. The subject is the user who left, so that the server can refuse anyone else.
 * Returns the endpoint's JSON without any token, or `undefined` for a 204.
 *
 * Throws `exchange_interrupted`, `exchange_unreachable`, `exchange_unavailable`, `exchange_unauthorized`, `exchange_rejected`,
 * `code_rejected`, `subject_mismatch` or `misconfigured`; `retryable` tells whether the code may be presented again.
 * @see RFC 6749 §5.2
 */
export async function exchangeCode(
  verified: VerifiedCode,
  config: ExchangeConfig,
  {
    signal,
    onSend,
  }: {
    signal?: AbortSignal;
    /** Called, and waited for, right before the request leaves. */ onSend?: () => Promise<void>;
  } = {},
  browser: Browser = globalBrowser,
): Promise<unknown> {
  const { code, transaction } = verified;
  const { state, redirectUri: redirect_uri, environment, subject } = transaction;
  checkEnvironment(environment, config);
  return callEndpoint(
    "POST",
    { ...config, environment },
    {
      idempotencyKey: config.idempotent ? (await createResponseKey(verified, browser)).idempotencyKey : undefined,
      body: JSON.stringify({ code, state, redirect_uri, subject }),
    },
    { signal, onSend },
    browser,
  );
}

/** The record of a request is input: an environment of the host's own in it must be the host's, if it can steer the request. */
function checkEnvironment(recorded: FullscriptEnvironment, { environment, endpoint }: ExchangeConfig): void {
  if (typeof recorded === "string" || (environment === undefined && typeof endpoint === "string")) return;
  if (typeof environment === "object" && environment.authorizationEndpoint === recorded.authorizationEndpoint) return;
  throw new FullscriptError("state_mismatch", "The `environment` that the user left for is not the one passed here.");
}
