import { open, writeFile } from "node:fs/promises";

const KEY_BYTES = 32;
const OTHERS = 0o077;

/** Returns a new key in base64. */
export function createEncryptionKey(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES))).toString("base64");
}

/** Splits keys at commas. Throws if one of them is not 32 bytes in base64. */
export function parseEncryptionKeys(text: string, name: string): string[] {
  const keys = text.split(",").map((key) => key.trim());
  for (const key of keys) {
    const { length } = Buffer.from(key, "base64");
    if (length !== KEY_BYTES)
      throw new Error(`Each key in ${name} must hold ${KEY_BYTES} bytes in base64, but one holds ${length}.`);
  }
  return keys;
}

/** Returns the keys in `file`, and creates the file first if there is none. Throws if other users of this machine may read it. */
export async function readOrCreateKeyFile(file: string): Promise<string[]> {
  await writeFile(file, `${createEncryptionKey()}\n`, { flag: "wx", mode: 0o600 }).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  });
  const handle = await open(file);
  try {
    const { mode } = await handle.stat();
    // Windows has no such permissions.
    if (process.platform !== "win32" && mode & OTHERS)
      throw new Error(`Other users can read the encryption key. Run: chmod 600 ${file}`);
    return parseEncryptionKeys(await handle.readFile("utf8"), file);
  } finally {
    await handle.close();
  }
}
