import { callEndpoint, endpointUrl } from "../core/endpoint";
import type { FullscriptConfig } from "../core/FullscriptConfig";

/** What the connection's query needs of the configuration. */
export type ConnectionConfig = Pick<FullscriptConfig, "endpoint"> & Partial<FullscriptConfig>;

/** `GET endpoint` as a query: one for all who ask. */
export function connectionQuery(config: ConnectionConfig): { queryKey: readonly unknown[]; queryFn: () => Promise<unknown> } {
  return {
    queryKey: ["fullscript", "connection", urlOf(config), config.subject],
    // react-query takes no `undefined`, which a 204 gives.
    queryFn: async () => (await callEndpoint("GET", config)) ?? null,
  };
}

/** The key's part; a configuration that gives none fails in the query, and not while rendering. */
function urlOf(config: ConnectionConfig): string | undefined {
  try {
    return endpointUrl(config);
  } catch {
    return undefined;
  }
}
