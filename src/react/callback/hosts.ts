import type { QueryClient } from "@tanstack/react-query";
import type { FullscriptCallbackOptions } from "./callbackState";

type HostOptions = FullscriptCallbackOptions & { queryClient?: QueryClient | undefined };

/** What a mounted hook lends to its flight: always its latest options. */
export interface Host {
  current: HostOptions;
}

/** The hooks that read one flight. */
export interface Hosts {
  /** Lends a host; gives a function that takes it back. */
  attach: (host: Host) => () => void;
  /** Those of the newest host. It stays to be told where it has been unmounted, too. */
  options: () => HostOptions;
  /** Those of every mounted host, the newest first. */
  all: () => HostOptions[];
}

export function createHosts(): Hosts {
  const hosts: Host[] = [];
  let newest: Host = { current: { endpoint: "" } };
  return {
    attach: (host) => {
      hosts.push(host);
      newest = host;
      return () => {
        hosts.splice(hosts.indexOf(host), 1);
        newest = hosts.at(-1) ?? host;
      };
    },
    options: () => newest.current,
    all: () => hosts.map(({ current }) => current).reverse(),
  };
}
