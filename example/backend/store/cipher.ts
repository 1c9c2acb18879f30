const ALGORITHM = "AES-GCM";
const IV_BYTES = 12;

/** Keeps texts secret at rest. `about` is not secret, but a text opens only with the one that it was sealed with. */
export interface Cipher {
  seal: (text: string, about: string) => Promise<string>;
  /** Rejects where the key, the text or `about` is another. */
  open: (sealed: string, about: string) => Promise<string>;
}

/** AES-256-GCM. @param key 32 bytes */
export async function createCipher(key: Uint8Array<ArrayBuffer>): Promise<Cipher> {
  const cryptoKey = await crypto.subtle.importKey("raw", key, ALGORITHM, false, ["encrypt", "decrypt"]);
  const parameters = (iv: Uint8Array<ArrayBuffer>, about: string) => ({ name: ALGORITHM, iv, additionalData: new TextEncoder().encode(about) });

  return {
    async seal(text, about) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const sealed = await crypto.subtle.encrypt(parameters(iv, about), cryptoKey, new TextEncoder().encode(text));
      return Buffer.concat([iv, new Uint8Array(sealed)]).toString("base64");
    },
    async open(sealed, about) {
      const bytes = new Uint8Array(Buffer.from(sealed, "base64"));
      const text = await crypto.subtle.decrypt(parameters(bytes.slice(0, IV_BYTES), about), cryptoKey, bytes.slice(IV_BYTES));
      return new TextDecoder().decode(text);
    },
  };
}
