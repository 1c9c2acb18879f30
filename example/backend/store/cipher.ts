const ALGORITHM = "AES-GCM";
const IV_BYTES = 12;

/** Of AES-256: 32 bytes. */
export type Key = Uint8Array<ArrayBuffer>;

/** Keeps texts secret at rest. `about` is not secret, but a text opens only with the one that it was sealed with. */
export interface Cipher {
  /** By the first key. */
  seal: (text: string, about: string) => Promise<string>;
  /** By the key that the text was sealed with; rejects where that one is gone, or the text or `about` was changed, and says which. */
  open: (sealed: string, about: string) => Promise<string>;
  /** What everything that is sealed from now on begins with. */
  prefix: string;
}

/**
 * AES-256-GCM with keys that can be changed: the first one seals, all of them open. A sealed text is `<key id>.<base64>`, so that it
 * tells which key it needs; without an id, as they once were, every key is tried.
 */
export async function createCipher(keys: readonly [Key, ...Key[]]): Promise<Cipher> {
  const [first, ...others] = keys;
  const newest = await importKey(first);
  const all = [newest, ...(await Promise.all(others.map(importKey)))];

  return {
    prefix: `${newest.id}.`,
    async seal(text, about) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const sealed = await crypto.subtle.encrypt(parameters(iv, about), newest.key, new TextEncoder().encode(text));
      return `${newest.id}.${Buffer.concat([iv, new Uint8Array(sealed)]).toString("base64")}`;
    },
    async open(sealed, about) {
      const [base64 = "", id] = sealed.split(".").reverse();
      const fitting = id === undefined ? all : all.filter((each) => each.id === id);
      if (fitting.length === 0)
        throw new Error(`was sealed with the key ${JSON.stringify(id)}, which is not among the keys any more`);
      const bytes = new Uint8Array(Buffer.from(base64, "base64"));
      for (const { key } of fitting) {
        const text = await crypto.subtle
          .decrypt(parameters(bytes.slice(0, IV_BYTES), about), key, bytes.slice(IV_BYTES))
          .catch(() => undefined);
        if (text) return new TextDecoder().decode(text);
      }
      throw new Error(
        id === undefined
          ? "was sealed with a key that is not among the keys any more, or changed since"
          : "was changed since it was sealed",
      );
    },
  };
}

const parameters = (iv: Uint8Array<ArrayBuffer>, about: string) => ({
  name: ALGORITHM,
  iv,
  additionalData: new TextEncoder().encode(about),
});

/** The id is a hash of the key, so that nobody has to name keys; of 256 random bits it gives nothing away. */
async function importKey(bytes: Key): Promise<{ id: string; key: CryptoKey }> {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return {
    id: Buffer.from(hash).toString("hex").slice(0, 12),
    key: await crypto.subtle.importKey("raw", bytes, ALGORITHM, false, ["encrypt", "decrypt"]),
  };
}
