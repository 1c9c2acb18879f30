import { callEndpoint } from "../../core/endpoint";
import { toFullscriptError } from "../../core/toFullscriptError";
import type { ConnectionConfig } from "./connectionQuery";

/** Rejects with a `FullscriptError` alone, and gives `null` for a 204: react-query takes no `undefined`. */
export async function askEndpoint(method: "GET" | "DELETE", config: ConnectionConfig): Promise<unknown> {
  try {
    return (await callEndpoint(method, config)) ?? null;
  } catch (error) {
    throw toFullscriptError(error);
  }
}
