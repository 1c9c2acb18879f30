import type { VerifiedCode } from "./authorizationResponse";
import { type Browser, globalBrowser } from "./browser";
import { callEndpoint } from "./endpoint";
import type { ExchangeConfig } from "./FullscriptConfig";
import { createResponseKey } from "./responseKey";
import { isRecord } from "./transaction";
import { warn } from "./warn";

/**
 * Presents a verified code to the host's endpoint, once: `POST` of `{"code","state","redirect_uri","subject"?}` with an
 * `Idempotency-Key`. The subject is the user who left, so that the server can tell whether someone else has come back. Answers
 * what the endpoint answered, or `undefined` for a 204.
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
  const { state, redirectUri: redirect_uri, environment } = transaction;
  const subject = transaction.subject ?? config.subject;
  const { idempotencyKey } = await createResponseKey(verified, browser);
  const connection = await callEndpoint(
    "POST",
    { ...config, environment },
    {
      idempotencyKey,
      body: JSON.stringify({ code, state, redirect_uri, ...(typeof subject === "string" && { subject }) }),
    },
    { signal, onSend },
    browser,
  );
  const tokens = isRecord(connection) && isRecord(connection.oauth) ? connection.oauth : connection;
  if (isRecord(tokens) && ("access_token" in tokens || "refresh_token" in tokens)) {
    warn(
      "your endpoint answered with a Fullscript token. Tokens stay on the server: answer what the page shows, no more.",
    );
  }
  return connection;
}
