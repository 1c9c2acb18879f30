"use client";

import { QueryClientContext } from "@tanstack/react-query";
import { useContext, useEffect, useState, useSyncExternalStore } from "react";
import { type FullscriptCallbackOptions, type FullscriptCallbackState, READING } from "./callbackState";
import type { Flight } from "./flight";
import { openFlight } from "./flights";
import type { Host } from "./hosts";

/**
 * Finishes an authorization on the page of the redirect URI: reads the response, posts the code to the host's endpoint, once, and
 * tells what came of it. Switch on `status`; every outcome has its next steps.
 *
 * Never throws: whatever goes wrong is `status: "failed"` with a {@link FullscriptError}.
 * @see RFC 6749 §4.1.2
 */
export function useFullscriptCallback<Connection = unknown>(
  options: FullscriptCallbackOptions<Connection>,
): FullscriptCallbackState<Connection> {
  const queryClient = useContext(QueryClientContext);
  const [view] = useState(createView);
  useEffect(() => view.update({ ...(options as FullscriptCallbackOptions), queryClient }));
  // The endpoint is the host's own, and the host says what it answers.
  return useSyncExternalStore(view.subscribe, view.getSnapshot, () => READING) as FullscriptCallbackState<Connection>;
}

/** One hook's view of the flight, which it opens once React has mounted it: the server and the first paint are `reading`. */
function createView() {
  const host: Host = { current: { endpoint: "" } };
  let flight: Flight | undefined;
  return {
    update: (options: Host["current"]): void => {
      host.current = options;
      flight?.advance();
    },
    subscribe: (listener: () => void): (() => void) => {
      const opened = openFlight();
      flight = opened;
      const unsubscribe = opened.subscribe(listener);
      const detach = opened.attach(host);
      return () => {
        unsubscribe();
        detach();
      };
    },
    getSnapshot: (): FullscriptCallbackState => flight?.getSnapshot() ?? READING,
  };
}
