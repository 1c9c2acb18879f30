"use client";

import { type UseMutationResult, useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { callEndpoint } from "../core/endpoint";
import type { FullscriptConfig } from "../core/FullscriptConfig";

/** The query of `GET endpoint`, with the mutation that ends the connection. */
export type FullscriptConnection<Connection> = UseQueryResult<Connection> & { disconnect: UseMutationResult<void, Error, void> };

/**
 * Whether the host's user is connected, as the host's endpoint tells: the query `["fullscript", "connection", endpoint, subject]`. A
 * finished exchange brings it up to date. Needs the host's `QueryClientProvider`, and waits while `subject` is `null`.
 */
export function useFullscriptConnection<Connection = unknown>(config: Pick<FullscriptConfig, "endpoint"> & Partial<FullscriptConfig>): FullscriptConnection<Connection> {
  const queryClient = useQueryClient();
  const { endpoint, environment, subject } = config;
  const url = typeof endpoint === "string" ? endpoint : environment && endpoint(environment);
  const queryKey = ["fullscript", "connection", url, subject];

  const query = useQuery({
    queryKey,
    enabled: subject !== null && url !== undefined,
    // react-query takes no `undefined`, which a 204 gives.
    queryFn: async () => ((await callEndpoint("GET", config)) ?? null) as Connection,
  });
  const disconnect = useMutation({
    mutationFn: async () => {
      await callEndpoint("DELETE", config);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  return { ...query, disconnect };
}
