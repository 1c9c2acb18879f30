import { isRecord } from "../core/isRecord";
import { FullscriptError } from "../core/FullscriptError";
import { type Answer, createInvalidRequest, SUBJECT_MISMATCH } from "./answer";
import { cachedBytes } from "./bodyCache";
import type { ConnectionUser } from "./ConnectionHandlerOptions";
import type { Context } from "./context";
import { parseJson, repeatsMember } from "./json";
import { readBytes } from "./readBytes";

/** A verified `POST`. If its code is new, it may be presented to Fullscript. */
export interface ExchangeRequest {
  code: string;
  /** The members of the body, to tell a repeat from another request with the same key. */
  contents: string[];
  /** The `Idempotency-Key`, without its quotes. */
  key: string | undefined;
}

const BODY_LIMIT = 16_384;
const JSON_TYPE = /^application\/json\s*(;\s*(charset="?utf-8"?\s*)?)?$/i;
const MEMBER = /^[^\p{Cc}\p{Cs}]{1,4096}$/u;
/** A string of RFC 8941 §3.3.3, or the same without quotes, because many clients send it like that. */
const KEY = /^(?:"((?:[ !#-[\]-~]|\\["\\]){1,255})"|([!#-+\--~]{1,255}))$/;

/** Returns `415` if the body is not JSON: a page may post a form to another origin without a preflight. */
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
    return createInvalidRequest(400, "The body must be a JSON object without repeated members.");
  }

  const { code, state, redirect_uri: redirectUri, subject = user.id } = body;
  if (!isMember(code) || !isMember(state) || !isMember(redirectUri) || !isMember(subject)) {
    return createInvalidRequest(400, "code, state, redirect_uri and subject must be strings of 1 to 4096 characters.");
  }
  if (redirectUri !== context.redirectUri) {
    const message = "The front end's redirect_uri is not this server's redirectUri.";
    context.report(new FullscriptError("misconfigured", message));
    return createInvalidRequest(400, message);
  }
  if (subject !== user.id) return SUBJECT_MISMATCH;
  return { code, key, contents: [code, state, redirectUri, subject] };
}

/** Returns `undefined` for more than {@link BODY_LIMIT} bytes, and an empty text for a body that is not UTF-8 or breaks off. */
async function readText(request: Request): Promise<string | undefined> {
  try {
    const bytes = cachedBytes.get(request) ?? (await readBytes(request.body, BODY_LIMIT));
    return bytes.length > BODY_LIMIT ? undefined : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return "";
  }
}

function isMember(value: unknown): value is string {
  return typeof value === "string" && MEMBER.test(value);
}
