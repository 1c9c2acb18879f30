"use client";

import {
  QueryClient,
  QueryClientContext,
  type UseMutationResult,
  useMutation,
  useQuery,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useContext, useEffect, useMemo } from "react";
import { globalBrowser } from "../../core/browser";
import { broadcastDisconnect } from "../../core/connectionEvents";
import type { FullscriptError } from "../../core/FullscriptError";
import { isUnknownSubject } from "../../core/transaction";
import { createTransactionStore } from "../../core/transactionStore";
import { callConnection } from "./callConnection";
import {
  CONNECTION_KEY,
  type ConnectionConfig,
  connectionQuery,
  isTransient,
  onConnectionChange,
  QUERY_DEFAULTS,
} from "./connectionQuery";

/** What this package's handler returns for `GET endpoint`. */
export interface FullscriptConnectionAnswer {
  connected: boolean;
  /** The user has to connect again: Fullscript has ended the connection, or the connection lacks a scope. Other backends may leave it out. */
  reconnect?: boolean | undefined;
  /** The scopes that your app requires and this connection lacks. */
  missing_scopes?: string[] | undefined;
  /** The owner of the Fullscript account. `type` is `"Practitioner"` or `"Staff"`. It is `null` if Fullscript didn't name an owner. */
  resource_owner?: { id: string; type: string } | null | undefined;
}

/** The query `GET endpoint`, with the mutation that disconnects. */
export type FullscriptConnection<Connection = FullscriptConnectionAnswer> = UseQueryResult<
  Connection,
  FullscriptError
> & {
  disconnect: UseMutationResult<void, FullscriptError, void>;
};

const MAX_RETRIES = 3;

/**
 * Returns whether the user's Fullscript account is connected, as the query `["fullscript", "connection", endpoint, subject]`. It uses
 * your `QueryClient` if there is a provider, and a private one otherwise. It waits while `subject` is `null`.
 *
 * The query refetches when a component mounts or the window regains focus and the data is older than five seconds. It also
 * refetches after the user connects or disconnects, in this tab or another one.
 *
 * The hook never throws. `error` and `disconnect.error` are a {@link FullscriptError}, such as `exchange_unauthorized` if the user's
 * session in your app has ended. Errors that may go away are retried three times unless your client sets `retry`.
 *
 * @example
 * const { data, disconnect } = useFullscriptConnection(fullscript);
 * return data?.connected ? <button onClick={() => disconnect.mutate()}>Disconnect</button> : null;
 */
export function useFullscriptConnection<Connection = FullscriptConnectionAnswer>(
  config: ConnectionConfig,
): FullscriptConnection<Connection> {
  const queryClient = useConnectionClient();
  const { subject, storage } = config;
  const options = connectionQuery(config);
  const key = JSON.stringify(options.queryKey);

  const query = useQuery<Connection, FullscriptError>(
    {
      ...options,
      // The host's endpoint decides what it returns, and the host declares it as `Connection`.
      queryFn: () => callConnection("GET", config) as Promise<Connection>,
      enabled: !isUnknownSubject(subject),
      // A client that never refetches would show "not connected" to a user who has connected since.
      refetchOnMount: true,
      refetchOnWindowFocus: true,
      refetchOnReconnect: true,
      retryOnMount: true,
      retry:
        queryClient.defaultQueryOptions({ queryKey: options.queryKey }).retry ??
        ((failures, failure) => failures < MAX_RETRIES && isTransient(failure)),
    },
    queryClient,
  );

  const disconnect = useMutation<void, FullscriptError>(
    {
      mutationFn: async () => {
        try {
          await callConnection("DELETE", config);
          markStale(queryClient);
          createTransactionStore(storage, globalBrowser).forgetConnected();
          broadcastDisconnect(storage, globalBrowser);
        } finally {
          // `onSettled` may belong to the next user by then.
          await queryClient.invalidateQueries({ queryKey: CONNECTION_KEY });
        }
      },
      retry: false,
      ...QUERY_DEFAULTS,
    },
    queryClient,
  );

  useEffect(() => {
    const refresh = () => {
      markStale(queryClient);
      // Every hook of the page runs this, and only the first one sends a request.
      void queryClient.invalidateQueries({ queryKey: CONNECTION_KEY }, { cancelRefetch: false });
    };
    return onConnectionChange(refresh);
  }, [queryClient]);

  const { reset } = disconnect;
  // The next user must not see how the previous user's disconnect went.
  useEffect(() => reset, [reset, key]);

  return { ...query, disconnect };
}

/** Marks all data as outdated, however recent it is. If the next request fails, the connection counts as unknown. */
function markStale(queryClient: QueryClient): void {
  queryClient.setQueriesData({ queryKey: CONNECTION_KEY }, (data: unknown) => data, { updatedAt: 0 });
}

let sharedClient: QueryClient | undefined;

/** Returns the host's `QueryClient` if there is a provider, and otherwise a private one that all components of the page share. */
function useConnectionClient(): QueryClient {
  const hostClient = useContext(QueryClientContext);
  const client = useMemo(() => hostClient ?? privateClient(), [hostClient]);
  useEffect(() => {
    if (hostClient) return;
    client.mount();
    return () => client.unmount();
  }, [client, hostClient]);
  return client;
}

function privateClient(): QueryClient {
  // A server has no location. There, a shared client would mix the users of different requests.
  return globalBrowser.location() ? (sharedClient ??= createClient()) : createClient();
}

/** The host can't clear this client when a user signs out, so it keeps nothing after its last component has unmounted. */
const createClient = () => new QueryClient({ defaultOptions: { queries: { gcTime: 0 } } });
