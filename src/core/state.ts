import { type Browser, globalBrowser } from "./browser";
import type { JsonValue } from "./FullscriptConfig";
import { FullscriptError } from "./FullscriptError";

/** Longest state that is decoded, in characters. One that travels is far shorter: see `MAX_AUTHORIZATION_URL_LENGTH`. */
export const MAX_STATE_LENGTH = 1_048_576;

/** A zero by itself in JSON, which may have been negative; also some texts that look like one. */
const ZERO = /(?:^|[[:,])0(?:$|[\]},])/;
const NOT_ASCII = /[\u0080-\uffff]/;

const STATE = /^fsc1\.([\w-]{43})\.([\w-]*)$/;

/**
 * A new `state` for an authorization request: `fsc1.<nonce>.<payload>`, 32 random bytes and the app state's UTF-8 JSON, both
 * base64url. It is encoded, not encrypted, and ends up in other people's logs: opaque ids, never names.
 *
 * Throws `misconfigured` where JSON cannot hold `appState`, or it is too large.
 * @see RFC 6749 §4.1.1, §10.12
 */
export function encodeState(appState?: JsonValue, browser: Browser = globalBrowser): string {
  const nonce = base64url(browser.randomBytes(32));
  const state = `fsc1.${nonce}.${appState === undefined ? "" : encodePayload(appState, nonce)}`;
  if (state.length <= MAX_STATE_LENGTH) return state;
  throw new FullscriptError(
    "misconfigured",
    "The app state is too large to come back. Keep it on your server and pass its id.",
  );
}

/** The app state inside a `state`; `undefined` where there is none or the string is not one of ours. Never throws. */
export function decodeState(state: string): JsonValue | undefined {
  try {
    if (state.length > MAX_STATE_LENGTH) return undefined;
    const payload = STATE.exec(state)?.[2];
    if (!payload) return undefined;
    return JSON.parse(decodeUtf8(atob(payload.replaceAll("-", "+").replaceAll("_", "/")))) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The nonce inside a `state`; `undefined` where the string is not one of ours. */
export function stateNonce(state: string): string | undefined {
  return state.length > MAX_STATE_LENGTH ? undefined : STATE.exec(state)?.[1];
}

/** The JSON of an app state; throws `misconfigured` where there is none. */
export function toJson(value: JsonValue, replacer?: (key: string, member: unknown) => unknown): string {
  let json: string | undefined;
  let cause: unknown;
  try {
    json = JSON.stringify(value, replacer);
  } catch (error) {
    cause = error;
  }
  if (json === undefined) {
    throw new FullscriptError(
      "misconfigured",
      "JSON cannot hold the app state, so it could not come back. Pass plain data.",
      { cause },
    );
  }
  return json;
}

function encodePayload(appState: JsonValue, nonce: string): string {
  let json = toJson(appState);
  // JSON has a negative zero and `JSON.stringify` none: the nonce, which no app state can hold, stands in for it.
  if (ZERO.test(json))
    json = toJson(appState, (_, member) => (Object.is(member, -0) ? nonce : member)).replaceAll(`"${nonce}"`, "-0");
  return NOT_ASCII.test(json) ? base64url(new TextEncoder().encode(json)) : base64urlOf(json);
}

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return base64urlOf(binary);
}

/** @param binary one character for each byte */
function base64urlOf(binary: string): string {
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The text of bytes in UTF-8, which most often are ASCII, and so their own text. */
function decodeUtf8(binary: string): string {
  if (!NOT_ASCII.test(binary)) return binary;
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = binary.charCodeAt(index);
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
