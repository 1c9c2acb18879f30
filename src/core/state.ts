import { type Browser, globalBrowser } from "./browser";
import type { JsonValue } from "./FullscriptConfig";
import { FullscriptError } from "./FullscriptError";

/** The longest state that is decoded, in characters. A state in a URL is far shorter: see `MAX_AUTHORIZATION_URL_LENGTH`. */
export const MAX_STATE_LENGTH = 1_048_576;

/** A zero in JSON, which may have been negative. Some texts look like one. */
const ZERO = /(?:^|[[:,])0(?:$|[\]},])/;

const STATE = /^fsc1\.([\w-]{43})\.([\w-]*)$/;

/**
 * Creates a `state` for an authorization request: `fsc1.<nonce>.<payload>`. The nonce is 32 random bytes, and the payload is the app
 * state's JSON, both in base64url. It's encoded and not encrypted, and it ends up in other people's logs: use opaque ids, never names.
 *
 * Throws `misconfigured` if the app state isn't JSON, or if it's too large.
 *
 * @example
 * const state = encodeState({ patient: "42" });
 * @see RFC 6749 §4.1.1, §10.12
 */
export function encodeState(appState?: JsonValue, browser: Browser = globalBrowser): string {
  const nonce = base64url(browser.randomBytes(32));
  const state = `fsc1.${nonce}.${appState === undefined ? "" : encodePayload(appState, nonce)}`;
  if (state.length <= MAX_STATE_LENGTH) return state;
  throw new FullscriptError("misconfigured", "`appState` is too large.");
}

/**
 * Returns the app state in a `state`; `undefined` if there is none, or if the string isn't a state of this package. Never throws.
 *
 * @example
 * const appState = decodeState(new URLSearchParams(location.search).get("state") ?? "");
 */
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

/** Returns the nonce in a `state`; `undefined` if the string isn't a state of this package. */
export function stateNonce(state: string): string | undefined {
  return state.length > MAX_STATE_LENGTH ? undefined : STATE.exec(state)?.[1];
}

/** Returns the JSON of an app state. Throws `misconfigured` if it has none. */
export function toJson(value: JsonValue, replacer?: (key: string, member: unknown) => unknown): string {
  let json: string | undefined;
  let cause: unknown;
  try {
    json = JSON.stringify(value, replacer);
  } catch (error) {
    cause = error;
  }
  if (json === undefined) {
    throw new FullscriptError("misconfigured", "`appState` is not JSON.", { cause });
  }
  return json;
}

function encodePayload(appState: JsonValue, nonce: string): string {
  let json = toJson(appState);
  // JSON has a negative zero, but `JSON.stringify` drops its sign. The nonce stands in for it, because no app state contains it.
  if (ZERO.test(json))
    json = toJson(appState, (_, member) => (Object.is(member, -0) ? nonce : member)).replaceAll(`"${nonce}"`, "-0");
  return base64url(new TextEncoder().encode(json));
}

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decodeUtf8(binary: string): string {
  const bytes = new Uint8Array(binary.length).map((_, index) => binary.charCodeAt(index));
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
