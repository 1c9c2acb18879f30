import { FullscriptError } from "../core/FullscriptError";

const ALGORITHM = "AES-GCM";
const KEY_BYTES = 32;
const IV_BYTES = 12;

type Bytes = Uint8Array<ArrayBuffer>;

/** A text at rest. */
export interface Sealed {
  /** Names the key that opens it. */
  keyId: string;
  /** The initialization vector and the encrypted text, in base64. */
  sealed: string;
}

/** Encrypts texts with AES-256-GCM. A sealed text opens only together with the `context` that it was sealed with. */
export interface Cipher {
  /** Encrypts with the first key. */
  seal: (text: string, context: string) => Promise<Sealed>;
  /** Decrypts with the key that the text was sealed with. Rejects if that key is missing, or if the text or its context was changed. */
  open: (sealed: Sealed, context: string) => Promise<string>;
  /** Returns the id of the first key. */
  getKeyId: () => Promise<string>;
}

interface ImportedKey {
  id: string;
  key: CryptoKey;
}

/** Throws `misconfigured` if `encryptionKeys` is not a list of one or more 32-byte keys in base64. */
export function createCipher(encryptionKeys: readonly string[]): Cipher {
  const keys = parseKeys(encryptionKeys);
  let imported: Promise<[ImportedKey, ...ImportedKey[]]> | undefined;
  // Not before the first use: edge runtimes allow no asynchronous work while a module loads.
  const importKeys = () => (imported ??= Promise.all([importKey(keys[0]), ...keys.slice(1).map(importKey)]));

  return {
    async seal(text, context) {
      const [{ id, key }] = await importKeys();
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const encrypted = await crypto.subtle.encrypt(createParameters(iv, context), key, encode(text));
      return { keyId: id, sealed: encodeBase64(iv, new Uint8Array(encrypted)) };
    },

    async open({ keyId, sealed }, context) {
      const found = (await importKeys()).find(({ id }) => id === keyId);
      if (!found) return refuse(`A connection is sealed with the key ${keyId}, which is not in encryptionKeys.`);
      const bytes = decodeBase64(sealed) ?? new Uint8Array();
      const parameters = createParameters(bytes.slice(0, IV_BYTES), context);
      const text = await crypto.subtle
        .decrypt(parameters, found.key, bytes.slice(IV_BYTES))
        .catch(() => refuse("A connection cannot be decrypted, because its row was changed outside the store."));
      return new TextDecoder().decode(text);
    },

    getKeyId: async () => (await importKeys())[0].id,
  };
}

function parseKeys(encryptionKeys: unknown): [Bytes, ...Bytes[]] {
  const [first, ...others] = Array.isArray(encryptionKeys) ? encryptionKeys.map(parseKey) : [];
  return first ? [first, ...others] : refuse("encryptionKeys must be a list of one or more keys.");
}

function parseKey(text: unknown): Bytes {
  const key = decodeBase64(text);
  return key?.length === KEY_BYTES ? key : refuse("Each of encryptionKeys must be 32 bytes in base64.");
}

/** The id is the start of the key's hash. A hash of 256 random bits reveals nothing about them. */
async function importKey(bytes: Bytes): Promise<ImportedKey> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const id = Array.from(hash.slice(0, 6), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { id, key: await crypto.subtle.importKey("raw", bytes, ALGORITHM, false, ["encrypt", "decrypt"]) };
}

function createParameters(iv: Bytes, context: string): AesGcmParams {
  return { name: ALGORITHM, iv, additionalData: encode(context) };
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function encodeBase64(...parts: Bytes[]): string {
  return btoa(parts.flatMap((bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte))).join(""));
}

/** Returns `undefined` for anything that is not base64. */
function decodeBase64(text: unknown): Bytes | undefined {
  try {
    return Uint8Array.from(atob(String(text)), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function refuse(message: string): never {
  throw new FullscriptError("misconfigured", message);
}
