import type { QueryClient } from "@tanstack/react-query";
import { type ConnectionConfig, connectionQuery, onConnectionChange } from "../connection/connectionQuery";

const requests = new Map<string, Promise<unknown>>();

/** Looks up whether the user is connected, and follows changes. */
export interface ConnectionLookup {
  /** Returns the latest data of `GET endpoint`, or `undefined` if it is unknown. */
  getData: () => unknown;
  /** Asks the endpoint. Rejects with a `FullscriptError`, or with whatever kept the request's code from loading. */
  ask: () => Promise<unknown>;
  stop: () => void;
}

/**
 * Starts a lookup with the host's client, whose cache the card uses too, or with plain requests if there is none. It doesn't need
 * react-query's classes, so that they stay out of a page that only has a button.
 */
export function createConnectionLookup(
  client: QueryClient | undefined,
  getConfig: () => ConnectionConfig,
): ConnectionLookup {
  const query = connectionQuery(getConfig());
  const key = JSON.stringify(query.queryKey);
  let data: unknown;
  let latest: Promise<unknown> = Promise.resolve();

  /** Reads the configuration when it runs, because the headers may hold a new token by then. */
  const queryFn = async () => (await import("../connection/callConnection")).callConnection("GET", getConfig());

  const ask = (staleTime = query.staleTime): Promise<unknown> =>
    (latest = (client ? fetchThrough(client, staleTime) : shareRequest(key, queryFn)).then(
      (answer) => (data = answer),
    ));

  /** Does what `fetchQuery` does, which later versions deprecate and the oldest supported one has no replacement for. */
  async function fetchThrough(through: QueryClient, staleTime: number): Promise<unknown> {
    const options = through.defaultQueryOptions({ ...query, queryFn, retry: false });
    const entry = through.getQueryCache().build(through, options);
    return entry.isStaleByTime(staleTime) ? await entry.fetch(options) : entry.state.data;
  }

  const refresh = () => {
    data = undefined;
    const askAgain = () => ask(0);
    // The request that is under way may have been answered before the change.
    latest.then(askAgain, askAgain).catch(() => undefined);
  };

  const unsubscribe = client?.getQueryCache().subscribe((event) => {
    if (event.type !== "updated" || JSON.stringify(event.query.queryKey) !== key) return;
    if (event.action.type === "invalidate") refresh();
    if (event.action.type === "success") data = event.query.state.data;
  });
  const removeListener = onConnectionChange(refresh);
  ask().catch(() => undefined);

  return {
    getData: () => data,
    ask,
    stop: () => {
      unsubscribe?.();
      removeListener();
    },
  };
}

/** Without a client, buttons that mount together share one request. */
function shareRequest(key: string, send: () => Promise<unknown>): Promise<unknown> {
  const shared = requests.get(key) ?? send().finally(() => requests.delete(key));
  requests.set(key, shared);
  return shared;
}
