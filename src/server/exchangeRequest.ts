import { FullscriptError } from "../core/FullscriptError";
import { type Answer, createInvalidRequest, createRefusal } from "./answer";
import type { ConnectionUser } from "./ConnectionHandlerOptions";
import type { Context } from "./context";
import { isRecord, parseJson, repeatsMember } from "./json";
import { cachedBytes } from "./bodyCache";

/** A verified `POST`: what it asks for may be looked up and, if it is new, presented to Fullscript. */
export interface ExchangeRequest {
  code: string;
  /** Everything that the body says, to tell a repeat from another request under the same key. */
  contents: string[];
  /** The `Idempotency-Key`, without its quotes. */
  key: string | undefined;
}

const BODY_LIMIT = 16_384;
const JSON_TYPE = /^application\/json\s*(;\s*(charset="?utf-8"?\s*)?)?$/i;
const MEMBER = /^[^\p{Cc}\p{Cs}]{1,4096}$/u;
/** A string of RFC 8941 §3.3.3, or the same without quotes, as many clients send it. */
const KEY = /^(?:"((?:[ !#-[\]-~]|\\["\\]){1,255})"|([!#-+\--~]{1,255}))$/;

/** `415` where the body is not JSON: a form, or anything a page may post elsewhere without a preflight. */
export function refuseContentType({ headers }: Request): Answer | undefined {
  if (JSON_TYPE.test(headers.get("content-type") ?? "") && !headers.has("content-encoding")) return undefined;
  return createInvalidRequest(415, "Send application/json in UTF-8.");
}

export async function readExchangeRequest(
  context: Context,
  user: ConnectionUser,
  request: Request,
): Promise<ExchangeRequest | Answer> {
  const header = request.headers.get("idempotency-key");
  const [, quoted, bare] = KEY.exec(header ?? "") ?? [];
  const key = quoted ?? bare;
  if (header !== null && key === undefined) {
    return createInvalidRequest(400, "Idempotency-Key must be one string of 1 to 255 characters.");
  }

  const text = await readText(request);
  if (text === undefined) return createInvalidRequest(413, "The body must be 16 kB at most.");
  const body = parseJson(text);
  if (!isRecord(body) || repeatsMember(text)) {
    return createInvalidRequest(400, "The body must be a JSON object that names each member once.");
  }

  const { code, state, redirect_uri: redirectUri, subject = user.id } = body;
  if (!isMember(code) || !isMember(state) || !isMember(redirectUri) || !isMember(subject)) {
    return createInvalidRequest(400, "code, state, redirect_uri and subject must be strings of 1 to 4096 characters.");
  }
  if (redirectUri !== context.redirectUri) {
    const message = "redirect_uri is not this server's redirectUri, so nobody can connect. Check the front end's.";
    context.report(new FullscriptError("misconfigured", message));
    return createInvalidRequest(400, message);
  }
  if (subject !== user.id) return createRefusal(409, "subject_mismatch", "Another user is signed in.");
  return { code, key, contents: [code, state, redirectUri, subject] };
}

/** At most {@link BODY_LIMIT} bytes, whatever `Content-Length` says; `undefined` for more, empty for what is not UTF-8 or broke off. */
async function readText(request: Request): Promise<string | undefined> {
  try {
    const bytes = cachedBytes.get(request) ?? (await readBytes(request));
    return bytes.length > BODY_LIMIT ? undefined : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return "";
  }
}

/** One byte more than the limit at most. */
async function readBytes({ body }: Request): Promise<Uint8Array> {
  const bytes = new Uint8Array(BODY_LIMIT + 1);
  const reader = body?.getReader();
  let size = 0;
  while (reader && size < bytes.length) {
    const { done, value } = await reader.read();
    if (done) break;
    const part = value.subarray(0, bytes.length - size);
    bytes.set(part, size);
    size += part.length;
  }
  reader?.cancel().catch(() => undefined);
  return bytes.subarray(0, size);
}

function isMember(value: unknown): value is string {
  return typeof value === "string" && MEMBER.test(value);
}
