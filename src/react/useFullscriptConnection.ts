"use client";

import { type UseMutationResult, useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect } from "react";
import { callEndpoint, endpointUrl } from "../core/endpoint";
import type { FullscriptConfig } from "../core/FullscriptConfig";
import { isUnknownSubject } from "../core/subject";
import { forgetTransactions, onConnectedElsewhere } from "../core/transaction";

/** The query of `GET endpoint`, with the mutation that ends the connection. */
export type FullscriptConnection<Connection> = UseQueryResult<Connection> & { disconnect: UseMutationResult<void, Error, void> };

/**
 * Whether the host's user is connected, as the host's endpoint tells: the query `["fullscript", "connection", endpoint, subject]`. A
 * finished exchange brings it up to date, also one in another tab or window. Needs the host's `QueryClientProvider`, and waits while `subject` is `null`.
 */
export function useFullscriptConnection<Connection = unknown>(config: Pick<FullscriptConfig, "endpoint"> & Partial<FullscriptConfig>): FullscriptConnection<Connection> {
  const queryClient = useQueryClient();
  const { subject, storage } = config;
  const queryKey = ["fullscript", "connection", urlOf(config), subject];

  const query = useQuery({
    queryKey,
    enabled: !isUnknownSubject(subject),
    // react-query takes no `undefined`, which a 204 gives.
    queryFn: async () => ((await callEndpoint("GET", config)) ?? null) as Connection,
  });
  // As a window does whose page was reloaded in the meantime.
  useEffect(() => onConnectedElsewhere(() => void queryClient.invalidateQueries({ queryKey: ["fullscript", "connection"] })), [queryClient]);
  const disconnect = useMutation({
    mutationFn: async () => {
      await callEndpoint("DELETE", config);
      // What connected before is no answer to a code that comes back now.
      forgetTransactions(storage);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  return { ...query, disconnect };
}

/** The key's part; a configuration that gives none fails in the query, and not while rendering. */
function urlOf(config: Parameters<typeof endpointUrl>[0]): string | undefined {
  try {
    return endpointUrl(config);
  } catch {
    return undefined;
  }
}
