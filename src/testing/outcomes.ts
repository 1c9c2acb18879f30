import { callbackBrowser } from "../core/callbackBrowser";
import type { FullscriptConfig } from "../core/FullscriptConfig";
import { encodeState } from "../core/state";
import { TRANSACTION_LIFETIME_MS } from "../core/transaction";
import { type CallbackParameters, callbackSearch } from "./callbackSearch";
import { CONNECTED, type MockAnswer, type MockEndpoint, mockEndpoint } from "./mockEndpoint";
import { type PrepareOptions, prepareTransaction } from "./prepareTransaction";

/** A callback page that is about to be rendered: the browser is at its URL, and remembers what it left with. */
export interface PreparedCallback<Config> {
  /** For `<FullscriptCallback>` or `useFullscriptCallback`: the configuration, with an endpoint that answers as it should. */
  props: Config & Pick<FullscriptConfig, "fetch" | "idempotent" | "subject">;
  /** What that endpoint has received. */
  endpoint: MockEndpoint;
  /** Where the browser is: path and query of the redirect URI, with Fullscript's answer. */
  url: string;
  /** What the browser left with. */
  state: string;
}

/** Brings the browser of a test back from Fullscript; the user had left from `/`, unless `returnTo` says otherwise. Throws what `prepareTransaction` throws. */
export type PrepareCallback<Options = PrepareOptions> = <Config extends FullscriptConfig>(
  config: Config,
  options?: Options,
) => PreparedCallback<Config>;

/** What differs from an approval that the endpoint takes. */
interface Scene {
  answer?: MockAnswer;
  leftMsAgo?: number;
  /** The user who left, if another user returns. */
  leftAs?: string;
  /** What is in the URL; `undefined` leaves a parameter out. */
  parameters?: (sent: { code: string; state: string }) => CallbackParameters | undefined;
}

function prepareCallback<Config extends FullscriptConfig>(
  config: Config,
  options: PrepareOptions | undefined,
  scene: Scene,
): PreparedCallback<Config> {
  const { answer = { status: 200, body: CONNECTED }, leftMsAgo, leftAs, parameters } = scene;
  const left = leftAs === undefined ? config : { ...config, subject: leftAs };
  const { state } = prepareTransaction(left, {
    returnTo: "/",
    ...options,
    ...(leftMsAgo !== undefined && { leftMsAgo }),
  });
  // A new code each time, because a page remembers the outcome of a code.
  const approval = { code: `test-code-${encodeState().slice(5, 15)}`, state };
  const sent = parameters ? parameters(approval) : approval;
  const { pathname, search } = new URL(config.redirectUri);
  const url = pathname + search + (sent ? callbackSearch(sent).replace("?", search ? "&" : "?") : "");
  callbackBrowser.replaceHistory(null, url);
  const endpoint = mockEndpoint(answer);
  const props = {
    ...config,
    fetch: endpoint.fetch,
    // An endpoint that honours Idempotency-Key is asked again for up to a minute; here the first answer is to count.
    idempotent: false,
    ...(leftAs !== undefined && { subject: config.subject ?? "user-back" }),
  };
  return { props, endpoint, url, state };
}

const prepare =
  (scene: Scene): PrepareCallback =>
  (config, options) =>
    prepareCallback(config, options, scene);

/** `connected`. `connection` is what the endpoint answers. */
export const approved: PrepareCallback<PrepareOptions & { connection?: unknown }> = (
  config,
  { connection = CONNECTED, ...options } = {},
) => prepareCallback(config, options, { answer: { status: 200, body: connection } });

/** `cancelled`: `?error=access_denied`. */
export const cancelled: PrepareCallback = prepare({ parameters: ({ state }) => ({ state, error: "access_denied" }) });

/** `expired`, `code_expired`: the user is back after more than an hour, and nothing is posted. */
export const expired: PrepareCallback = prepare({ leftMsAgo: TRANSACTION_LIFETIME_MS + 60_000 });

/** `expired`, `code_rejected`: the endpoint answers 400 `invalid_grant`. */
export const codeRejected: PrepareCallback = prepare({ answer: { status: 400, body: { error: "invalid_grant" } } });

/** `exchanging`: the endpoint never answers. */
export const exchanging: PrepareCallback = prepare({ answer: "pending" });

/** `exchanging`, waiting for another try: the endpoint answers 503, with `Retry-After: 300`. */
export const endpointBusy: PrepareCallback = prepare({
  answer: { status: 503, body: {}, headers: { "Retry-After": "300" } },
});

/** `failed`, `exchange_unavailable`: the endpoint answers 500. */
export const endpointDown: PrepareCallback = prepare({ answer: { status: 500, body: {} } });

/** `failed`, `exchange_rejected`: the endpoint answers 422. */
export const endpointRefused: PrepareCallback = prepare({ answer: { status: 422, body: {} } });

/** `failed`, `exchange_interrupted`: the connection breaks after the code was sent. */
export const answerLost: PrepareCallback = prepare({ answer: "lost" });

/** `failed`, `exchange_unauthorized`: the endpoint answers 401, the host's own session is over. */
export const signedOut: PrepareCallback = prepare({ answer: { status: 401, body: {} } });

/** `failed`, `authorization_error`: `?error=server_error`. */
export const authorizationFailed: PrepareCallback = prepare({
  parameters: ({ state }) => ({ state, error: "server_error" }),
});

/** `failed`, `state_mismatch`: a state that this browser did not send. */
export const stateMismatch: PrepareCallback = prepare({ parameters: ({ code }) => ({ code, state: encodeState() }) });

/** `failed`, `state_missing`: `?code=…` alone. */
export const stateMissing: PrepareCallback = prepare({ parameters: ({ code }) => ({ code }) });

/** `failed`, `invalid_response`: a code beside an error. */
export const invalidResponse: PrepareCallback = prepare({ parameters: (sent) => ({ ...sent, error: "server_error" }) });

/** `failed`, `subject_mismatch`: someone else had left for Fullscript. */
export const subjectMismatch: PrepareCallback = prepare({ leftAs: "user-who-left" });

/** `absent`: there is no answer in the URL. */
export const absent: PrepareCallback = prepare({ parameters: () => undefined });
