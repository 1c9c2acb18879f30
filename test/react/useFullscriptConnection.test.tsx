import { QueryClient } from "@tanstack/react-query";
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FullscriptCallback, type FullscriptConfig, useFullscriptConnection } from "react-fullscript-connect";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { arriveAt, comeBack, endpoint, FULLSCRIPT, ok, renderApp, status, watchLeaving } from "./host";

beforeEach(() => {
  watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

function Card(props: Partial<FullscriptConfig>) {
  const { data, error, status, fetchStatus, disconnect } = useFullscriptConnection<{ connected: boolean }>({ ...FULLSCRIPT, ...props });
  return (
    <>
      <output>{error ? ((error as { code?: string }).code ?? error.message) : data ? `connected: ${data.connected}` : `${status} ${fetchStatus}`}</output>
      <button onClick={() => disconnect.mutate()}>disconnect</button>
    </>
  );
}

const client = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });

describe("useFullscriptConnection", () => {
  it("asks the endpoint, under its own query key", async () => {
    const fetch = endpoint(ok);
    const host = client();
    renderApp(<Card fetch={fetch} subject="u-1" headers={{ "x-csrf": "t" }} />, host);
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("connected: true"));
    expect(host.getQueryCache().getAll()[0]!.queryKey).toEqual(["fullscript", "connection", "/api/fullscript/connection", "u-1"]);
    const [url, init] = fetch.mock.calls[0]!;
    expect(url).toBe("/api/fullscript/connection");
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

  it("tells how it failed", async () => {
    renderApp(<Card fetch={endpoint(status(401))} />, client());
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("exchange_unauthorized"));
  });

  it("disconnects, and asks again", async () => {
    const fetch = endpoint(ok, () => new Response(null, { status: 204 }), () => Response.json({ connected: false }));
    renderApp(<Card fetch={fetch} />, client());
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("connected: true"));
    await userEvent.click(screen.getByRole("button", { name: "disconnect" }));
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("connected: false"));
    expect(fetch.mock.calls.map(([, init]) => init!.method)).toEqual(["GET", "DELETE", "GET"]);
  });

  it("asks again once another page of the app's has connected, and for nothing else that another page stores", async () => {
    const fetch = endpoint(() => Response.json({ connected: false }), ok);
    renderApp(<Card fetch={fetch} />, client());
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("connected: false"));
    const stored = (key: string | null, newValue: string | null) => act(() => void window.dispatchEvent(new StorageEvent("storage", { key, newValue })));
    const record = (status: string) => JSON.stringify({ responses: { f: { settled: { status, at: 1 } } } });
    stored("fullscript-connect:n", record("cancelled"));
    stored("fullscript-connect:n", null);
    stored("theme", record("connected"));
    stored(null, null);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(fetch).toHaveBeenCalledOnce();
    stored("fullscript-connect:n", record("connected"));
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("connected: true"));
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("says so where its endpoint cannot be made out, or throws", async () => {
    const url = (): string => {
      throw new Error("no region");
    };
    for (const config of [{ endpoint: () => "/api", environment: undefined as unknown as "us" }, { endpoint: url, environment: "us" } as const]) {
      const { unmount } = renderApp(<Card {...config} fetch={endpoint(ok)} />, client());
      await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(/misconfigured|no region/));
      unmount();
    }
  });

  it("forgets by a disconnect what connected before, so that a later code is exchanged", async () => {
    const state = comeBack();
    const post = endpoint(ok);
    const fetch: typeof globalThis.fetch = (url, init) => (init?.method === "POST" ? post(url, init) : endpoint(ok)(url, init));
    renderApp(<FullscriptCallback {...FULLSCRIPT} fetch={fetch} autoLeave={false} />, client()).unmount();
    await waitFor(() => expect(post).toHaveBeenCalledTimes(1));
    const { unmount } = renderApp(<Card fetch={fetch} />, client());
    await userEvent.click(screen.getByRole("button", { name: "disconnect" }));
    await waitFor(() => expect(localStorage).toHaveLength(0));
    unmount();
    arriveAt(`/fullscript/callback?${new URLSearchParams({ code: "code-2", state }).toString()}`);
    renderApp(<FullscriptCallback {...FULLSCRIPT} fetch={fetch} autoLeave={false} />, client());
    await waitFor(() => expect(document.querySelector("[data-error=state_mismatch]")).toBeVisible());
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
