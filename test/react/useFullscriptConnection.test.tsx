import {
  focusManager,
  onlineManager,
  QueryClient,
  type QueryClientConfig,
  QueryClientProvider,
} from "@tanstack/react-query";
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FullscriptCallback, type FullscriptConfig, useFullscriptConnection } from "react-fullscript-connect";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createAuthorizationRequest } from "react-fullscript-connect/core";
import { findTransaction, globalBrowser } from "../core/inside/internals";
import { type ReactNode, StrictMode } from "react";
import { renderToString } from "react-dom/server";
import {
  arriveAt,
  comeBack,
  endpoint,
  FULLSCRIPT,
  hear,
  inAnotherTab,
  ok,
  renderApp,
  rest,
  status,
  watchLeaving,
} from "./host";

beforeEach(() => {
  watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

function Card(props: Partial<FullscriptConfig>) {
  const { data, error, status, fetchStatus, disconnect } = useFullscriptConnection({ ...FULLSCRIPT, ...props });
  return (
    <>
      <output>{error ? error.code : data ? `connected: ${data.connected}` : `${status} ${fetchStatus}`}</output>
      <button onClick={() => disconnect.mutate()}>{disconnect.isPending ? "disconnecting" : "disconnect"}</button>
      {disconnect.error && <p>{`disconnect: ${disconnect.error.code}`}</p>}
    </>
  );
}

const no = () => Response.json({ connected: false });
const shows = (text: string) =>
  waitFor(() => screen.getAllByRole("status").forEach((output) => expect(output).toHaveTextContent(text)));

const aWhile = () => act(rest);

const within = (host: QueryClient, children: ReactNode) => (
  <StrictMode>
    <QueryClientProvider client={host}>{children}</QueryClientProvider>
  </StrictMode>
);

const client = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });

