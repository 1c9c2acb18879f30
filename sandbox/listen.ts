import type { Server } from "node:http";

/** Listens on this machine alone and gives the port, which for 0 is a free one. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(explain(cause, port)));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function explain(cause: NodeJS.ErrnoException, port: number): Error {
  if (cause.code !== "EADDRINUSE") return cause;
  return new Error(
    `Port ${port} is already in use, so the sandbox cannot start there. Stop what uses it, or choose another port: SANDBOX_PORT=${port + 1}.`,
    { cause },
  );
}
