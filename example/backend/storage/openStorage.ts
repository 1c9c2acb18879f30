import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { PostgresClient } from "react-fullscript-connect/postgres";
import { createEncryptionKey, parseEncryptionKeys, readOrCreateKeyFile } from "./encryptionKeys";
import { lockFolder } from "./lockFolder";
import { openEmbeddedDatabase, openServerDatabase } from "./openDatabase";

/** The clinic's database, and the keys that encrypt Fullscript's tokens in it. */
export interface Storage {
  client: PostgresClient;
  encryptionKeys: string[];
  close: () => Promise<void>;
}

export interface StorageOptions {
  /** Holds the embedded database and the key file. `"memory"` keeps nothing. */
  dataFolder: string;
  /** A PostgreSQL server to use instead of the embedded database. */
  databaseUrl?: string | undefined;
  /**
   * Keys of 32 bytes in base64, separated by commas, instead of the key file. To change the key, put the new one first, and remove
   * the old one when the clinic no longer logs that it is in use.
   */
  encryptionKey?: string | undefined;
  log: (line: string) => void;
}

export async function openStorage({ dataFolder, databaseUrl, encryptionKey, log }: StorageOptions): Promise<Storage> {
  const ownKeys =
    encryptionKey === undefined ? undefined : parseEncryptionKeys(encryptionKey, "EXAMPLE_ENCRYPTION_KEY");
  if (dataFolder !== "memory") await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const unlock = dataFolder === "memory" || databaseUrl !== undefined ? undefined : await lockFolder(dataFolder);
  const folder = unlock || databaseUrl !== undefined ? dataFolder : "memory";
  if (folder !== dataFolder)
    log(`Another clinic is running on ${dataFolder}, so this one keeps its connections in memory.`);

  try {
    const encryptionKeys =
      ownKeys ??
      (folder === "memory" ? [createEncryptionKey()] : await readOrCreateKeyFile(join(folder, "encryption.key")));
    const database =
      databaseUrl === undefined ? await openEmbeddedDatabase(folder) : await openServerDatabase(databaseUrl);
    const close = async () => {
      await database.close();
      await unlock?.();
    };
    return { client: database.client, encryptionKeys, close };
  } catch (error) {
    await unlock?.();
    throw error;
  }
}
