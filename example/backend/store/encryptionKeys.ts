import { readFile, writeFile } from "node:fs/promises";
import type { Key } from "./cipher";

const KEY_BYTES = 32;

export function createEncryptionKey(): Key {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

/** Keys in base64, with commas between them. Throws for anything but 32 bytes each. */
export function parseEncryptionKeys(text: string, name: string): [Key, ...Key[]] {
  const [first, ...others] = text.split(",").map((part): Key => {
    const key = new Uint8Array(Buffer.from(part.trim(), "base64"));
    if (key.length === KEY_BYTES) return key;
    throw new Error(
      `${name} must hold ${KEY_BYTES} bytes in base64, or several such keys with commas between them, and holds one of ${key.length} bytes.`,
    );
  });
  // Text that is split has one part at least.
  return [first as Key, ...others];
}

/** The keys in `file`, which its owner alone can read; made once, where there is none. */
export async function readOrCreateKeyFile(file: string): Promise<[Key, ...Key[]]> {
  const created = Buffer.from(createEncryptionKey()).toString("base64");
  await writeFile(file, `${created}\n`, { flag: "wx", mode: 0o600 }).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  });
  return parseEncryptionKeys(await readFile(file, "utf8"), file);
}
