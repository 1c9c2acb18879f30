import { endpointUrl } from "../../core/endpointUrl";
import type { FullscriptConfig } from "../../core/FullscriptConfig";

/** What the connection's query needs of the configuration. */
export type ConnectionConfig = Pick<FullscriptConfig, "endpoint"> & Partial<FullscriptConfig>;

/** Every query of a connection. */
export const CONNECTION_KEY = ["fullscript", "connection"] as const;

/** What a page's components ask at once is asked once, and whoever has been on Fullscript's own pages meanwhile sees what is true. */
const FRESH_MS = 5_000;

/** Offline it fails and says so, and does not wait to end a connection hours later; a boundary around the page is for other errors. */
export const HONEST = { networkMode: "always", throwOnError: false } as const;

/** `GET endpoint` as a query, less the function that asks: one for all who ask. */
export function connectionQuery(
  config: ConnectionConfig,
): { queryKey: readonly unknown[]; staleTime: number } & typeof HONEST {
  return { queryKey: [...CONNECTION_KEY, urlOf(config), config.subject], staleTime: FRESH_MS, ...HONEST };
}

/** The key's part; a configuration that gives none fails in the query, and not while rendering. */
function urlOf(config: ConnectionConfig): string | undefined {
  try {
    return endpointUrl(config);
  } catch {
    return undefined;
  }
}
