import { QueryCache, QueryClient } from "@tanstack/react-query";
import { FullscriptError } from "react-fullscript-connect";
import { ApiError } from "./api";

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      // The session ended elsewhere: find out who is signed in now.
      if (statusOf(error) === 401) void queryClient.invalidateQueries({ queryKey: ["session"] });
    },
  }),
  // What the server refused, it would refuse again.
  defaultOptions: { queries: { retry: (failures, error) => failures < 2 && (statusOf(error) ?? 500) >= 500 } },
});

export function statusOf(error: unknown): number | undefined {
  return error instanceof ApiError || error instanceof FullscriptError ? error.status : undefined;
}
