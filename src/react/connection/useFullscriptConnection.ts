"use client";

import {
  type QueryClient,
  type UseMutationResult,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useEffect } from "react";
import { globalBrowser } from "../../core/browser";
import type { FullscriptError } from "../../core/FullscriptError";
import { onOtherTab, tellDisconnected } from "../../core/news";
import { isUnknownSubject } from "../../core/subject";
import { forgetConnected } from "../../core/transaction";
import { askEndpoint } from "./askEndpoint";
import { CONNECTION_KEY, type ConnectionConfig, connectionQuery, HONEST } from "./connectionQuery";

/** What this package's server half answers to `GET endpoint`. */
export interface FullscriptConnectionAnswer {
  connected: boolean;
  /** There was a connection, and Fullscript has ended it: the user has to connect anew. Other backends may leave it out. */
  reconnect?: boolean | undefined;
  /** Whose Fullscript account it is, or was; `type` is `"Practitioner"` or `"Staff"`. `null` where Fullscript did not say. */
  resource_owner?: { id: string; type: string } | null | undefined;
}

/** The query of `GET endpoint`, with the mutation that ends the connection. */
export type FullscriptConnection<Connection = FullscriptConnectionAnswer> = UseQueryResult<
  Connection,
  FullscriptError
> & {
  disconnect: UseMutationResult<void, FullscriptError, void>;
};

const RETRIES = 3;

/**
 * Whether the host's user is connected, as the host's endpoint tells: the query `["fullscript", "connection", endpoint, subject]`. Needs
 * the host's `QueryClientProvider`, and waits while `subject` is `null`.
 *
 * An answer counts as fresh for five seconds, because a connection is also ended elsewhere: on Fullscript's pages, in another tab, by
 * Fullscript itself. It is asked for again when a component mounts or the window comes back after that; and at once after a finished
 * exchange or a disconnect, here or in another tab of this browser.
 *
 * Never throws: `error` and `disconnect.error` are a {@link FullscriptError}, e.g. `exchange_unauthorized` where the host's session is
 * over. What may pass is asked three times more, unless the host's client says otherwise. `disconnect` shows nothing before it
 * has happened, and is pending until the query knows.
 */
export function useFullscriptConnection<Connection = FullscriptConnectionAnswer>(
  config: ConnectionConfig,
): FullscriptConnection<Connection> {
  const queryClient = useQueryClient();
  const { subject, storage } = config;
  const asked = connectionQuery(config);
  const key = JSON.stringify(asked.queryKey);

  const query = useQuery<Connection, FullscriptError>({
    ...asked,
    // The endpoint is the host's own, and the host says what it answers.
    queryFn: () => askEndpoint("GET", config) as Promise<Connection>,
    enabled: !isUnknownSubject(subject),
    refetchOnWindowFocus: true,
    refetchOnReconnect: true,
    retry:
      queryClient.defaultQueryOptions({ queryKey: asked.queryKey }).retry ??
      ((failures, { code }) => failures < RETRIES && MAY_PASS.has(code)),
  });

  const disconnect = useMutation<void, FullscriptError>({
    mutationFn: async () => {
      try {
        await askEndpoint("DELETE", config);
        outdate(queryClient);
        forgetConnected(storage, globalBrowser);
        tellDisconnected(storage, globalBrowser);
      } finally {
        // Here, and not in `onSettled`, which would be that of the user who is signed in by then.
        await queryClient.invalidateQueries({ queryKey: CONNECTION_KEY });
      }
    },
    retry: false,
    ...HONEST,
  });

  useEffect(() => {
    const refresh = () => {
      outdate(queryClient);
      // Each hook of a page hears it, and one asks.
      void queryClient.invalidateQueries({ queryKey: CONNECTION_KEY }, { cancelRefetch: false });
    };
    return onOtherTab(refresh, globalBrowser);
  }, [queryClient]);

  const { reset } = disconnect;
  // How it went for one user is not the next one's to see.
  useEffect(() => reset, [reset, key]);

  return { ...query, disconnect };
}

/** What was asked before is older than the news, whenever its answer came: where asking again fails, it is not known any more. */
function outdate(queryClient: QueryClient): void {
  queryClient.setQueriesData({ queryKey: CONNECTION_KEY }, (answer: unknown) => answer, { updatedAt: 0 });
}

const MAY_PASS = new Set<FullscriptError["code"]>([
  "exchange_interrupted",
  "exchange_unreachable",
  "exchange_unavailable",
]);
