import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Cipher, createCipher } from "./cipher";
import type { Database } from "./Database";
import { openEmbeddedDatabase } from "./embeddedDatabase";
import { createEncryptionKey, parseEncryptionKey, readOrCreateKeyFile } from "./encryptionKey";
import { lockFolder } from "./lockFolder";
import { migrate } from "./migrate";
import { openServerDatabase } from "./serverDatabase";

/** Where the clinic keeps what it must not lose, and what keeps that secret. */
export interface Storage {
  database: Database;
  cipher: Cipher;
  close: () => Promise<void>;
}

export interface StorageOptions {
  /** For the embedded database and the key; `"memory"` keeps nothing. */
  dataFolder: string;
  /** A PostgreSQL server in the embedded one's place. */
  databaseUrl?: string | undefined;
  /** 32 bytes in base64, in place of a key file in the data folder. */
  encryptionKey?: string | undefined;
  log: (line: string) => void;
}

export async function openStorage({ dataFolder, databaseUrl, encryptionKey, log }: StorageOptions): Promise<Storage> {
  const ownKey = encryptionKey === undefined ? undefined : parseEncryptionKey(encryptionKey, "EXAMPLE_ENCRYPTION_KEY");
  if (dataFolder !== "memory") await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const unlock = dataFolder === "memory" || databaseUrl !== undefined ? undefined : await lockFolder(dataFolder);
  const folder = unlock || databaseUrl !== undefined ? dataFolder : "memory";
  if (folder !== dataFolder) log(`Another clinic is running on ${dataFolder}, so this one keeps its connections in memory.`);

  try {
    const key = ownKey ?? (folder === "memory" ? createEncryptionKey() : await readOrCreateKeyFile(join(folder, "encryption.key")));
    const database = await openDatabase(folder, databaseUrl);
    const close = async () => {
      await database.close();
      await unlock?.();
    };
    await migrate(database).catch(async (error: unknown) => {
      await database.close();
      throw error;
    });
    return { database, cipher: await createCipher(key), close };
  } catch (error) {
    await unlock?.();
    throw error;
  }
}

async function openDatabase(folder: string, databaseUrl: string | undefined): Promise<Database> {
  if (databaseUrl !== undefined) return openServerDatabase(databaseUrl);
  if (folder === "memory") return openEmbeddedDatabase();
  const [files, isComplete] = [join(folder, "postgres"), join(folder, "postgres.complete")];
  // Without the mark it was interrupted while it was made, and never held anything.
  if (!existsSync(isComplete)) await rm(files, { recursive: true, force: true });
  const database = await openEmbeddedDatabase(files);
  await writeFile(isComplete, "");
  return database;
}
