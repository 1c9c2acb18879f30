import type { Sandbox } from "../../sandbox";
import type { Serve } from "./front";

/** A running app with its backend, and the sandbox that it leads to. */
export interface Consumer {
  origin: string;
  sandbox: Sandbox;
  /** Its pages, to be served by another server. */
  serveHost: Serve;
  close: () => Promise<void>;
}

export const ENDPOINT = "/api/fullscript/connection";
export const CLIENT = { clientId: "consumer-id", clientSecret: "consumer-secret" };
