import {
  dehydrate,
  focusManager,
  MutationCache,
  onlineManager,
  QueryCache,
  QueryClient,
  type QueryClientConfig,
  QueryClientProvider,
  useQuery,
} from "@tanstack/react-query";
import { act, render } from "@testing-library/react";
import { FullscriptCallback, type FullscriptCallbackProps } from "react-fullscript-connect";
import { type ReactNode, StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { comeBack, endpoint, FULLSCRIPT, ok, panel, renderApp, status } from "./host";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  vi.spyOn(console, "warn").mockReturnValue();
});

afterEach(() => {
  focusManager.setFocused(undefined);
  onlineManager.setOnline(true);
});

const CONNECTION = ["fullscript", "connection", FULLSCRIPT.endpoint, undefined];
const RETRY_AFTER_S = 20;

const busy = status(503, {}, { "retry-after": String(RETRY_AFTER_S) });
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

/** Waits for what is real, as hashing is, and lets next to no time pass for timers. */
const eventually = (expectation: () => void) => vi.waitFor(expectation, { interval: 1, timeout: 10_000 });
const shows = (attribute: "status" | "waiting" | "error", value: string) =>
  eventually(() => expect(panel()).toHaveAttribute(`data-${attribute}`, value));

function callback(props: Partial<FullscriptCallbackProps>): ReactNode {
  return <FullscriptCallback {...FULLSCRIPT} autoLeave={false} {...props} />;
}

function setOnline(isOnline: boolean): void {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(isOnline);
  act(() => void window.dispatchEvent(new Event(isOnline ? "online" : "offline")));
}

