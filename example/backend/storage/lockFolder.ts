import { createHash } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Locks a folder for this process, because two embedded databases in one folder destroy each other's data. Returns a function that
 * unlocks it, or `undefined` if another process of this user holds the lock. Rejects if another user of this machine holds it. The lock
 * is a local socket, which ends with its process, unlike a file.
 */
export async function lockFolder(folder: string): Promise<(() => Promise<void>) | undefined> {
  const name = `quillwood-${createHash("sha256").update(folder).digest("hex").slice(0, 24)}`;
  const socket = process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  const server = createServer((connection) => connection.destroy());
  if (!(await tryListen(server, socket))) {
    await refuseStranger(socket);
    if (await accepts(socket)) return undefined;
    await rm(socket, { force: true });
    if (!(await tryListen(server, socket))) return undefined;
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Any user may create a file in the folder for temporary files. The clinic must not lose its data because one did. */
async function refuseStranger(socket: string): Promise<void> {
  const owner = await stat(socket).catch(() => undefined);
  if (process.getuid && owner && owner.uid !== process.getuid())
    throw new Error(`Another user of this machine holds the lock of the clinic's data, ${socket}.`);
}

function tryListen(server: Server, socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(socket, () => resolve(true));
  });
}

function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket, () => resolve(true));
    connection.on("error", () => resolve(false)).on("connect", () => connection.destroy());
  });
}
