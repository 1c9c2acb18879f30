import type { OtherWindow } from "./browser";
import type { CallbackBrowser } from "./callbackBrowser";
import { type AuthorizationResponse, parseAuthorizationResponse } from "./authorizationResponse";
import { stateNonce } from "./state";
import { isRecord } from "./isRecord";

/** The message of a popup to its opener, with the raw query string. */
const RESPONSE = "fullscript-connect:response";
/** The opener's reply. */
const RECEIPT = "fullscript-connect:receipt";
const RECEIPT_WAIT_MS = 2_000;
/** The opener may still be loading the code that listens. */
const RESEND_MS = 250;

/** An authorization response that names its state. */
export type StatefulResponse = Extract<AuthorizationResponse, { kind: "code" | "error" }>;

const channelOf = (state: string, browser: CallbackBrowser) =>
  browser.channel(`fullscript-connect:${stateNonce(state)}`);

/**
 * Waits in the opener for the response to `state`, and sends a receipt. Returns a function that stops waiting.
 *
 * Accepts only a response with exactly this state from this origin, and a message only from this popup.
 */
export function awaitResponse(
  state: string,
  popup: OtherWindow | null,
  onResponse: (response: StatefulResponse) => void,
  browser: CallbackBrowser,
): () => void {
  const origin = browser.location()?.origin;
  const take = (data: unknown, reply: (receipt: unknown) => void) => {
    if (!isRecord(data) || data.type !== RESPONSE || typeof data.search !== "string") return;
    const response = parseAuthorizationResponse(data.search);
    if ((response.kind !== "code" && response.kind !== "error") || response.state !== state) return;
    reply({ type: RECEIPT, state });
    stop();
    onResponse(response);
  };
  const forget = browser.onMessage(({ data, origin: sender, source }) => {
    if (popup && source === popup && origin !== undefined && sender === origin)
      take(data, (receipt) => popup.postMessage(receipt, origin));
  });
  const channel = channelOf(state, browser);
  if (channel)
    channel.onmessage = ({ data }: { data: unknown }) => take(data, (receipt) => channel.postMessage(receipt));
  const stop = () => {
    forget();
    channel?.close();
  };
  return stop;
}

/** Sends a response to the opener, by message and by channel. Resolves to whether the opener sent a receipt. */
export function deliverResponse(search: string, state: string, browser: CallbackBrowser): Promise<boolean> {
  const opener = browser.opener();
  const channel = channelOf(state, browser);
  const origin = browser.location()?.origin;
  if ((!opener && !channel) || origin === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const finish = (isTaken: boolean) => {
      clearTimeout(timer);
      clearInterval(resend);
      forget();
      channel?.close();
      resolve(isTaken);
    };
    const look = (data: unknown) => {
      if (isRecord(data) && data.type === RECEIPT && data.state === state) finish(true);
    };
    const forget = browser.onMessage(({ data, origin: sender, source }) => {
      if (opener && source === opener && sender === origin) look(data);
    });
    if (channel) channel.onmessage = ({ data }: { data: unknown }) => look(data);
    const timer = setTimeout(() => finish(false), RECEIPT_WAIT_MS);
    const message = { type: RESPONSE, search };
    const post = () => {
      // Only to this origin: a page of another site may have opened this one.
      opener?.postMessage(message, origin);
      channel?.postMessage(message);
    };
    const resend = setInterval(post, RESEND_MS);
    post();
  });
}
