import { QueryClient, QueryClientContext, QueryObserver } from "@tanstack/react-query";
import { type RefObject, useContext, useEffect, useRef } from "react";
import { currentPage, takePendingAction } from "../../core/pendingAction";
import type { JsonValue } from "../../core/FullscriptConfig";
import { isUnknownSubject } from "../../core/subject";
import { isRecord } from "../../core/transaction";
import { type ConnectionConfig, connectionQuery } from "../connection/connectionQuery";
import { runHostCallback } from "../shared/runHostCallback";

/** How an action of the host's comes to run. */
export interface FullscriptReady {
  /** It goes on after the user has connected: there was no click just now, and a window that it opens may be blocked. */
  resumed: boolean;
}

/** What an action that waits can be told. */
export interface ReadyHandle {
  /** The user has clicked: acts, or connects first. */
  run: (connect: () => void) => void;
  /** The user has connected in a window. */
  resume: () => void;
}

/** What waits for a connection, and what it needs to know. */
interface Waiting extends Partial<ConnectionConfig> {
  /** What the action is called in the transaction. */
  name: string;
  appState?: JsonValue | undefined;
  onReady: (ready: FullscriptReady) => void;
  handleRef: RefObject<ReadyHandle | null>;
  /** The endpoint is asked whether there is a connection, or no longer. */
  onAsking: (isAsking: boolean) => void;
}

// Where the host has no provider, and made only there.
let ownClient: QueryClient | undefined;

function mountOwnClient(): QueryClient {
  if (!ownClient) {
    ownClient = new QueryClient();
    ownClient.mount();
  }
  return ownClient;
}

/**
 * Lets an action of the host's wait for the connection: it runs at once where there is one, and otherwise once, on this page, after the
 * user has connected. Renders nothing; a component, so that a button without such an action has no part in it.
 */
export function Readiness(waiting: Waiting): null {
  const hostClient = useContext(QueryClientContext);
  const latest = useRef(waiting);
  const isMounted = useRef(false);
  const begun = useRef<string>(undefined);
  const looked = useRef<string>(undefined);
  const observer = useRef<QueryObserver>(undefined);
  const isWaiting = !isUnknownSubject(waiting.subject);
  const query = isWaiting && waiting.endpoint ? connectionQuery({ ...waiting, endpoint: waiting.endpoint }) : undefined;
  const key = JSON.stringify(query?.queryKey);

  const act = (resumed: boolean) => runHostCallback(() => latest.current.onReady({ resumed }));
  /** What it would act for: whoever is on another page by now is not to be surprised there. */
  const occasion = () =>
    JSON.stringify([
      isMounted.current,
      latest.current.name,
      latest.current.appState,
      latest.current.subject,
      currentPage(),
    ]);
  /** Goes on with what was begun here. Once for each occasion: in a layout this outlives the callback's page. */
  const look = () => {
    const { name, appState, subject, storage } = latest.current;
    if (isUnknownSubject(subject)) return;
    const now = occasion();
    if (now === looked.current) return;
    looked.current = now;
    if (takePendingAction({ resumeKey: name, appState, subject, storage })) act(true);
  };
  const resume = () => {
    void observer.current?.refetch({ cancelRefetch: false });
    if (occasion() === begun.current) act(true);
  };
  const decide = (connection: unknown, connect: () => void) => {
    if (isRecord(connection) && connection.connected === true) act(false);
    else connect();
  };
  const run = (connect: () => void) => {
    begun.current = occasion();
    const known = observer.current?.getCurrentResult().data;
    // Nothing is awaited where the answer is known: a window opens in the click alone.
    if (!observer.current || known !== undefined) return decide(known, connect);
    latest.current.onAsking(true);
    void observer.current.refetch({ cancelRefetch: false }).then(({ data }) => {
      latest.current.onAsking(false);
      // Where the endpoint does not tell, what comes of connecting will.
      if (occasion() === begun.current) decide(data, connect);
    });
  };

  const { handleRef } = waiting;
  useEffect(() => {
    latest.current = waiting;
    // Not by useImperativeHandle, which takes it back while a Suspense boundary around it waits.
    handleRef.current = { run, resume };
  });
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
      looked.current = undefined;
      handleRef.current = null;
    };
  }, [handleRef]);
  useEffect(() => runHostCallback(look));
  useEffect(() => {
    if (!query) return;
    // Known before the click, and kept up to date while the page is open. Its news is also that of a finished exchange, after which
    // a router may show another page without rendering this anew.
    const asked = new QueryObserver(hostClient ?? mountOwnClient(), {
      ...query,
      // Fetched only where there is such an action; with the headers of now, because a token may have changed since.
      queryFn: async () =>
        (await import("../connection/callConnection")).callConnection("GET", { endpoint: "", ...latest.current }),
      retry: false,
    });
    observer.current = asked;
    const unsubscribe = asked.subscribe(() => runHostCallback(look));
    return () => {
      unsubscribe();
      observer.current = undefined;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, hostClient]);

  return null;
}
