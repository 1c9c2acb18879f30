import { readFile, writeFile } from "node:fs/promises";

const KEY_BYTES = 32;

export function createEncryptionKey(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

/** Throws for anything but 32 bytes in base64. */
export function parseEncryptionKey(text: string, name: string): Uint8Array<ArrayBuffer> {
  const key = new Uint8Array(Buffer.from(text.trim(), "base64"));
  if (key.length === KEY_BYTES) return key;
  throw new Error(`${name} must hold ${KEY_BYTES} bytes in base64, and holds ${key.length}.`);
}

/** The key in `file`, which its owner alone can read; made once, where there is none. */
export async function readOrCreateKeyFile(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const created = Buffer.from(createEncryptionKey()).toString("base64");
  await writeFile(file, `${created}\n`, { flag: "wx", mode: 0o600 }).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  });
  return parseEncryptionKey(await readFile(file, "utf8"), file);
}