function setVisible(isVisible: boolean): void {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(isVisible ? "visible" : "hidden");
  act(() => void document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
}

/** Each moment of an exchange that waits for something: how to get there, and how to go on. */
const MOMENTS = {
  "in flight": () => {
    let answer = (): void => undefined;
    const fetch = endpoint(() => new Promise((resolve) => (answer = () => resolve(ok()))));
    return {
      fetch,
      posts: 1,
      reach: () => eventually(() => expect(fetch).toHaveBeenCalledTimes(1)),
      goOn: async () => answer(),
    };
  },
  "waiting for a retry": () => {
    const fetch = endpoint(busy, ok);
    return { fetch, posts: 2, reach: () => shows("waiting", "retry"), goOn: () => pass(RETRY_AFTER_S * 1_000) };
  },
  offline: () => {
    setOnline(false);
    const goOn = () => {
      setOnline(true);
      return pass(1_000);
    };
    return { fetch: endpoint(ok), posts: 1, reach: () => shows("waiting", "offline"), goOn };
  },
};
const moments = Object.entries(MOMENTS);

describe.each(moments)("an exchange that is %s", (_, moment) => {
  it.each<[string, (client: QueryClient) => unknown]>([
    ["clears its client", (client) => client.clear()],
    ["clears its mutations", (client) => client.getMutationCache().clear()],
    ["clears its queries", (client) => client.getQueryCache().clear()],
    ["resets its queries", (client) => client.resetQueries()],
    ["cancels its queries", (client) => client.cancelQueries()],
  ])("goes on as if nothing were, where the host %s", async (_, disturb) => {
    comeBack();
    const { fetch, posts, reach, goOn } = moment();
    const onConnected = vi.fn();
    const client = new QueryClient();
    renderApp(callback({ fetch, onConnected }), client);
    await reach();
    await act(async () => {
      await disturb(client);
    });
    await goOn();
    await shows("status", "connected");
    expect(fetch).toHaveBeenCalledTimes(posts);
    expect(onConnected).toHaveBeenCalledTimes(1);
  });

  it.each<[string, (client: QueryClient) => unknown]>([
    ["invalidates", (client) => client.invalidateQueries()],
    ["refetches", (client) => client.refetchQueries()],
  ])("is not posted again where the host %s everything, then and after", async (_, renew) => {
    comeBack();
    const { fetch, posts, reach, goOn } = moment();
    const client = new QueryClient();
    const queryFn = vi.fn(async () => "Ada");
    function Host() {
      const { data } = useQuery({ queryKey: ["patients"], queryFn });
      return (
        <>
          <p>{data}</p>
          {callback({ fetch })}
        </>
      );
    }
    renderApp(<Host />, client);
    await reach();
    queryFn.mockClear();
    await act(async () => {
      await renew(client);
    });
    await goOn();
    await shows("status", "connected");
    await act(async () => {
      await renew(client);
    });
    await pass(60_000);
    expect(queryFn).toHaveBeenCalledTimes(2);
    expect(fetch).toHaveBeenCalledTimes(posts);
    expect(panel()).toHaveAttribute("data-status", "connected");
  });

  it.each<[string, (children: ReactNode, next: QueryClient) => ReactNode]>([
    [
      "gives its provider another client",
      (children, next) => (
        <QueryClientProvider key="first" client={next}>
          {children}
        </QueryClientProvider>
      ),
    ],
    [
      "mounts its provider anew",
      (children, next) => (
        <QueryClientProvider key="second" client={next}>
          {children}
        </QueryClientProvider>
      ),
    ],
  ])("is posted once and told to the new client, where the host %s", async (_, withNext) => {
    comeBack();
    const { fetch, posts, reach, goOn } = moment();
    const [first, next] = [new QueryClient(), new QueryClient()];
    for (const client of [first, next]) client.setQueryData(CONNECTION, { connected: false });
    const app = callback({ fetch });
    const { rerender } = render(
      <StrictMode>
        <QueryClientProvider key="first" client={first}>
          {app}
        </QueryClientProvider>
      </StrictMode>,
    );
    await reach();
    rerender(<StrictMode>{withNext(app, next)}</StrictMode>);
    await goOn();
    await shows("status", "connected");
    expect(fetch).toHaveBeenCalledTimes(posts);
    expect(next.getQueryState(CONNECTION)).toMatchObject({ isInvalidated: true });
    expect(first.getQueryState(CONNECTION)).toMatchObject({ isInvalidated: false });
  });

  it("is posted once if the host removes its provider", async () => {
    comeBack();
    const { fetch, posts, reach, goOn } = moment();
    const app = callback({ fetch });
    const { rerender } = renderApp(app);
    await reach();
    rerender(<StrictMode>{app}</StrictMode>);
    await goOn();
    await shows("status", "connected");
    expect(fetch).toHaveBeenCalledTimes(posts);
  });

  it("updates the client after the callback has unmounted", async () => {
    comeBack();
    const { fetch, posts, reach, goOn } = moment();
    const client = new QueryClient();
    client.setQueryData(CONNECTION, { connected: false });
    const { unmount } = renderApp(callback({ fetch }), client);
    await reach();
    unmount();
    await goOn();
    await eventually(() => expect(client.getQueryState(CONNECTION)).toMatchObject({ isInvalidated: true }));
    expect(fetch).toHaveBeenCalledTimes(posts);
  });

  it("is nowhere in what the host's client holds, so that nothing can persist it", async () => {
    comeBack();
    const { fetch, reach, goOn } = moment();
    const client = new QueryClient();
    const persisted = () =>
      dehydrate(client, { shouldDehydrateMutation: () => true, shouldDehydrateQuery: () => true });
    renderApp(callback({ fetch }), client);
    await reach();
    expect(persisted()).toEqual({ mutations: [], queries: [] });
    expect(client.isMutating() + client.isFetching()).toBe(0);
    await goOn();
    await shows("status", "connected");
    expect(persisted()).toEqual({ mutations: [], queries: [] });
  });

  it("writes neither code nor headers into a storage, and the state into its own record alone", async () => {
    const state = comeBack({ code: "c0de-s3cr3t" });
    const { fetch, reach, goOn } = moment();
    const stored = () => JSON.stringify([localStorage, sessionStorage]);
    renderApp(callback({ fetch, headers: { authorization: "Bearer t0ken" } }));
    await reach();
    const during = stored();
    await goOn();
    await shows("status", "connected");
    expect(new Headers(fetch.mock.lastCall![1]!.headers).get("authorization")).toBe("Bearer t0ken");
    expect(history.state).not.toBeNull();
    for (const written of [during, stored(), JSON.stringify(history.state)]) {
      expect(written).not.toContain("c0de-s3cr3t");
      expect(written).not.toContain("t0ken");
    }
    const [record, ...others] = [...Object.entries(localStorage), ...Object.entries(sessionStorage)] as [
      string,
      string,
    ][];
    expect(JSON.parse(record![1])).toMatchObject({ state });
    expect(JSON.stringify([others, history.state])).not.toContain(state);
  });
});

describe("an exchange under the host's defaults", () => {
  const DEFAULTS: [string, QueryClientConfig["defaultOptions"]][] = [
    ["retry: 3", { mutations: { retry: 3, retryDelay: 0 }, queries: { retry: 3, retryDelay: 0 } }],
    ["retry: true", { mutations: { retry: true, retryDelay: 0 }, queries: { retry: true, retryDelay: 0 } }],
    ["networkMode: online", { mutations: { networkMode: "online" }, queries: { networkMode: "online" } }],
    [
      "networkMode: offlineFirst",
      { mutations: { networkMode: "offlineFirst", retry: 3 }, queries: { networkMode: "offlineFirst" } },
    ],
    ["networkMode: always", { mutations: { networkMode: "always", retry: 3 }, queries: { networkMode: "always" } }],
    ["throwOnError", { mutations: { throwOnError: true }, queries: { throwOnError: true } }],
    ["gcTime: 0", { mutations: { gcTime: 0 }, queries: { gcTime: 0 } }],
  ];

  it.each(DEFAULTS)("is posted once where a 500 may have taken the code: %s", async (_, defaultOptions = {}) => {
    comeBack();
    const fetch = endpoint(status(500), ok);
    renderApp(callback({ fetch }), new QueryClient({ defaultOptions }));
    await shows("error", "exchange_unavailable");
    await pass(60_000);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(panel()).toHaveAttribute("data-status", "failed");
  });

  it.each<[string, QueryClientConfig["defaultOptions"]]>([
    ...DEFAULTS,
    ["retry: false", { mutations: { retry: false }, queries: { retry: false } }],
  ])("is posted again where a 503 says that nothing was done: %s", async (_, defaultOptions = {}) => {
    comeBack();
    const fetch = endpoint(busy, ok);
    renderApp(callback({ fetch }), new QueryClient({ defaultOptions }));
    await shows("waiting", "retry");
    await pass((RETRY_AFTER_S - 1) * 1_000);
    expect(fetch).toHaveBeenCalledTimes(1);
    await pass(RETRY_AFTER_S * 1_000);
    await shows("status", "connected");
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it.each([
    ["connected", ok],
    ["failed", status(404)],
  ])("tells the host's own caches nothing until it is %s", async (expected, answer) => {
    comeBack();
    const told = vi.fn();
    const watching = { onMutate: told, onSuccess: told, onError: told, onSettled: told };
    const client = new QueryClient({
      mutationCache: new MutationCache(watching),
      queryCache: new QueryCache(watching),
    });
    client.getMutationCache().subscribe(told);
    client.getQueryCache().subscribe(told);
    renderApp(callback({ fetch: endpoint(busy, answer) }), client);
    await shows("waiting", "retry");
    await pass(RETRY_AFTER_S * 1_000);
    await shows("status", expected);
    expect(told).not.toHaveBeenCalled();
  });
});

describe("an exchange in a tab that nobody looks at", () => {
  it.each<[string, () => void]>([
    ["the tab is hidden", () => setVisible(false)],
    ["the host tells react-query that it has no focus", () => act(() => focusManager.setFocused(false))],
    ["the host tells react-query that it is offline", () => act(() => onlineManager.setOnline(false))],
  ])("begins, and goes on by itself after a 503, where %s", async (_, turnAway) => {
    comeBack();
    const fetch = endpoint(busy, ok);
    const onConnected = vi.fn();
    turnAway();
    renderApp(callback({ fetch, onConnected }));
    await shows("waiting", "retry");
    await pass(RETRY_AFTER_S * 1_000);
    await shows("status", "connected");
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(onConnected).toHaveBeenCalledTimes(1);
  });

  it.each(moments)("goes on by itself when the user turns away while it is %s", async (_, moment) => {
    comeBack();
    const { fetch, posts, reach, goOn } = moment();
    renderApp(callback({ fetch }));
    await reach();
    setVisible(false);
    await goOn();
    await shows("status", "connected");
    setVisible(true);
    await pass(60_000);
    expect(fetch).toHaveBeenCalledTimes(posts);
  });
});
