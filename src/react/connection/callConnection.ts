import { callEndpoint } from "../../core/endpointRequest";
import { FullscriptError, toFullscriptError } from "../../core/FullscriptError";
import { isRecord } from "../../core/isRecord";
import { warnOf } from "../../core/report";
import type { ConnectionConfig } from "./connectionQuery";

/**
 * Calls the endpoint with `GET` or `DELETE`. Rejects only with a `FullscriptError`. Returns `null` for a 204, because the data of a
 * query can't be `undefined`.
 */
export async function callConnection(method: "GET" | "DELETE", config: ConnectionConfig): Promise<unknown> {
  try {
    const data = (await callEndpoint(method, config)) ?? null;
    if (method === "GET" && data !== null && !(isRecord(data) && typeof data.connected === "boolean"))
      throw getUnsupported("JSON without it");
    return data;
  } catch (thrown) {
    const error = toFullscriptError(thrown);
    throw method === "GET" && error.status === 405 ? getUnsupported(405, error.status) : error;
  }
}

/** Many backends only answer `POST`. Their "OK" to a `GET` doesn't mean that nobody is connected. */
function getUnsupported(returned: string | number, status?: number): FullscriptError {
  const error = new FullscriptError(
    "exchange_rejected",
    `The card and \`onReady\` need a \`GET\` of the endpoint that returns \`connected\`, but it returned ${returned}.`,
    { status },
  );
  warnOf(error);
  return error;
}
