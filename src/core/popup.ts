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

/** Connects two windows for a state, by message and by channel. `onData` hears only pages of this origin, and of messages only the other window's. */
function connect(
  state: string,
  other: OtherWindow | null | undefined,
  onData: (data: Record<string, unknown>, reply: (message: unknown) => void) => void,
  browser: CallbackBrowser,
) {
  const origin = browser.location()?.origin;
  const channel = browser.channel(`fullscript-connect:${stateNonce(state)}`);
  // Only to this origin: a page of another site may have opened this one.
  const postToWindow = (message: unknown) => {
    if (origin !== undefined) other?.postMessage(message, origin);
  };
  const postToChannel = (message: unknown) => channel?.postMessage(message);
  const unsubscribe = browser.onMessage(({ data, origin: sender, source }) => {
    if (other && source === other && sender === origin && isRecord(data)) onData(data, postToWindow);
  });
  if (channel)
    channel.onmessage = ({ data }: { data: unknown }) => {
      if (isRecord(data)) onData(data, postToChannel);
    };
  return {
    canPost: origin !== undefined && Boolean(other ?? channel),
    post: (message: unknown) => {
      postToWindow(message);
      postToChannel(message);
    },
    close: () => {
      unsubscribe();
      channel?.close();
    },
  };
}

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
  const { close } = connect(
    state,
    popup,
    ({ type, search }, reply) => {
      if (type !== RESPONSE || typeof search !== "string") return;
      const response = parseAuthorizationResponse(search);
      if ((response.kind !== "code" && response.kind !== "error") || response.state !== state) return;
      reply({ type: RECEIPT, state });
      close();
      onResponse(response);
    },
    browser,
  );
  return close;
}

/** Sends a response to the opener, by message and by channel. Resolves to whether the opener sent a receipt. */
export function deliverResponse(search: string, state: string, browser: CallbackBrowser): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (isTaken: boolean) => {
      clearTimeout(timer);
      clearInterval(resend);
      close();
      resolve(isTaken);
    };
    const { canPost, post, close } = connect(
      state,
      browser.opener(),
      (data) => {
        if (data.type === RECEIPT && data.state === state) finish(true);
      },
      browser,
    );
    const timer = setTimeout(() => finish(false), canPost ? RECEIPT_WAIT_MS : 0);
    const send = () => post({ type: RESPONSE, search });
    const resend = setInterval(send, RESEND_MS);
    send();
  });
}
