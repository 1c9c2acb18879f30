import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createApp } from "./app";
import { listen } from "./listen";
import { createSettings, type SandboxOptions } from "./options";
import type { RequestLog } from "./requestLog";
import { createSite } from "./site";
import type { SwitchBoard } from "./switches";

export type { SandboxOptions } from "./options";
export type { LogEntry } from "./requestLog";
export type { Switches, TokenFailure } from "./switches";

/** A running stand-in for Fullscript's authorization server. */
export interface Sandbox {
  /** `http://localhost:<port>` */
  origin: string;
  port: number;
  endpoints: { authorizationEndpoint: string; tokenEndpoint: string; revocationEndpoint: string };
  /** What goes wrong, and how long things live. */
  switches: Pick<SwitchBoard, "get" | "set" | "reset">;
  /** The requests to the OAuth endpoints and to the REST API. */
  log: Pick<RequestLog, "entries" | "clear">;
  /** Ends the connection of this resource owner, or every connection, as a user can on Fullscript's own pages. */
  revoke(ownerId?: string): void;
  /** Forgets every account, session, grant, switch and log entry. */
  reset(): void;
  /** Cuts open connections and frees the port. Requests under way get no answer. */
  close(): Promise<void>;
}

/** Starts the sandbox on 127.0.0.1. Rejects if the port is taken or an option is invalid. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const settings = createSettings(options);
  const server = createServer();
  const port = await listen(server, options.port);
  const site = createSite(settings, port);
  const listener = getRequestListener(createApp(site).fetch);
  server.on("request", (request, response) => void listener(request, response));

  return {
    origin: site.origin,
    port,
    endpoints: {
      authorizationEndpoint: `${site.origin}/api/oauth/authorize`,
      tokenEndpoint: `${site.origin}/api/oauth/token`,
      revocationEndpoint: `${site.origin}/api/oauth/revoke`,
    },
    switches: site.switches,
    log: site.log,
    revoke: (ownerId) => site.grants.revokeOwner(ownerId),
    reset: () => site.reset(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
