import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Cipher, createCipher } from "./cipher";
import type { Database } from "./Database";
import { openEmbeddedDatabase } from "./embeddedDatabase";
import { createEncryptionKey, parseEncryptionKeys, readOrCreateKeyFile } from "./encryptionKeys";
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
  /**
   * 32 bytes in base64, in place of a key file in the data folder; or several keys with commas between them, the newest first. To
   * change the key put a new one before it, and take the old one away when the line that counts what it still seals is gone.
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
    const keys =
      ownKeys ??
      (folder === "memory"
        ? ([createEncryptionKey()] as const)
        : await readOrCreateKeyFile(join(folder, "encryption.key")));
    const database = await openDatabase(folder, databaseUrl);
    const close = async () => {
      await database.close();
      await unlock?.();
    };
    const cipher = await createCipher(keys);
    const prepare = async () => {
      await migrate(database);
      await countOldKeys(database, cipher, log);
    };
    await prepare().catch(async (error: unknown) => {
      await database.close();
      throw error;
    });
    return { database, cipher, close };
  } catch (error) {
    await unlock?.();
    throw error;
  }
}

/** A connection is sealed with the newest key when it is next written, so with each refresh: those in use within hours, others never. */
export async function countOldKeys(database: Database, { prefix }: Cipher, log: (line: string) => void): Promise<void> {
  const [row] = await database.query("select count(*) as count from connections where left(sealed, length($1)) <> $1", [
    prefix,
  ]);
  const count = Number(row?.count);
  if (count > 0)
    log(
      `Connections that are still sealed with an older key: ${count}. Without that key their users would have to connect again.`,
    );
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
