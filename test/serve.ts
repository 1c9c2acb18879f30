import { createServer, type RequestListener } from "node:http";
import { listen } from "../sandbox/listen";

export interface Served {
  origin: string;
  port: number;
  /** Cuts what is still open. */
  close: () => Promise<void>;
}

/** Serves on a free port of this machine. */
export async function serve(listener: RequestListener): Promise<Served> {
  const server = createServer(listener);
  const port = await listen(server, 0);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://localhost:${port}`, port, close };
}
