import { callEndpoint } from "../../core/endpoint";
import { toFullscriptError } from "../../core/toFullscriptError";
import type { ConnectionConfig } from "./connectionQuery";

/** Calls the endpoint with `GET` or `DELETE`. Rejects only with a `FullscriptError`. Returns `null` for a 204, because a query's data can't be `undefined`. */
export async function callConnection(method: "GET" | "DELETE", config: ConnectionConfig): Promise<unknown> {
  try {
    return (await callEndpoint(method, config)) ?? null;
  } catch (error) {
    throw toFullscriptError(error);
  }
}
