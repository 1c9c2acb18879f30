import { useQuery } from "@tanstack/react-query";
import type { SessionGrant } from "../backend/sessionGrantRoute";
import { callApi } from "./api";

export type { SessionGrant };

/** Gets a session grant for one mount of Fullscript Embed. It works once and for two minutes, so it is neither kept nor fetched ahead. */
export function useSessionGrant() {
  return useQuery({
    queryKey: ["fullscript", "session-grant"],
    queryFn: () => callApi<SessionGrant>("/fullscript/session-grant", { method: "POST", body: {} }),
    gcTime: 0,
    staleTime: Infinity,
  });
}
