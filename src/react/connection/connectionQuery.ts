import { globalBrowser } from "../../core/browser";
import { onConnected, onOtherTabChange } from "../../core/connectionEvents";
import { endpointUrl } from "../../core/environment";
import type { FullscriptConfig } from "../../core/FullscriptConfig";
import type { FullscriptError } from "../../core/FullscriptError";

/** The part of the configuration that the connection's query needs. */
export type ConnectionConfig = Pick<FullscriptConfig, "endpoint"> & Partial<FullscriptConfig>;

/** The beginning of every connection query's key. */
export const CONNECTION_KEY = ["fullscript", "connection"] as const;

/** Long enough for all components of a page to share one request. Short enough to notice what the user changed on Fullscript's own pages. */
const STALE_TIME_MS = 5_000;

/** Without a network, the request fails instead of waiting, so that no connection ends hours after the click. Errors stay in the result, because the host's error boundary is for other errors. */
export const QUERY_DEFAULTS = { networkMode: "always", throwOnError: false } as const;

/** Returns the options of the query `GET endpoint` that every component shares: all but the query function. */
export function connectionQuery(
  config: ConnectionConfig,
): { queryKey: readonly unknown[]; staleTime: number } & typeof QUERY_DEFAULTS {
  return {
    queryKey: [...CONNECTION_KEY, readEndpointUrl(config), config.subject],
    staleTime: STALE_TIME_MS,
    ...QUERY_DEFAULTS,
  };
}

/** A configuration without a URL fails in the query and not while React renders. */
function readEndpointUrl(config: ConnectionConfig): string | undefined {
  try {
    return endpointUrl(config);
  } catch {
    return undefined;
  }
}

/** Whether an error may go away when the request is sent again. */
export function isTransient({ code }: FullscriptError): boolean {
  return code === "exchange_interrupted" || code === "exchange_unreachable" || code === "exchange_unavailable";
}

/** Registers a listener for connections and disconnects in this tab and others, and returns a function that removes it. */
export function onConnectionChange(listener: () => void): () => void {
  const removers = [onConnected(listener), onOtherTabChange(listener, globalBrowser)];
  return () => {
    for (const remove of removers) remove();
  };
}
