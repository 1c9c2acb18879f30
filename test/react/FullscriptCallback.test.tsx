import { QueryClient } from "@tanstack/react-query";
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {
  FullscriptCallback,
  type FullscriptCallbackProps,
  type FullscriptCallbackState,
  type StorageLike,
} from "react-fullscript-connect";
import { decodeState, encodeState } from "react-fullscript-connect/core";
import {
  callbackBrowser,
  CODE_LIFETIME_MS,
  findTransaction,
  globalBrowser,
  TRANSACTION_LIFETIME_MS,
} from "../core/inside/internals";
import { StrictMode, useState } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  arriveAt,
  comeBack,
  endpoint,
  FULLSCRIPT,
  ok,
  panel,
  reload,
  renderApp,
  rest,
  settled,
  status,
  watchLeaving,
} from "./host";

let leaving: ReturnType<typeof watchLeaving>;

beforeEach(() => {
  leaving = watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

function renderCallback(props: Partial<FullscriptCallbackProps> = {}, client?: QueryClient) {
  return renderApp(<FullscriptCallback {...FULLSCRIPT} autoLeave={false} {...props} />, client);
}

type FailedState = Extract<FullscriptCallbackState, { status: "failed" }>;

/** A storage with what another one holds. */
function memoryStorageOf(source: Storage): StorageLike {
  const items = new Map(Object.entries(source) as [string, string][]);
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    key: (index) => [...items.keys()][index] ?? null,
    length: items.size,
  };
}

describe("FullscriptCallback, connecting", () => {
  it("posts the code once under StrictMode, shows that it is connected, and cleans the URL", async () => {
    const state = comeBack({ code: "662E41", foo: "a b" }, { patient: "42" });
    const fetch = endpoint(ok);
    const onConnected = vi.fn();
    renderCallback({ fetch, onConnected });
    expect(screen.getByRole("status")).toHaveTextContent("Connecting your Fullscript account");
    expect(
      await screen.findByRole("heading", { level: 2, name: "Your Fullscript account is connected" }),
    ).toHaveFocus();
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(JSON.parse(fetch.mock.calls[0]![1]!.body as string)).toEqual({
      code: "662E41",
      state,
      redirect_uri: FULLSCRIPT.redirectUri,
    });
    expect(location.search).toBe("?foo=a+b");
    expect(onConnected).toHaveBeenCalledTimes(1);
    expect(onConnected).toHaveBeenCalledWith({
      status: "connected",
      connection: { connected: true, resource_owner: { id: "p-1", type: "Practitioner" } },
      appState: { patient: "42" },
      returnTo: "/patients/42?tab=plans",
      replayed: false,
    });
  });

  it("keeps the router's history state, less Next's, and remembers the outcome beside it", async () => {
    comeBack();
    renderCallback({ fetch: endpoint(ok) });
    await settled("connected");
    expect(history.state).toEqual({
      idx: 3,
      fullscriptConnect: expect.objectContaining({ status: "connected" }) as unknown,
    });
    expect(JSON.stringify(history.state)).not.toMatch(/code-1|fsc1/);
  });

  it("takes the answer out of the query strings that a router keeps in its history state, and leaves the rest", async () => {
    comeBack({ code: "code-1", foo: "a b" });
    const since = new Date(0);
    history.replaceState(
      { ...history.state, tree: ["", { page: location.search, href: location.pathname + location.search }], since },
      "",
    );
    renderCallback({ fetch: endpoint(ok) });
    await settled("connected");
    expect(history.state).toMatchObject({
      tree: ["", { page: "?foo=a+b", href: "/fullscript/callback?foo=a+b" }],
      since,
    });
    expect(JSON.stringify(history.state)).not.toMatch(/code-1|fsc1/);
  });

  it("returns to the user's page automatically", async () => {
    comeBack();
    const navigate = vi.fn();
    renderCallback({ fetch: endpoint(ok), autoLeave: true, navigate });
    await waitFor(() => expect(navigate).toHaveBeenCalledTimes(1));
    expect(navigate).toHaveBeenCalledWith("/patients/42?tab=plans");
  });

  it("leaves by location.replace without a router, and by Continue if the host turned autoLeave off", async () => {
    comeBack();
    renderCallback({ fetch: endpoint(ok) });
    await userEvent.click(await screen.findByRole("button", { name: "Continue" }));
    expect(leaving.replace).toHaveBeenCalledWith("/patients/42?tab=plans");
  });

  it("works with its endpoint alone", async () => {
    comeBack();
    renderApp(<FullscriptCallback endpoint="/api/fullscript/connection" fetch={endpoint(ok)} autoLeave={false} />);
    await settled("connected");
  });

  it("works without a query client, and updates the host's client if there is one", async () => {
    comeBack();
    render(<FullscriptCallback {...FULLSCRIPT} fetch={endpoint(ok)} autoLeave={false} />);
    await settled("connected");
    comeBack();
    const client = new QueryClient();
    const invalidate = vi.spyOn(client, "invalidateQueries");
    renderCallback({ fetch: endpoint(ok) }, client);
    await waitFor(() => expect(invalidate).toHaveBeenCalledWith({ queryKey: ["fullscript", "connection"] }));
    expect(client.getMutationCache().getAll()).toEqual([]);
    expect(client.getQueryCache().getAll()).toEqual([]);
  });

  it("posts once for two components and a remount during the exchange", async () => {
    comeBack();
    let answer = (): void => undefined;
    const fetch = endpoint(() => new Promise((resolve) => (answer = () => resolve(ok()))));
    const onConnected = vi.fn();
    function Host() {
      const [key, setKey] = useState(0);
      return (
        <>
          <button onClick={() => setKey(key + 1)}>remount</button>
          <FullscriptCallback key={key} {...FULLSCRIPT} fetch={fetch} autoLeave={false} onConnected={onConnected} />
          <FullscriptCallback
            key={`b${key}`}
            {...FULLSCRIPT}
            fetch={fetch}
            autoLeave={false}
            onConnected={onConnected}
          />
        </>
      );
    }
    renderApp(<Host />);
    await waitFor(() => expect(fetch).toHaveBeenCalled());
    await userEvent.click(screen.getByText("remount"));
    act(() => answer());
    expect(await screen.findAllByRole("heading", { name: "Your Fullscript account is connected" })).toHaveLength(2);
    await userEvent.click(screen.getByText("remount"));
    expect(screen.getAllByRole("heading", { name: "Your Fullscript account is connected" })).toHaveLength(2);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(onConnected).toHaveBeenCalledTimes(1);
  });

  it("calls the host's latest function, and continues although it throws", async () => {
    comeBack();
    let answer = (): void => undefined;
    const fetch = endpoint(() => new Promise((resolve) => (answer = () => resolve(ok()))));
    const thrown: unknown[] = [];
    const queue = globalThis.queueMicrotask;
    const watched = (task: () => void) =>
      queue(() => {
        try {
          task();
        } catch (error) {
          thrown.push(error);
        }
      });
    vi.stubGlobal("queueMicrotask", watched);
    const stale = vi.fn();
    const props = { ...FULLSCRIPT, fetch, autoLeave: false };
    const { rerender } = render(<FullscriptCallback {...props} onConnected={stale} />);
    await waitFor(() => expect(fetch).toHaveBeenCalled());
    const bug = new Error("the host's bug");
    const latest = vi.fn(() => {
      throw bug;
    });
    rerender(<FullscriptCallback {...props} onConnected={latest} />);
    act(() => answer());
    await settled("connected");
    expect(stale).not.toHaveBeenCalled();
    expect(latest).toHaveBeenCalledTimes(1);
    expect(thrown).toEqual([bug]);
  });

  it("hands the cleaning of the URL to the host's router, and still shows the outcome after a remount", async () => {
    comeBack();
    const replaceUrl = vi.fn((url: string) => history.replaceState({ idx: 3 }, "", url));
    const { unmount } = renderCallback({ fetch: endpoint(ok), replaceUrl });
    await settled("connected");
    expect(replaceUrl).toHaveBeenCalledTimes(1);
    expect(replaceUrl).toHaveBeenCalledWith("/fullscript/callback");
    unmount();
    renderCallback({ fetch: endpoint(ok) });
    await settled("connected");
  });
});

describe("FullscriptCallback, replaying", () => {
  it("shows the outcome again after a reload, and posts nothing", async () => {
    comeBack({ code: "code-1" }, 7);
    const { unmount } = renderCallback({ fetch: endpoint(ok) });
    await settled("connected");
    unmount();
    reload();
    const onConnected = vi.fn();
    const fetch = endpoint(ok);
    renderCallback({ fetch, onConnected });
    await settled("connected");
    expect(onConnected).toHaveBeenCalledWith({
      status: "connected",
      connection: undefined,
      appState: 7,
      returnTo: "/patients/42?tab=plans",
      replayed: true,
    });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("stays on the page after Back, without navigating again", async () => {
    comeBack();
    const navigate = vi.fn();
    const { unmount } = renderCallback({ fetch: endpoint(ok), autoLeave: true, navigate });
    await waitFor(() => expect(navigate).toHaveBeenCalledTimes(1));
    unmount();
    reload();
    renderCallback({ autoLeave: true, navigate });
    await userEvent.click(await screen.findByRole("button", { name: "Continue" }));
    expect(navigate.mock.calls).toEqual([["/patients/42?tab=plans"], ["/patients/42?tab=plans"]]);
  });

  it("returns to the user's page after a reload during the exchange", async () => {
    comeBack();
    const first = renderCallback({ fetch: endpoint(ok), replaceUrl: () => undefined });
    await settled("connected");
    first.unmount();
    reload();
    const navigate = vi.fn();
    renderCallback({ autoLeave: true, navigate });
    await waitFor(() => expect(navigate).toHaveBeenCalledTimes(1));
  });

  it("shows the outcome again if the code is still in the URL: Back, or a duplicated tab", async () => {
    const state = comeBack();
    const { unmount } = renderCallback({ fetch: endpoint(ok) });
    await settled("connected");
    unmount();
    reload();
    arriveAt(`/fullscript/callback?code=code-1&state=${state}`);
    const fetch = endpoint(ok);
    renderCallback({ fetch });
    await settled("connected");
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([
    ["cancelled", { error: "access_denied" }, ok],
    ["expired", { code: "code-1" }, status(400, { error: "invalid_grant" })],
    ["failed", { code: "code-1" }, status(404)],
  ])("shows %s again after a reload", async (expected, answer, served) => {
    comeBack(answer);
    const { unmount } = renderCallback({ fetch: endpoint(served) });
    await settled(expected);
    expect(location.search).toBe("");
    await waitFor(() => expect(JSON.stringify(localStorage)).toContain(`\\"status\\":\\"${expected}\\"`));
    unmount();
    reload();
    const fetch = endpoint(ok);
    renderCallback({ fetch });
    await settled(expected);
    expect(screen.getByRole("button", { name: "Connect again" })).toBeEnabled();
    expect(fetch).not.toHaveBeenCalled();
  });

  it("does not post again after a reload if the endpoint is not idempotent", async () => {
    // A page that is reloaded lets go of its locks.
    vi.spyOn(callbackBrowser, "locks").mockReturnValue(undefined);
    const state = comeBack();
    const hang = endpoint(() => new Promise(() => undefined));
    const { unmount } = renderCallback({ fetch: hang });
    await waitFor(() => expect(hang).toHaveBeenCalled());
    unmount();
    reload();
    const fetch = endpoint(ok);
    renderCallback({ fetch });
    await settled("failed");
    expect(panel()).toHaveAttribute("data-error", "exchange_interrupted");
    expect(fetch).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Connect again" }));
    expect(new URL(leaving.assign.mock.calls[0]![0]).searchParams.get("state")).not.toBe(state);
  });

  it("exchanges a second code after a cancel: Back to the consent page, and authorize after all", async () => {
    const state = comeBack({ error: "access_denied" });
    const { unmount } = renderCallback({ fetch: endpoint(ok) });
    await settled("cancelled");
    unmount();
    arriveAt(`/fullscript/callback?code=code-2&state=${state}`);
    const fetch = endpoint(ok);
    renderCallback({ fetch });
    await settled("connected");
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe("FullscriptCallback, cancelled", () => {
  it("says so calmly, tells the host, and offers to connect again with the same app state and return address", async () => {
    comeBack({ error: "access_denied", error_description: "<b>no</b>" }, { step: 2 });
    const onCancelled = vi.fn();
    const fetch = endpoint(ok);
    renderCallback({ fetch, onCancelled });
    expect(await screen.findByRole("heading", { name: "Connection cancelled" })).toHaveFocus();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(onCancelled).toHaveBeenCalledWith({
      status: "cancelled",
      verified: true,
      appState: { step: 2 },
      returnTo: "/patients/42?tab=plans",
    });
    await userEvent.click(screen.getByRole("button", { name: "Connect again" }));
    const again = findTransaction(new URL(leaving.assign.mock.calls[0]![0]).searchParams.get("state")!)!;
    expect(decodeState(again.state)).toEqual({ step: 2 });
    expect(again.returnTo).toBe("/patients/42?tab=plans");
    await userEvent.click(screen.getByRole("button", { name: "Go back" }));
    expect(leaving.replace).toHaveBeenCalledWith("/patients/42?tab=plans");
    expect(fetch).not.toHaveBeenCalled();
  });

  it("shows that Fullscript is opening, keeps the focus, and resets when the page is restored", async () => {
    comeBack({ error: "access_denied" });
    renderCallback();
    const again = await screen.findByRole("button", { name: "Connect again" });
    await userEvent.click(again);
    expect(again).toHaveAccessibleName("Opening Fullscript…");
    expect(again).toHaveFocus();
    expect(again).toHaveAttribute("aria-busy", "true");
    await userEvent.click(again);
    expect(leaving.assign).toHaveBeenCalledOnce();
    act(() => void dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    expect(again).toHaveAccessibleName("Connect again");
    expect(again).not.toHaveAttribute("aria-busy");
    await userEvent.click(again);
    expect(leaving.assign).toHaveBeenCalledTimes(2);
  });

  it.each([
    ["without a transaction", `?error=access_denied&error_description=You+won&state=${encodeState()}`],
    ["without a state", "?error=access_denied&error_description=You+won"],
  ])(
    "shows an unmatched cancel %s, changes no record, calls no host function, renders none of its text",
    async (_, search) => {
      comeBack();
      const before = JSON.stringify(localStorage);
      arriveAt(`/fullscript/callback${search}`);
      const onCancelled = vi.fn();
      const onFailed = vi.fn();
      renderCallback({ onCancelled, onFailed });
      await settled("cancelled");
      expect(panel()).not.toHaveTextContent("You won");
      expect(JSON.stringify(localStorage)).toBe(before);
      expect(onCancelled).not.toHaveBeenCalled();
      expect(onFailed).not.toHaveBeenCalled();
    },
  );

  it("keeps an app state that was kept off the wire off the wire again", async () => {
    comeBack({ error: "access_denied" }, "x".repeat(3_000));
    renderCallback();
    await userEvent.click(await screen.findByRole("button", { name: "Connect again" }));
    const again = findTransaction(new URL(leaving.assign.mock.calls[0]![0]).searchParams.get("state")!)!;
    expect(again.appState).toHaveLength(3_000);
  });
});

describe("FullscriptCallback, expired", () => {
  it.each([
    ["the endpoint rejects the code", 0, "code_rejected"],
    ["more than an hour has passed since the start", TRANSACTION_LIFETIME_MS + 1, "code_expired"],
    ["the clock was set back", -1_000, "code_expired"],
  ])("says so where %s, and offers a new one", async (_, later, code) => {
    comeBack();
    vi.spyOn(globalBrowser, "now").mockReturnValue(Date.now() + later);
    const onExpired = vi.fn();
    renderCallback({ fetch: endpoint(status(400, { error: "invalid_grant" })), onExpired });
    expect(await screen.findByRole("heading", { name: "Fullscript’s approval has expired" })).toHaveFocus();
    expect(screen.getByRole("alert")).toBeVisible();
    expect(panel()).toHaveAttribute("data-error", code);
    expect(onExpired).toHaveBeenCalledTimes(1);
    expect(screen.getByRole("button", { name: "Connect again" })).toBeEnabled();
  });

  it("ends a wait at the end of the code's ten minutes", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    vi.spyOn(callbackBrowser, "isOnline").mockReturnValue(false);
    comeBack();
    const fetch = endpoint(ok);
    renderCallback({ fetch });
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-waiting", "offline"));
    expect(screen.getByRole("status")).toHaveTextContent("You’re offline.");
    await act(() => vi.advanceTimersByTimeAsync(CODE_LIFETIME_MS));
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-error", "code_expired"));
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe("FullscriptCallback, failed", () => {
  it.each([
    [
      "a forged callback",
      () => `?code=a&state=${encodeState()}`,
      "state_mismatch",
      "This connection cannot be finished here",
    ],
    [
      "a tampered state",
      () => location.search.replace(/(state=fsc1\.[^.&]+\.[^&]*).$/, "$1_"),
      "state_mismatch",
      "This connection cannot be finished here",
    ],
    ["a code without a state", () => "?code=a", "state_missing", "This connection cannot be finished here"],
    [
      "a repeated code",
      () => `${location.search}&code=b`,
      "invalid_response",
      "This connection cannot be finished here",
    ],
    [
      "another error of the authorization server",
      () => location.search.replace("code=code-1", "error=server_error&error_description=boom"),
      "authorization_error",
      "Fullscript could not complete the request",
    ],
  ])("shows %s, posts nothing, and has a next step", async (_, search, code, title) => {
    comeBack({ code: "code-1" }, { step: 2 });
    arriveAt(`/fullscript/callback${search()}`);
    const fetch = endpoint(ok);
    const onFailed = vi.fn();
    renderCallback({ fetch, onFailed });
    expect(await screen.findByRole("alert")).toHaveTextContent(title);
    expect(panel()).toHaveAttribute("data-error", code);
    expect(panel()).not.toHaveTextContent("boom");
    expect(fetch).not.toHaveBeenCalled();
    expect(onFailed).toHaveBeenCalledTimes(1);
    await userEvent.click(screen.getByRole("button", { name: "Connect again" }));
    expect(leaving.assign).toHaveBeenCalledTimes(1);
  });

  it("offers the way back if it cannot start again without a configuration", async () => {
    arriveAt(`/fullscript/callback?code=a&state=${encodeState()}`);
    renderApp(<FullscriptCallback endpoint="/api" fallbackTo="/integrations" />);
    await settled("failed");
    expect(screen.queryByRole("button", { name: "Connect again" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Go back" }));
    expect(leaving.replace).toHaveBeenCalledWith("/integrations");
  });

  it("goes to the root if the fallback leads to another origin", async () => {
    arriveAt("/fullscript/callback");
    renderCallback({ fallbackTo: "//evil.example" });
    await userEvent.click(await screen.findByRole("button", { name: "Go back" }));
    expect(leaving.replace).toHaveBeenCalledWith("/");
  });

  it.each([
    ["500", status(500), "exchange_unavailable", "Connect again"],
    ["a web page", () => new Response("<title>Sign in</title>"), "exchange_rejected", "Connect again"],
    ["nothing", () => Promise.reject(new TypeError("lost")), "exchange_interrupted", "Connect again"],
    ["401", status(401), "exchange_unauthorized", "Try again"],
    ["409", status(409, { error: "subject_mismatch" }), "subject_mismatch", "Connect again"],
  ])("shows that the endpoint answered %s, once, with a next step", async (_, answer, code, action) => {
    comeBack();
    const fetch = endpoint(answer);
    const onFailed = vi.fn();
    renderCallback({ fetch, onFailed });
    await settled("failed");
    expect(panel()).toHaveAttribute("data-error", code);
    expect(screen.getByRole("heading")).toHaveFocus();
    expect(screen.getByRole("button", { name: action })).toBeEnabled();
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(onFailed).toHaveBeenCalledTimes(1);
  });

  it("keeps the code after the host's session ended, and posts it when the user tries again", async () => {
    comeBack();
    const fetch = endpoint(status(401), ok);
    renderCallback({ fetch });
    await settled("failed");
    expect(location.search).toContain("code=code-1");
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await settled("connected");
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(location.search).toBe("");
  });

  it("retries after 503 and 429, not before Retry-After, and says so", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    comeBack();
    const fetch = endpoint(status(503, {}, { "retry-after": "20" }), status(429), ok);
    renderCallback({ fetch });
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-waiting", "retry"));
    await act(() => vi.advanceTimersByTimeAsync(19_000));
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.waitFor(async () => {
      await act(() => vi.advanceTimersByTimeAsync(1_000));
      expect(panel()).toHaveAttribute("data-status", "connected");
    });
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  it("hands over to the user after five attempts", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    comeBack();
    const fetch = endpoint(status(503));
    renderCallback({ fetch });
    await vi.waitFor(async () => {
      await act(() => vi.advanceTimersByTimeAsync(5_000));
      expect(panel()).toHaveAttribute("data-status", "failed");
    });
    expect(fetch).toHaveBeenCalledTimes(5);
    expect(screen.getByRole("button", { name: "Try again" })).toBeEnabled();
  });

  it("refuses another user's return, tells why, and shows nothing of what the other one was doing", async () => {
    comeBack({ code: "code-1" }, { patient: "42" }, "user-a");
    const fetch = endpoint(ok);
    const onFailed = vi.fn();
    renderCallback({ fetch, onFailed, subject: "user-b", fallbackTo: "/home" });
    await settled("failed");
    expect(panel()).toHaveAttribute("data-error", "subject_mismatch");
    expect(screen.getByRole("alert")).toHaveTextContent("Someone else started this connection on this computer");
    expect(fetch).not.toHaveBeenCalled();
    expect(onFailed).toHaveBeenCalledWith(expect.objectContaining({ appState: undefined, returnTo: undefined }));
    await userEvent.click(screen.getByRole("button", { name: "Connect again" }));
    const again = findTransaction(new URL(leaving.assign.mock.calls[0]![0]).searchParams.get("state")!)!;
    expect(again).toMatchObject({ subject: "user-b", returnTo: "/home" });
    expect(decodeState(again.state)).toBeUndefined();
  });

  it("posts nothing and loses nothing while the host's user is not known", async () => {
    comeBack({ code: "code-1" }, undefined, "user-a");
    const fetch = endpoint(ok);
    const props = { ...FULLSCRIPT, fetch, autoLeave: false };
    const { rerender } = render(<FullscriptCallback {...props} subject={null} />);
    await rest();
    expect(panel()).toHaveAttribute("data-status", "reading");
    expect(fetch).not.toHaveBeenCalled();
    rerender(<FullscriptCallback {...props} subject="user-a" />);
    await settled("connected");
    expect(JSON.parse(fetch.mock.calls[0]![1]!.body as string)).toMatchObject({ subject: "user-a" });
  });

  it("reports an endpoint without a URL", async () => {
    comeBack();
    renderCallback({
      endpoint: () => {
        throw new Error("the host's bug");
      },
    });
    await settled("failed");
    expect(panel()).toHaveAttribute("data-error", "misconfigured");
  });

  it.each([
    ["clientSecret", { clientSecret: "s3cr3t" }],
    ["endpoint", { endpoint: "/api/connection?client_secret=s3cr3t" }],
  ])("posts nothing where the configuration holds a client secret: %s", async (_, secret) => {
    comeBack();
    const fetch = endpoint(ok);
    renderApp(<FullscriptCallback {...FULLSCRIPT} fetch={fetch} {...secret} />);
    await settled("failed");
    expect(panel()).toHaveAttribute("data-error", "misconfigured");
    expect(fetch).not.toHaveBeenCalled();
    expect(document.body.innerHTML).not.toContain("s3cr3t");
  });

  it("tells the developer what happened, without code and state", async () => {
    const state = comeBack({ code: "c0de-s3cr3t" });
    renderCallback({ fetch: endpoint(status(500)) });
    await settled("failed");
    const told = JSON.stringify(vi.mocked(console.warn).mock.calls);
    expect(told).toContain("exchange_unavailable");
    expect(told).not.toContain("c0de-s3cr3t");
    expect(told).not.toContain(state);
  });
});

describe("FullscriptCallback, in the hands of its host", () => {
  it("starts one retry for two clicks", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    comeBack();
    let answer = (): void => undefined;
    const fetch = endpoint(status(401), () => new Promise((resolve) => (answer = () => resolve(ok()))));
    const onConnected = vi.fn();
    const onExpired = vi.fn();
    renderCallback({ fetch, onConnected, onExpired });
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-status", "failed"));
    const again = screen.getByRole("button", { name: "Try again" });
    act(() => {
      again.click();
      again.click();
    });
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(2));
    await act(async () => answer());
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-status", "connected"));
    await act(() => vi.advanceTimersByTimeAsync(2 * CODE_LIFETIME_MS));
    expect(panel()).toHaveAttribute("data-status", "connected");
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(onConnected).toHaveBeenCalledTimes(1);
    expect(onConnected).toHaveBeenCalledWith(expect.objectContaining({ replayed: false }));
    expect(onExpired).not.toHaveBeenCalled();
  });

  it("does not hand one user's code to the next one who signs in and tries again", async () => {
    comeBack({ code: "code-1" }, { patient: "42" }, "user-a");
    const fetch = endpoint(status(401), ok);
    const props = { ...FULLSCRIPT, fetch, autoLeave: false };
    const { rerender } = render(<FullscriptCallback {...props} subject="user-a" />);
    await settled("failed");
    rerender(<FullscriptCallback {...props} subject="user-b" />);
    await waitFor(() => expect(panel()).toHaveAttribute("data-error", "subject_mismatch"));
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["connected", { code: "code-1" }],
    ["cancelled", { error: "access_denied" }],
  ])("does not show one user's %s to the next one", async (expected, answer) => {
    comeBack(answer, { patient: "42" }, "user-a");
    const props = { ...FULLSCRIPT, fetch: endpoint(ok), autoLeave: false };
    const { unmount } = render(<FullscriptCallback {...props} subject="user-a" />);
    await settled(expected);
    unmount();
    const told = vi.fn();
    const { unmount: unmountAgain } = render(
      <FullscriptCallback {...props} subject="user-b" onConnected={told} onCancelled={told} />,
    );
    await waitFor(() => expect(panel()).toHaveAttribute("data-error", "subject_mismatch"));
    unmountAgain();
    reload();
    render(<FullscriptCallback {...props} subject="user-b" onConnected={told} onCancelled={told} />);
    await waitFor(() => expect(panel()).toHaveAttribute("data-error", "subject_mismatch"));
    expect(told).not.toHaveBeenCalled();
  });

  it("shows and tells its outcome although the host's router throws", async () => {
    const thrown: unknown[] = [];
    const queue = globalThis.queueMicrotask;
    vi.stubGlobal("queueMicrotask", (task: () => void) =>
      queue(() => {
        try {
          task();
        } catch (error) {
          thrown.push(error);
        }
      }),
    );
    const bug = new Error("the host's bug");
    const throws = () => {
      throw bug;
    };
    comeBack();
    const onConnected = vi.fn();
    renderCallback({ fetch: endpoint(ok), replaceUrl: throws, navigate: throws, autoLeave: true, onConnected });
    await settled("connected");
    expect(onConnected).toHaveBeenCalledTimes(1);
    arriveAt(`/fullscript/callback?code=a&state=${encodeState()}`);
    document.body.innerHTML = "";
    renderCallback({ replaceUrl: throws });
    await settled("failed");
    expect(new Set(thrown)).toEqual(new Set([bug]));
  });

  it("removes code and state later if the user was on another page at the outcome", async () => {
    const state = comeBack();
    let answer = (): void => undefined;
    const fetch = endpoint(() => new Promise((resolve) => (answer = () => resolve(ok()))));
    const onConnected = vi.fn();
    const navigate = vi.fn();
    const { unmount } = renderCallback({ fetch, onConnected, navigate, autoLeave: true });
    await waitFor(() => expect(fetch).toHaveBeenCalled());
    unmount();
    history.replaceState(null, "", "/patients?code=theirs");
    answer();
    await waitFor(() => expect(onConnected).toHaveBeenCalledTimes(1));
    expect(location.search).toBe("?code=theirs");
    expect(navigate).not.toHaveBeenCalled();
    arriveAt(`/fullscript/callback?code=code-1&state=${state}`);
    renderCallback({ fetch, navigate, autoLeave: true });
    await settled("connected");
    expect(location.search).toBe("");
    expect(navigate).toHaveBeenCalledTimes(1);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("offers a new start only while the host's user is known", async () => {
    comeBack({ error: "access_denied" }, undefined, "user-a");
    const onFailed = vi.fn();
    const { rerender } = render(<FullscriptCallback {...FULLSCRIPT} subject="user-a" onFailed={onFailed} />);
    await settled("cancelled");
    expect(screen.getByRole("button", { name: "Connect again" })).toBeEnabled();
    rerender(<FullscriptCallback {...FULLSCRIPT} subject={null} onFailed={onFailed} />);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Connect again" })).toBeNull());
    rerender(<FullscriptCallback {...FULLSCRIPT} subject="user-a" onFailed={onFailed} />);
    await userEvent.dblClick(await screen.findByRole("button", { name: "Connect again" }));
    expect(leaving.assign).toHaveBeenCalledTimes(1);
    expect(onFailed).not.toHaveBeenCalled();
  });

  it("waits half a minute for the subject, reports it, and continues when the subject is known", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    comeBack({ code: "code-1" }, undefined, "user-a");
    const props = { ...FULLSCRIPT, fetch: endpoint(ok), autoLeave: false };
    const { rerender } = render(<FullscriptCallback {...props} subject={null} />);
    await act(() => vi.advanceTimersByTimeAsync(30_000));
    expect(panel()).toHaveAttribute("data-error", "exchange_unauthorized");
    expect(screen.getByRole("button", { name: "Go back" })).toBeEnabled();
    rerender(<FullscriptCallback {...props} subject="user-a" />);
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-status", "connected"));
  });

  it("starts again once, however often that is asked for", async () => {
    comeBack({ error: "access_denied" });
    renderCallback();
    await settled("cancelled");
    const again = screen.getByRole("button", { name: "Connect again" });
    act(() => {
      again.click();
      again.click();
    });
    expect(leaving.assign).toHaveBeenCalledTimes(1);
  });

  it("notifies the host of a repeated failure once, and then of the connection", async () => {
    comeBack();
    const fetch = endpoint(status(401), status(401), ok);
    const onFailed = vi.fn();
    const onConnected = vi.fn();
    renderCallback({ fetch, onFailed, onConnected });
    for (const calls of [1, 2]) {
      await waitFor(() => expect(fetch).toHaveBeenCalledTimes(calls));
      await settled("failed");
      await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    }
    await settled("connected");
    expect(onFailed).toHaveBeenCalledTimes(1);
    expect(onConnected).toHaveBeenCalledTimes(1);
  });

  it("keeps the actions if starting again fails", async () => {
    comeBack();
    const storage = { ...memoryStorageOf(localStorage) };
    const props = { ...FULLSCRIPT, storage, fetch: endpoint(status(401), ok), autoLeave: false };
    let callback: FullscriptCallbackState | undefined;
    const children = (state: FullscriptCallbackState) => {
      callback = state;
      return null;
    };
    render(<FullscriptCallback {...props}>{children}</FullscriptCallback>);
    await settled("failed");
    const { setItem } = storage;
    storage.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    act(() => (callback as FailedState).restart?.());
    await waitFor(() => expect(panel()).toHaveAttribute("data-error", "storage_unavailable"));
    expect(location.search).toContain("code=code-1");
    storage.setItem = setItem;
    act(() => (callback as FailedState).retry?.());
    await settled("connected");
  });

  it("keeps quiet about an unmatched error after a reload too", async () => {
    arriveAt("/fullscript/callback?error=evil_text&error_description=You+won");
    const onFailed = vi.fn();
    const { unmount } = renderCallback({ onFailed });
    await settled("failed");
    expect(JSON.stringify(history.state)).not.toContain("evil_text");
    unmount();
    reload();
    renderCallback({ onFailed });
    await settled("failed");
    expect(onFailed).not.toHaveBeenCalled();
  });

  it("starts again with the host's configuration, or in the environment that the user left for if the host passes only its endpoint", async () => {
    for (const [props, host, client] of [
      [{ ...FULLSCRIPT, environment: "ca", clientId: "client-ca" }, "api-ca.fullscript.com", "client-ca"],
      [{ endpoint: FULLSCRIPT.endpoint }, "api-us-snd.fullscript.io", "client-1"],
    ] as const) {
      comeBack({ error: "access_denied" });
      const page = renderApp(<FullscriptCallback {...props} />);
      await userEvent.click(await screen.findByRole("button", { name: "Connect again" }));
      const url = new URL(leaving.assign.mock.lastCall![0]);
      expect([url.host, url.searchParams.get("client_id")]).toEqual([host, client]);
      page.unmount();
    }
  });

  it("says what to do if no answer came and trying again is safe", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    comeBack();
    const fetch = endpoint(() => Promise.reject(new TypeError("lost")));
    renderCallback({ fetch, idempotent: true });
    await vi.waitFor(async () => {
      await act(() => vi.advanceTimersByTimeAsync(5_000));
      expect(panel()).toHaveAttribute("data-status", "failed");
    });
    expect(screen.getByRole("alert")).toHaveTextContent("Try again, or check whether another tab has finished.");
    expect(screen.getByRole("button", { name: "Try again" })).toBeEnabled();
    const keys = fetch.mock.calls.map(([, init]) => new Headers(init!.headers).get("idempotency-key"));
    expect(keys).toHaveLength(5);
    expect(keys[0]).toMatch(/^"[\da-f-]{36}"$/);
    expect(new Set(keys).size).toBe(1);
  });
});

describe("FullscriptCallback, its page", () => {
  it.each(["", "?tab=1", "?code=abc&state=another-oauth", "?error=access_denied&state=another-oauth"])(
    "has nothing to finish at %j, and touches nothing",
    async (search) => {
      arriveAt(`/fullscript/callback${search}`);
      const before = history.state as unknown;
      const fetch = endpoint(ok);
      renderCallback({ fetch });
      await settled("absent");
      expect(screen.getByRole("status")).toHaveTextContent("Nothing to finish here");
      expect(location.search).toBe(search);
      expect(history.state).toEqual(before);
      expect(fetch).not.toHaveBeenCalled();
    },
  );

  it("moves no focus that the host has put somewhere", async () => {
    comeBack();
    let answer = (): void => undefined;
    const fetch = endpoint(() => new Promise((resolve) => (answer = () => resolve(ok()))));
    renderApp(
      <>
        <input aria-label="search" />
        <FullscriptCallback {...FULLSCRIPT} fetch={fetch} autoLeave={false} />
      </>,
    );
    await waitFor(() => expect(fetch).toHaveBeenCalled());
    screen.getByLabelText("search").focus();
    act(() => answer());
    await settled("connected");
    expect(screen.getByLabelText("search")).toHaveFocus();
  });

  it("lets the host draw its own UI, and style each part of ours", async () => {
    comeBack();
    renderCallback({ fetch: endpoint(ok), children: (callback) => <p>{`mine: ${callback.status}`}</p> });
    expect(await screen.findByText("mine: connected")).toBeVisible();
    expect(screen.queryByRole("heading")).toBeNull();

    arriveAt("/fullscript/callback");
    document.body.innerHTML = "";
    renderCallback({
      headingLevel: 1,
      classNames: { root: "r", icon: "i", title: "t", text: "x", actions: "a", action: "b" },
      messages: { absentTitle: "Rien à terminer" },
    });
    expect(await screen.findByRole("heading", { level: 1, name: "Rien à terminer" })).toHaveClass("t");
    for (const [part, className] of Object.entries({ icon: "i", text: "x", actions: "a", action: "b" })) {
      expect(document.querySelector(`[data-part=${part}]`)).toHaveClass(className);
    }
    expect(screen.getByRole("region", { name: "Rien à terminer" })).toHaveClass("r");
  });

  it("renders on a server as it first renders in a browser, and reads nothing there", async () => {
    const error = vi.spyOn(console, "error").mockReturnValue();
    comeBack();
    const fetch = endpoint(ok);
    const app = (
      <StrictMode>
        <FullscriptCallback {...FULLSCRIPT} fetch={fetch} autoLeave={false} theme={{ accent: "#123456" }} />
      </StrictMode>
    );
    const html = renderToString(app);
    expect(html).toContain('data-status="reading"');
    expect(html).not.toContain("style=");
    expect(fetch).not.toHaveBeenCalled();
    const container = document.body.appendChild(document.createElement("div"));
    container.innerHTML = html;
    const root = await act(async () => hydrateRoot(container, app));
    await settled("connected");
    expect(error).not.toHaveBeenCalled();
    expect(fetch).toHaveBeenCalledTimes(1);
    act(() => root.unmount());
    container.remove();
  });
});
