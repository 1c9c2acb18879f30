import { QueryClient, QueryClientContext } from "@tanstack/react-query";
import { useContext, useEffect, useMemo } from "react";
import { globalBrowser } from "../../core/browser";

let sharedClient: QueryClient | undefined;

/** Returns the host's `QueryClient` if there is a provider, and otherwise a private one that all components of the page share. */
export function useConnectionClient(): QueryClient {
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
