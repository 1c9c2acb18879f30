import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { forgetTransactions } from "react-fullscript-connect";
import type { Practitioner } from "../backend/practitioners";
import { callApi } from "./api";

interface Session {
  practitioner: Practitioner | null;
  practitioners: Practitioner[];
}

const KEY = ["session"];
const NOBODY: Practitioner[] = [];

/** Who is signed in, and who could be. */
export function useSession() {
  const { data, isError, refetch } = useQuery({
    queryKey: KEY,
    queryFn: () => callApi<Session>("/session"),
    staleTime: 30_000,
  });
  return {
    isKnown: data !== undefined,
    isError,
    refetch,
    practitioner: data?.practitioner ?? undefined,
    practitioners: data?.practitioners ?? NOBODY,
  };
}

/** Signs in as this practitioner, or signs out with `undefined`. */
export function useSignIn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (practitioner: Practitioner | undefined) => {
      // Whoever sits down next has no part in what was begun here.
      if (!practitioner) forgetTransactions();
      return callApi<Session>(
        "/session",
        practitioner ? { method: "POST", body: { practitionerId: practitioner.id } } : { method: "DELETE" },
      );
    },
    onSuccess: (session) => {
      queryClient.setQueryData(KEY, session);
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
    },
  });
}
