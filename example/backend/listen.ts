import { once } from "node:events";
import type { Server } from "node:http";

/** Listens on this machine alone; gives the port, which for 0 is a free one. */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening").catch((error: unknown) => {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    throw isTaken
      ? new Error(
          `Port ${port} is already in use. Stop what uses it, or choose another one for the clinic: PORT=${port + 10}.`,
        )
      : error;
  });
  const address = server.address();
  return typeof address === "object" && address ? address.port : port;
}
