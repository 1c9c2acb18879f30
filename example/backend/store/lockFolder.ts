import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Takes a folder for this process, because two embedded databases in one folder destroy each other's data. Gives the function that
 * frees it, or `undefined` where another process has it. A local socket tells: unlike a file, it ends with its process.
 */
export async function lockFolder(folder: string): Promise<(() => Promise<void>) | undefined> {
  const name = `quillwood-${createHash("sha256").update(folder).digest("hex").slice(0, 24)}`;
  const socket = process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  const server = createServer((connection) => connection.destroy());
  if (!(await listens(server, socket))) {
    if (await answers(socket)) return undefined;
    await rm(socket, { force: true });
    if (!(await listens(server, socket))) return undefined;
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function listens(server: Server, socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(socket, () => resolve(true));
  });
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket, () => resolve(true));
    connection.on("error", () => resolve(false)).on("connect", () => connection.destroy());
  });
}