describe("useFullscriptConnection", () => {
  it("asks the endpoint, under its own query key", async () => {
    const fetch = endpoint(ok);
    const host = client();
    renderApp(<Card fetch={fetch} subject="u-1" headers={{ "x-csrf": "t" }} />, host);
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("connected: true"));
    expect(host.getQueryCache().getAll()[0]!.queryKey).toEqual([
      "fullscript",
      "connection",
      "/api/fullscript/connection",
      "u-1",
    ]);
    const [url, init] = fetch.mock.calls[0]!;
    expect(url).toBe("/api/fullscript/connection?subject=u-1");
    expect(init).toMatchObject({ method: "GET" });
    expect(init).not.toHaveProperty("body");
    expect(new Headers(init!.headers).get("x-csrf")).toBe("t");
  });

  it("asks nothing while the host's user is not known", () => {
    const fetch = endpoint(ok);
    renderApp(<Card fetch={fetch} subject={null} />, client());
    expect(screen.getByRole("status")).toHaveTextContent("pending idle");
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([
    ["/api/connection", "/api/connection?subject=a%26b%2F1"],
    ["/api/connection?tenant=7", "/api/connection?tenant=7&subject=a%26b%2F1"],
    ["https://api.example/connection#x", "https://api.example/connection?subject=a%26b%2F1#x"],
  ])("sends the subject with GET and DELETE in the query string: %s", async (url, expected) => {
    const fetch = endpoint(ok, () => new Response(null, { status: 204 }), no);
    renderApp(<Card fetch={fetch} endpoint={url} subject="a&b/1" />, client());
    await shows("connected: true");
    await userEvent.click(screen.getByRole("button"));
    await shows("connected: false");
    expect(fetch.mock.calls.map(([to, init]) => [to, init!.method])).toEqual([
      [expected, "GET"],
      [expected, "DELETE"],
      [expected, "GET"],
    ]);
  });

  it("reports the endpoint's 409 as another user", async () => {
    const fetch = endpoint(status(409, { error: "subject_mismatch" }));
    renderApp(<Card fetch={fetch} subject="u-1" />, client());
    await shows("subject_mismatch");
    await userEvent.click(screen.getByRole("button"));
    await waitFor(() => expect(screen.getByText("disconnect: subject_mismatch")).toBeVisible());
  });

  it.each<[string, QueryClientConfig["defaultOptions"]]>([
    ["never refetches on mount", { queries: { refetchOnMount: false, staleTime: Infinity } }],
    ["retries nothing on mount", { queries: { retryOnMount: false, refetchOnMount: false } }],
  ])("refetches restored data after five seconds, also if the host's client %s", async (_, defaultOptions) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const host = new QueryClient({ defaultOptions: { queries: { retry: false, ...defaultOptions?.queries } } });
    const key = ["fullscript", "connection", FULLSCRIPT.endpoint, undefined];
    const restore = (age: number) => host.setQueryData(key, { connected: false }, { updatedAt: Date.now() - age });
    restore(4_000);
    const fetch = endpoint(ok);
    const { unmount } = renderApp(<Card fetch={fetch} />, host);
    await shows("connected: false");
    await aWhile();
    expect(fetch).not.toHaveBeenCalled();
    unmount();
    restore(5_001);
    renderApp(<Card fetch={fetch} />, host);
    await shows("connected: true");
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("tries again on mount after a failure, also if the host's client doesn't", async () => {
    const host = new QueryClient({ defaultOptions: { queries: { retry: false, retryOnMount: false } } });
    const fetch = endpoint(status(500), ok);
    const first = renderApp(<Card fetch={fetch} />, host);
    await shows("exchange_unavailable");
    first.unmount();
    renderApp(<Card fetch={fetch} />, host);
    await shows("connected: true");
  });

  it("tells how it failed", async () => {
    renderApp(<Card fetch={endpoint(status(401))} />, client());
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("exchange_unauthorized"));
  });

  it("disconnects, and asks again", async () => {
    const fetch = endpoint(
      ok,
      () => new Response(null, { status: 204 }),
      () => Response.json({ connected: false }),
    );
    renderApp(<Card fetch={fetch} />, client());
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("connected: true"));
    await userEvent.click(screen.getByRole("button", { name: "disconnect" }));
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("connected: false"));
    expect(fetch.mock.calls.map(([, init]) => init!.method)).toEqual(["GET", "DELETE", "GET"]);
  });

  it("reports an endpoint without a URL, or one that throws", async () => {
    const url = (): string => {
      throw new Error("no region");
    };
    for (const config of [
      { endpoint: () => "/api", environment: undefined as unknown as "us" },
      { endpoint: url, environment: "us" } as const,
    ]) {
      const { unmount } = renderApp(<Card {...config} fetch={endpoint(ok)} />, client());
      await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(/misconfigured|no region/));
      unmount();
    }
  });

  it("forgets by a disconnect what connected before, so that a later code is exchanged", async () => {
    const state = comeBack();
    const post = endpoint(ok);
    const fetch: typeof globalThis.fetch = (url, init) =>
      init?.method === "POST" ? post(url, init) : endpoint(ok)(url, init);
    renderApp(<FullscriptCallback {...FULLSCRIPT} fetch={fetch} autoLeave={false} />, client()).unmount();
    await waitFor(() => expect(post).toHaveBeenCalledTimes(1));
    await waitFor(() => expect(JSON.stringify(findTransaction(state))).toContain("connected"));
    // Under way, e.g. for the host's other region.
    const { state: pending } = createAuthorizationRequest({ ...FULLSCRIPT, environment: "ca" });
    const { unmount } = renderApp(<Card fetch={fetch} />, client());
    await userEvent.click(screen.getByRole("button", { name: "disconnect" }));
    await waitFor(() => expect(localStorage).toHaveLength(1));
    expect(findTransaction(pending)).toBeDefined();
    unmount();
    arriveAt(`/fullscript/callback?${new URLSearchParams({ code: "code-2", state }).toString()}`);
    renderApp(<FullscriptCallback {...FULLSCRIPT} fetch={fetch} autoLeave={false} />, client());
    await waitFor(() => expect(document.querySelector("[data-error=state_mismatch]")).toBeVisible());
  });

  it("asks once for two components, and brings both up to date", async () => {
    const fetch = endpoint(ok, () => new Response(null, { status: 204 }), no);
    renderApp(
      <>
        <Card fetch={fetch} />
        <Card fetch={fetch} />
      </>,
      client(),
    );
    await shows("connected: true");
    expect(fetch).toHaveBeenCalledTimes(1);
    await userEvent.click(screen.getAllByRole("button", { name: "disconnect" })[0]!);
    await shows("connected: false");
    expect(fetch.mock.calls.map(([, init]) => init!.method)).toEqual(["GET", "DELETE", "GET"]);
  });

  it("asks again when the window comes back, but not within five seconds, whatever the host's client thinks fresh", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const fetch = endpoint(ok, no);
    renderApp(
      <Card fetch={fetch} />,
      new QueryClient({
        defaultOptions: { queries: { retry: false, staleTime: Infinity, refetchOnWindowFocus: false } },
      }),
    );
    await shows("connected: true");
    const comeBackToTheWindow = () => {
      act(() => focusManager.setFocused(false));
      act(() => focusManager.setFocused(true));
    };
    vi.setSystemTime(Date.now() + 4_900);
    comeBackToTheWindow();
    expect(fetch).toHaveBeenCalledTimes(1);
    vi.setSystemTime(Date.now() + 200);
    comeBackToTheWindow();
    await shows("connected: false");
    expect(fetch).toHaveBeenCalledTimes(2);
    focusManager.setFocused(undefined);
  });

  it("refetches once for all components if another tab has connected, and not if nothing changed", async () => {
    const writes = await inAnotherTab(async () => {
      comeBack();
      renderApp(<FullscriptCallback {...FULLSCRIPT} fetch={endpoint(ok)} autoLeave={false} />, client());
      await waitFor(() => expect(document.querySelector("[data-status=connected]")).not.toBeNull());
    });
    document.body.replaceChildren();
    const connected = writes.filter(([, value]) => value.includes('"connected"')).at(-1)!;
    const begun = writes.find(([, value]) => !value.includes('"connected"'))!;
    const fetch = endpoint(no, ok);
    renderApp(
      <>
        <Card fetch={fetch} />
        <Card fetch={fetch} />
      </>,
      client(),
    );
    await shows("connected: false");
    for (const [key, value] of [begun, ["host", '{"status":"connected"}'], ["host", "connected"]] as [string, string][])
      hear(key, value);
    hear(connected[0], null);
    hear(null, null);
    await aWhile();
    expect(fetch).toHaveBeenCalledTimes(1);
    hear(...connected);
    await shows("connected: true");
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("broadcasts a disconnect to other tabs, stores nothing, and refetches once in each tab", async () => {
    const first = renderApp(<Card fetch={endpoint(ok, () => new Response(null, { status: 204 }), no)} />, client());
    await shows("connected: true");
    const writes = await inAnotherTab(async () => {
      await userEvent.click(screen.getByRole("button", { name: "disconnect" }));
      await shows("connected: false");
    });
    first.unmount();
    expect(writes).toHaveLength(1);
    expect(localStorage).toHaveLength(0);
    const fetch = endpoint(ok, no);
    renderApp(<Card fetch={fetch} />, client());
    await shows("connected: true");
    // The note goes at once: that is no news.
    hear(writes[0]![0], null);
    await aWhile();
    expect(fetch).toHaveBeenCalledTimes(1);
    hear(...writes[0]!);
    await shows("connected: false");
    expect(fetch).toHaveBeenCalledTimes(2);
    // Whoever hears it does not say it again.
    expect(localStorage).toHaveLength(0);
  });

  it("disconnects without storage, or with a full one", async () => {
    vi.spyOn(globalBrowser, "storage").mockImplementation(() => {
      throw new DOMException("blocked", "SecurityError");
    });
    renderApp(<Card fetch={endpoint(ok, () => new Response(null, { status: 204 }), no)} />, client());
    await shows("connected: true");
    await userEvent.click(screen.getByRole("button", { name: "disconnect" }));
    await shows("connected: false");
    expect(screen.queryByText(/^disconnect:/)).toBeNull();
  });

  it("says that it is disconnecting until the query knows, and shows nothing before", async () => {
    let revoked: (answer: Response) => void = () => undefined;
    let known: (answer: Response) => void = () => undefined;
    const fetch = endpoint(
      ok,
      () => new Promise((resolve) => (revoked = resolve)),
      () => new Promise((resolve) => (known = resolve)),
    );
    renderApp(<Card fetch={fetch} />, client());
    await shows("connected: true");
    await userEvent.click(screen.getByRole("button", { name: "disconnect" }));
    for (const step of [() => undefined, () => revoked(new Response(null, { status: 204 }))]) {
      await act(async () => step());
      expect(screen.getByRole("button", { name: "disconnecting" })).toBeVisible();
      expect(screen.getByRole("status")).toHaveTextContent("connected: true");
    }
    await waitFor(() => expect(fetch).toHaveBeenCalledTimes(3));
    await act(async () => known(no()));
    await shows("connected: false");
    expect(screen.getByRole("button", { name: "disconnect" })).toBeVisible();
  });

  it("reports a failed disconnect, keeps the connection, and notifies nobody else", async () => {
    const fetch = endpoint(ok, status(503), ok);
    renderApp(<Card fetch={fetch} />, client());
    await shows("connected: true");
    const writes = await inAnotherTab(async () => {
      await userEvent.click(screen.getByRole("button", { name: "disconnect" }));
      await waitFor(() => expect(screen.getByText("disconnect: exchange_unavailable")).toBeVisible());
    });
    expect(writes).toEqual([]);
    await shows("connected: true");
    // A refused DELETE is the user's to repeat, not the client's.
    expect(fetch.mock.calls.map(([, init]) => init!.method)).toEqual(["GET", "DELETE", "GET"]);
  });

  it("shows one user nothing of another's, not even how the disconnect went", async () => {
    const fetch = endpoint(ok, status(503), ok, () => new Promise(() => undefined));
    const host = client();
    const { rerender } = renderApp(<Card fetch={fetch} subject="u-1" />, host);
    await shows("connected: true");
    await userEvent.click(screen.getByRole("button", { name: "disconnect" }));
    await waitFor(() => expect(screen.getByText(/^disconnect:/)).toBeVisible());
    await shows("connected: true");
    for (const [subject, state] of [
      ["u-2", "pending fetching"],
      [null, "pending idle"],
    ] as const) {
      rerender(within(host, <Card fetch={fetch} subject={subject} />));
      expect(screen.getByRole("status")).toHaveTextContent(state);
      expect(screen.queryByText(/^disconnect:/)).toBeNull();
    }
  });

  it("fails at once if a retry cannot help, and after three retries otherwise", async () => {
    vi.useFakeTimers();
    for (const [answer, calls] of [
      [status(401), 1],
      [status(403), 1],
      [status(404), 1],
      [status(503), 4],
    ] as const) {
      const fetch = endpoint(answer);
      const { unmount } = renderApp(<Card fetch={fetch} />, new QueryClient());
      // In steps, because reading an answer takes no time of this clock.
      while (!screen.getByRole("status").textContent.includes("exchange_"))
        await act(() => vi.advanceTimersByTimeAsync(500));
      await act(() => vi.advanceTimersByTimeAsync(60_000));
      expect(fetch).toHaveBeenCalledTimes(calls);
      unmount();
    }
  });

  it("throws nothing into the host's page, even if the client has throwOnError", async () => {
    const host = new QueryClient({
      defaultOptions: { queries: { retry: false, throwOnError: true }, mutations: { throwOnError: true } },
    });
    renderApp(<Card fetch={endpoint(status(401))} />, host);
    await shows("exchange_unauthorized");
    await userEvent.click(screen.getByRole("button", { name: "disconnect" }));
    await waitFor(() => expect(screen.getByText("disconnect: exchange_unauthorized")).toBeVisible());
  });

  it("fails offline, in place of waiting for hours to disconnect", async () => {
    onlineManager.setOnline(false);
    renderApp(<Card fetch={endpoint(() => Promise.reject(new TypeError("offline")))} />, client());
    await shows("exchange_interrupted");
    await userEvent.click(screen.getByRole("button", { name: "disconnect" }));
    await waitFor(() => expect(screen.getByText("disconnect: exchange_interrupted")).toBeVisible());
    onlineManager.setOnline(true);
  });

  describe("without a QueryClientProvider", () => {
    const cards = (fetch: typeof globalThis.fetch) => (
      <StrictMode>
        <Card fetch={fetch} />
        <Card fetch={fetch} />
      </StrictMode>
    );

    // The private client outlives a test by one turn of the event loop.
    beforeEach(aWhile);

    it("shares one request, disconnects, and keeps nothing once unmounted", async () => {
      let answer: (response: Response) => void = () => undefined;
      const fetch = endpoint(
        ok,
        () => new Response(null, { status: 204 }),
        no,
        () => new Promise((resolve) => (answer = resolve)),
      );
      const { unmount } = render(cards(fetch));
      await shows("connected: true");
      expect(fetch).toHaveBeenCalledTimes(1);
      await userEvent.click(screen.getAllByRole("button")[0]!);
      await shows("connected: false");
      expect(fetch.mock.calls.map(([, init]) => init!.method)).toEqual(["GET", "DELETE", "GET"]);
      unmount();
      await aWhile();
      render(cards(fetch));
      await shows("pending fetching");
      answer(ok());
      await shows("connected: true");
    });

    it("refetches when the window regains focus", async () => {
      vi.useFakeTimers({ toFake: ["Date"] });
      const fetch = endpoint(ok, no);
      render(cards(fetch));
      await shows("connected: true");
      vi.setSystemTime(Date.now() + 5_100);
      act(() => focusManager.setFocused(false));
      act(() => focusManager.setFocused(true));
      await shows("connected: false");
      focusManager.setFocused(undefined);
    });

    it("hears of an exchange that this page has finished", async () => {
      comeBack();
      const get = endpoint(no, ok);
      const fetch: typeof globalThis.fetch = (url, init) => (init?.method === "POST" ? endpoint(ok) : get)(url, init);
      render(cards(fetch));
      await shows("connected: false");
      render(
        <FullscriptCallback {...FULLSCRIPT} fetch={fetch} autoLeave={false}>
          {() => null}
        </FullscriptCallback>,
      );
      await shows("connected: true");
      expect(get).toHaveBeenCalledTimes(2);
    });

    it("shares nothing between users on a server", () => {
      vi.spyOn(globalBrowser, "location").mockReturnValue(undefined);
      const fetch = endpoint(ok);
      expect(renderToString(cards(fetch))).toContain("pending");
      expect(fetch).not.toHaveBeenCalled();
    });
  });

  it("is brought up to date by a finished exchange", async () => {
    comeBack();
    const get = endpoint(() => Response.json({ connected: false }), ok);
    const post = endpoint(ok);
    const fetch: typeof globalThis.fetch = (url, init) => (init?.method === "POST" ? post : get)(url, init);
    renderApp(
      <>
        <Card fetch={fetch} />
        <FullscriptCallback {...FULLSCRIPT} fetch={fetch} autoLeave={false}>
          {() => null}
        </FullscriptCallback>
      </>,
      client(),
    );
    await waitFor(() => expect(screen.getByText("connected: true")).toBeVisible());
    expect(get).toHaveBeenCalledTimes(2);
  });
});
