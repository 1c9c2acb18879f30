import { callEndpoint, endpointUrl } from "../core/endpoint";
import type { FullscriptConfig } from "../core/FullscriptConfig";
import { toFullscriptError } from "../core/toFullscriptError";

/** What the connection's query needs of the configuration. */
export type ConnectionConfig = Pick<FullscriptConfig, "endpoint"> & Partial<FullscriptConfig>;

/** Every query of a connection. */
export const CONNECTION_KEY = ["fullscript", "connection"] as const;

/** What a page's components ask at once is asked once, and whoever has been on Fullscript's own pages meanwhile sees what is true. */
const FRESH_MS = 5_000;

/** Offline it fails and says so, and does not wait to end a connection hours later; a boundary around the page is for other errors. */
export const HONEST = { networkMode: "always", throwOnError: false } as const;

/** `GET endpoint` as a query: one for all who ask. */
export function connectionQuery(config: ConnectionConfig): { queryKey: readonly unknown[]; queryFn: () => Promise<unknown>; staleTime: number } & typeof HONEST {
  return {
    queryKey: [...CONNECTION_KEY, urlOf(config), config.subject],
    // react-query takes no `undefined`, which a 204 gives.
    queryFn: async () => (await askEndpoint("GET", config)) ?? null,
    staleTime: FRESH_MS,
    ...HONEST,
  };
}

/** Rejects with a `FullscriptError` alone. */
export async function askEndpoint(method: "GET" | "DELETE", config: ConnectionConfig): Promise<unknown> {
  try {
    return await callEndpoint(method, config);
  } catch (error) {
    throw toFullscriptError(error);
  }
}

/** The key's part; a configuration that gives none fails in the query, and not while rendering. */
function urlOf(config: ConnectionConfig): string | undefined {
  try {
    return endpointUrl(config);
  } catch {
    return undefined;
  }
}
