import { QueryClient } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {
  type FullscriptAuth,
  FullscriptCallback,
  type FullscriptCallbackProps,
  FullscriptConnectButton,
  type FullscriptConnectButtonProps,
  useFullscriptAuth,
} from "react-fullscript-connect";
import { encodeState, type OtherWindow } from "react-fullscript-connect/core";
import { callbackBrowser, findTransaction, globalBrowser } from "../core/inside/internals";
import { callbackSearch } from "react-fullscript-connect/testing";
import * as React from "react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  arriveAt,
  comeBack,
  endpoint,
  FULLSCRIPT,
  messageFrom,
  ok,
  panel,
  renderApp,
  rest,
  settled,
  status,
} from "./host";

const { Activity } = React as Partial<Pick<typeof React, "Activity">>;

/** A window as the page that opened it sees it. */
interface FakeWindow extends OtherWindow {
  closed: boolean;
  messages: { data: unknown; origin: unknown }[];
}

function fakeWindow(): FakeWindow {
  const messages: FakeWindow["messages"] = [];
  const fake: FakeWindow = {
    closed: false,
    messages,
    focus: vi.fn(),
    close: vi.fn(() => (fake.closed = true)),
    postMessage: ((data: unknown, origin: unknown) => void messages.push({ data, origin })) as Window["postMessage"],
  };
  return fake;
}

let opened: { url: URL; state: string; window: FakeWindow }[];
const open = vi.fn<typeof globalBrowser.open>();
const channels: BroadcastChannel[] = [];

// What a window needs is fetched by a button that opens one; nobody waits for it here.
beforeAll(async () => {
  render(<FullscriptConnectButton {...FULLSCRIPT} mode="popup" />);
  await vi.dynamicImportSettled();
  cleanup();
});
beforeEach(() => {
  opened = [];
  vi.spyOn(globalBrowser, "open").mockImplementation(open);
  open.mockReset().mockImplementation((href) => {
    const url = new URL(href);
    const window = fakeWindow();
    opened.push({ url, state: url.searchParams.get("state")!, window });
    return window;
  });
  vi.spyOn(globalBrowser, "assign").mockReturnValue();
  vi.spyOn(callbackBrowser, "replace").mockReturnValue();
  vi.spyOn(callbackBrowser, "close").mockReturnValue();
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
});

const button = () => document.querySelector<HTMLButtonElement>("[data-fullscript=button]")!;
const reaches = (expected: string) => waitFor(() => expect(button()).toHaveAttribute("data-status", expected));

function renderButton(props: Partial<FullscriptConnectButtonProps> = {}, client?: QueryClient) {
  return renderApp(<FullscriptConnectButton {...FULLSCRIPT} mode="popup" {...props} />, client);
}

/** What the window sends, as the browser hands it on. */
function send(data: unknown, source: unknown, origin = location.origin): void {
  act(() => void window.dispatchEvent(messageFrom(source, data, origin)));
}

const response = (search: string) => ({ type: "fullscript-connect:response", search });
const nonceOf = (state: string) => state.split(".")[1]!;

function channelOf(state: string): BroadcastChannel {
  const channel = new BroadcastChannel(`fullscript-connect:${nonceOf(state)}`);
  channels.push(channel);
  return channel;
}

const TIMERS = ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] as const;
/** From here on time may be let pass; it also goes on by itself. */
const holdTime = () => vi.useFakeTimers({ toFake: [...TIMERS], shouldAdvanceTime: true });
const pass = (ms: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });

describe("the page that opens the window", () => {
  it("opens it in the click, exchanges the answer that comes by message, and says so to the host's cache", async () => {
    const client = new QueryClient();
    const invalidate = vi.spyOn(client, "invalidateQueries");
    const fetch = endpoint(ok);
    renderButton({ fetch, appState: { patient: "42" } }, client);
    fireEvent.click(button());
    expect(open).toHaveBeenCalledOnce();
    const { state, window } = opened[0]!;
    expect(findTransaction(state)?.popup).toBe(true);
    expect(globalBrowser.assign).not.toHaveBeenCalled();
    expect(button()).toHaveAccessibleName("Go to the Fullscript window");
    expect(button()).toHaveAccessibleDescription("Continue in the Fullscript window.");

    send(response(callbackSearch({ state })), window);
    expect(window.messages).toEqual([{ data: { type: "fullscript-connect:receipt", state }, origin: location.origin }]);
    await reaches("connected");
    expect(button()).toHaveAccessibleName("Fullscript account connected");
    expect(fetch).toHaveBeenCalledOnce();
    expect(JSON.parse(fetch.mock.calls[0]![1]!.body as string)).toMatchObject({ code: "test-code", state });
    expect(invalidate).toHaveBeenCalledWith({ queryKey: ["fullscript", "connection"] });
  });

  it("accepts the answer from the channel if the popup lost its opener, reads as closed, or never opened", async () => {
    for (const kind of ["open", "closed", "null"]) {
      if (kind === "null")
        open.mockImplementationOnce(
          (href) => (
            opened.push({ url: new URL(href), state: new URL(href).searchParams.get("state")!, window: fakeWindow() }),
            null
          ),
        );
      const fetch = endpoint(ok);
      const { unmount } = renderButton({ fetch });
      fireEvent.click(button());
      const { state, window } = opened.at(-1)!;
      if (kind === "closed") window.closed = true;
      await reaches(kind === "null" ? "failed" : "awaiting");
      const channel = channelOf(state);
      const receipt = new Promise((resolve) => (channel.onmessage = ({ data }) => resolve(data)));
      channel.postMessage(response(callbackSearch({ state })));
      expect(await receipt).toEqual({ type: "fullscript-connect:receipt", state });
      await reaches("connected");
      expect(fetch).toHaveBeenCalledOnce();
      unmount();
    }
  });

  it("exchanges once for an answer that arrives both ways", async () => {
    const fetch = endpoint(ok);
    renderButton({ fetch });
    fireEvent.click(button());
    const { state, window } = opened[0]!;
    channelOf(state).postMessage(response(callbackSearch({ state })));
    send(response(callbackSearch({ state })), window);
    send(response(callbackSearch({ state })), window);
    await reaches("connected");
    await rest();
    expect(fetch).toHaveBeenCalledOnce();
  });

  it.each([
    [
      "another origin",
      (state: string, window: unknown) => send(response(callbackSearch({ state })), window, "https://evil.example"),
    ],
    ["an opaque origin", (state: string, window: unknown) => send(response(callbackSearch({ state })), window, "null")],
    ["another window", (state: string) => send(response(callbackSearch({ state })), fakeWindow())],
    ["no window", (state: string) => send(response(callbackSearch({ state })), null)],
    ["another state", (_: string, window: unknown) => send(response(callbackSearch({ state: encodeState() })), window)],
    ["no state", (_: string, window: unknown) => send(response(callbackSearch({})), window)],
    [
      "a state that goes on",
      (state: string, window: unknown) => send(response(callbackSearch({ state: `${state}A` })), window),
    ],
    [
      "two states",
      (state: string, window: unknown) => send(response(`${callbackSearch({ state })}&state=${state}`), window),
    ],
    [
      "code and error",
      (state: string, window: unknown) =>
        send(response(callbackSearch({ state, code: "c", error: "server_error" })), window),
    ],
    [
      "another type",
      (state: string, window: unknown) => send({ type: "other", search: callbackSearch({ state }) }, window),
    ],
    ["no type", (state: string, window: unknown) => send({ search: callbackSearch({ state }) }, window)],
    [
      "a search that is no text",
      (state: string, window: unknown) =>
        send({ type: "fullscript-connect:response", search: [callbackSearch({ state })] }, window),
    ],
    ["text", (_: string, window: unknown) => send("fullscript-connect:response", window)],
    ["nothing", (_: string, window: unknown) => send(null, window)],
    ["an array", (state: string, window: unknown) => send([response(callbackSearch({ state }))], window)],
  ])("lets no message of %s change anything", async (_, forge) => {
    const fetch = endpoint(ok);
    renderButton({ fetch });
    fireEvent.click(button());
    const { state, window } = opened[0]!;
    forge(state, window);
    await rest();
    expect(button()).toHaveAttribute("data-status", "awaiting");
    expect(fetch).not.toHaveBeenCalled();
    expect(window.messages).toEqual([]);
  });

  it("brings a live popup to the front, and starts again if it reads as closed", async () => {
    renderButton();
    fireEvent.click(button());
    const { window } = opened[0]!;
    fireEvent.click(button());
    expect(window.focus).toHaveBeenCalledOnce();
    expect(open).toHaveBeenCalledOnce();
    window.closed = true;
    await waitFor(() => expect(button()).toHaveAccessibleName("Connect my Fullscript account"));
    expect(button()).toHaveAttribute("data-status", "awaiting");
    fireEvent.click(button());
    expect(open).toHaveBeenCalledTimes(2);
    expect(opened[1]!.state).not.toBe(opened[0]!.state);
  });

  it("still takes the answer of the first of two windows, and closes the other", async () => {
    renderButton({ fetch: endpoint(ok) });
    fireEvent.click(button());
    opened[0]!.window.closed = true;
    fireEvent.click(button());
    opened[0]!.window.closed = false;
    send(response(callbackSearch({ state: opened[0]!.state })), opened[0]!.window);
    await reaches("connected");
    expect(opened[1]!.window.close).toHaveBeenCalled();
    send(response(callbackSearch({ state: opened[1]!.state })), opened[1]!.window);
    expect(button()).toHaveAttribute("data-status", "connected");
  });

  it("says to the host once that two windows have finished at the same time", async () => {
    const answers: (() => void)[] = [];
    const fetch = endpoint(() => new Promise((resolve) => answers.push(() => resolve(ok()))));
    const onConnected = vi.fn();
    renderButton({ fetch, onConnected });
    fireEvent.click(button());
    opened[0]!.window.closed = true;
    fireEvent.click(button());
    for (const { state, window } of opened) send(response(callbackSearch({ state, code: state.slice(5, 20) })), window);
    await waitFor(() => expect(answers).toHaveLength(2));
    for (const answer of answers) await act(async () => answer());
    await reaches("connected");
    await rest();
    expect(onConnected).toHaveBeenCalledOnce();
  });

  it("shows of an older window only what it brings", async () => {
    holdTime();
    renderButton({ fetch: endpoint(ok) });
    fireEvent.click(button());
    opened[0]!.window.closed = true;
    await waitFor(() => expect(button()).toHaveAccessibleName("Connect my Fullscript account"));
    const { now } = globalBrowser;
    const later = vi.spyOn(globalBrowser, "now").mockImplementation(() => now() + 1_800_000);
    fireEvent.click(button());
    opened[0]!.window.closed = false;
    later.mockImplementation(() => now() + 3_600_001);
    await pass(1_200);
    expect(button()).toHaveAttribute("data-status", "awaiting");
    opened[1]!.window.closed = true;
    await waitFor(() => expect(button()).toHaveAccessibleName("Connect my Fullscript account"));
  });

  it("stays at blocked if a popup was blocked more than an hour ago", async () => {
    holdTime();
    open.mockReturnValueOnce(null);
    renderButton();
    fireEvent.click(button());
    const { now } = globalBrowser;
    vi.spyOn(globalBrowser, "now").mockImplementation(() => now() + 3_600_001);
    await pass(1_200);
    expect(button()).toHaveAttribute("data-error", "popup_blocked");
  });

  // React has it since 19.2.
  it.skipIf(!Activity)("shows where its window is after it was hidden", async () => {
    const app = (mode: "visible" | "hidden") =>
      Activity && (
        <Activity mode={mode}>
          <FullscriptConnectButton {...FULLSCRIPT} mode="popup" fetch={endpoint(ok)} />
        </Activity>
      );
    const { rerender } = render(app("visible"));
    fireEvent.click(button());
    await reaches("awaiting");
    rerender(app("hidden"));
    rerender(app("visible"));
    expect(button()).toHaveAttribute("data-status", "awaiting");
    expect(screen.getByRole("button", { name: "Cancel" })).toBeVisible();
    const { state, window } = opened[0]!;
    send(response(callbackSearch({ state })), window);
    await reaches("connected");
  });

  it("says politely what its label says, in a status that is there before", async () => {
    let respond = (): void => undefined;
    const fetch = endpoint(() => new Promise((resolve) => (respond = () => resolve(ok()))));
    renderButton({ fetch });
    fireEvent.click(button());
    const region = screen.getByRole("status");
    expect(region).toHaveTextContent("Continue in the Fullscript window.");
    send(response(callbackSearch({ state: opened[0]!.state })), opened[0]!.window);
    await reaches("exchanging");
    expect(region).toHaveTextContent("Connecting…");
    expect(button()).not.toHaveAccessibleDescription();
    await waitFor(() => expect(fetch).toHaveBeenCalledOnce());
    await act(async () => respond());
    await reaches("connected");
    expect(region).toBeInTheDocument();
    expect(region).toHaveTextContent("Fullscript account connected");
  });

  it("takes the focus back when the cancel button disappears", async () => {
    renderButton({ fetch: endpoint(ok) });
    fireEvent.click(button());
    screen.getByRole("button", { name: "Cancel" }).focus();
    send(response(callbackSearch({ state: opened[0]!.state })), opened[0]!.window);
    await reaches("connected");
    expect(button()).toHaveFocus();
  });

  it("presents the code again, without a window, once the user has signed in again", async () => {
    const fetch = endpoint(status(401), ok);
    renderButton({ fetch });
    fireEvent.click(button());
    send(response(callbackSearch({ state: opened[0]!.state })), opened[0]!.window);
    await reaches("failed");
    expect(screen.getByRole("alert")).toHaveTextContent(
      "You have been signed out of this app. Sign in again in another tab, then try again.",
    );
    fireEvent.click(button());
    await reaches("connected");
    expect(open).toHaveBeenCalledOnce();
    expect(fetch.mock.calls.map(([, init]) => (JSON.parse(init!.body as string) as { code: string }).code)).toEqual([
      "test-code",
      "test-code",
    ]);
  });

  it("opens a popup again, inside the click, if the retryable code has expired", async () => {
    const fetch = endpoint(status(401), ok);
    renderButton({ fetch });
    fireEvent.click(button());
    send(response(callbackSearch({ state: opened[0]!.state })), opened[0]!.window);
    await reaches("failed");
    const { now } = globalBrowser;
    vi.spyOn(globalBrowser, "now").mockImplementation(() => now() + 600_001);
    fireEvent.click(button());
    expect(open).toHaveBeenCalledTimes(2);
    send(response(callbackSearch({ code: "fresh", state: opened[1]!.state })), opened[1]!.window);
    await reaches("connected");
    expect(fetch.mock.calls.map(([, init]) => (JSON.parse(init!.body as string) as { code: string }).code)).toEqual([
      "test-code",
      "fresh",
    ]);
  });

  it("cancels: closes the window, gives the focus back, and takes nothing more", async () => {
    const fetch = endpoint(ok);
    renderButton({ fetch });
    fireEvent.click(button());
    const { state, window } = opened[0]!;
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(window.close).toHaveBeenCalledOnce();
    expect(button()).toHaveFocus();
    expect(button()).toHaveAttribute("data-status", "idle");
    send(response(callbackSearch({ state })), window);
    expect(button()).toHaveAttribute("data-status", "idle");
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([
    [{ error: "access_denied" }, ok, "cancelled", "Connection cancelled. Nothing has changed.", "status"],
    [{ error: "server_error" }, ok, "failed", "Connecting your Fullscript account did not work. Try again.", "alert"],
    [
      {},
      status(400, { error: "invalid_grant" }),
      "expired",
      "Connecting your Fullscript account did not work. Try again.",
      "alert",
    ],
    [{}, status(500), "failed", "Connecting your Fullscript account did not work. Try again.", "alert"],
  ] as const)("says how it ended: %j %#", async (answer, answered, expected, text, role) => {
    renderButton({ fetch: endpoint(answered) });
    fireEvent.click(button());
    const { state, window } = opened[0]!;
    send(response(callbackSearch({ state, ...answer })), window);
    await reaches(expected);
    expect(screen.getByRole(role)).toHaveTextContent(text);
    expect(button()).toHaveAccessibleDescription(text);
    expect(button()).toHaveAccessibleName("Connect my Fullscript account");
    fireEvent.click(button());
    expect(open).toHaveBeenCalledTimes(2);
  });

  it("says that the window was blocked, and opens it at the next click", async () => {
    open.mockReturnValueOnce(null);
    renderButton();
    fireEvent.click(button());
    expect(button()).toHaveAttribute("data-error", "popup_blocked");
    expect(screen.getByRole("alert")).toHaveTextContent("Allow pop-ups");
    fireEvent.click(button());
    await reaches("awaiting");
  });

  it("refuses a window without an endpoint, before it opens", () => {
    renderButton({ endpoint: "" });
    fireEvent.click(button());
    expect(button()).toHaveAttribute("data-error", "misconfigured");
    expect(open).not.toHaveBeenCalled();
  });

  it("reads the outcome of a popup that finished alone from the record", async () => {
    renderButton({ fetch: endpoint(ok) });
    fireEvent.click(button());
    const transaction = findTransaction(opened[0]!.state)!;
    const responses = { f: { revision: 1, receivedAt: Date.now(), settled: { status: "connected", at: Date.now() } } };
    localStorage.setItem(`fullscript-connect:${transaction.nonce}`, JSON.stringify({ ...transaction, responses }));
    act(
      () => void window.dispatchEvent(new StorageEvent("storage", { key: `fullscript-connect:${transaction.nonce}` })),
    );
    await reaches("connected");
  });

  it("keeps the transaction in memory if the frame has no storage", async () => {
    const fetch = endpoint(ok);
    vi.spyOn(globalBrowser, "storage").mockImplementation(() => {
      throw new DOMException("blocked", "SecurityError");
    });
    renderButton({ fetch });
    fireEvent.click(button());
    send(response(callbackSearch({ state: opened[0]!.state })), opened[0]!.window);
    await reaches("connected");
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("shows the next user nothing of the one before", async () => {
    const app = (subject: string) => (
      <FullscriptConnectButton {...FULLSCRIPT} mode="popup" fetch={endpoint(ok)} subject={subject} />
    );
    const { rerender } = render(app("user-a"));
    fireEvent.click(button());
    send(response(callbackSearch({ state: opened[0]!.state })), opened[0]!.window);
    await reaches("connected");
    rerender(app("user-b"));
    await reaches("idle");
    expect(button()).not.toHaveAttribute("aria-disabled");
  });

  it("continues as soon as the subject is known again", async () => {
    const fetch = endpoint(ok);
    const app = (subject: string | null) => (
      <FullscriptConnectButton {...FULLSCRIPT} mode="popup" fetch={fetch} subject={subject} />
    );
    const { rerender } = render(app("user-a"));
    fireEvent.click(button());
    rerender(app(null));
    send(response(callbackSearch({ state: opened[0]!.state })), opened[0]!.window);
    await reaches("exchanging");
    rerender(app("user-a"));
    await reaches("connected");
  });

  it("reports nothing after reset", async () => {
    let respond = (): void => undefined;
    const fetch = endpoint(() => new Promise((resolve) => (respond = () => resolve(ok()))));
    let auth: FullscriptAuth | undefined;
    function Own() {
      auth = useFullscriptAuth({ ...FULLSCRIPT, mode: "popup", fetch });
      return null;
    }
    renderApp(<Own />);
    act(() => auth?.authorize());
    send(response(callbackSearch({ state: opened[0]!.state })), opened[0]!.window);
    await waitFor(() => expect(fetch).toHaveBeenCalledOnce());
    act(() => auth?.reset());
    await act(async () => respond());
    await rest();
    expect(auth?.status).toBe("idle");
  });

  it("waits no longer than an hour", async () => {
    renderButton({ fetch: endpoint(ok) });
    fireEvent.click(button());
    const { state, window } = opened[0]!;
    const { now } = globalBrowser;
    vi.spyOn(globalBrowser, "now").mockImplementation(() => now() + 3_600_001);
    await reaches("expired");
    send(response(callbackSearch({ state })), window);
    expect(window.messages).toEqual([]);
    fireEvent.click(button());
    expect(open).toHaveBeenCalledTimes(2);
  });

  it("accepts messages if the frame has no origin and so no channel", async () => {
    vi.stubGlobal("BroadcastChannel", function refuse() {
      throw new DOMException("opaque", "SecurityError");
    });
    renderButton({ fetch: endpoint(ok) });
    fireEvent.click(button());
    send(response(callbackSearch({ state: opened[0]!.state })), opened[0]!.window);
    await reaches("connected");
    vi.unstubAllGlobals();
  });

  it("finishes although the button has unmounted", async () => {
    const fetch = endpoint(ok);
    const { unmount } = renderButton({ fetch });
    fireEvent.click(button());
    unmount();
    send(response(callbackSearch({ state: opened[0]!.state })), opened[0]!.window);
    await waitFor(() => expect(fetch).toHaveBeenCalledOnce());
  });

  it.each([
    [true, 1],
    [false, 0],
  ])("by default opens a window only in a foreign frame: %s", (isInForeignFrame, windows) => {
    vi.spyOn(globalBrowser, "isInForeignFrame").mockReturnValue(isInForeignFrame);
    renderButton({ mode: undefined });
    fireEvent.click(button());
    expect(open).toHaveBeenCalledTimes(windows);
    expect(globalBrowser.assign).toHaveBeenCalledTimes(1 - windows);
  });

  it("redirects the topmost window if the host asks for it", () => {
    const assignTop = vi.spyOn(globalBrowser, "assignTop").mockReturnValue();
    renderButton({ mode: "top" });
    fireEvent.click(button());
    expect(assignTop.mock.calls[0]![0]).toContain("/api/oauth/authorize");
    expect(button()).toHaveAttribute("data-status", "redirecting");
  });
});

describe("the window", () => {
  /** The page that opened it, as the window sees it. */
  let opener: FakeWindow;

  beforeEach(() => {
    opener = fakeWindow();
    vi.spyOn(globalBrowser, "opener").mockReturnValue(opener);
    vi.spyOn(globalBrowser, "windowName").mockReturnValue("fullscript-AAAAAAAAAAAA");
  });

  const renderCallback = (props: Partial<FullscriptCallbackProps> = {}) =>
    renderApp(<FullscriptCallback {...FULLSCRIPT} {...props} />);
  const sent = () => opener.messages.map(({ data }) => (data as { type: string }).type);
  const receipt = (state: string) => send({ type: "fullscript-connect:receipt", state }, opener);

  it("hands the answer to its opener, posts nothing, cleans its URL and closes, for any user", async () => {
    const state = encodeState();
    arriveAt(`/fullscript/callback${callbackSearch({ state })}&tab=1`);
    const fetch = endpoint(ok);
    const onConnected = vi.fn();
    renderCallback({ fetch, onConnected, subject: null });
    await waitFor(() => expect(sent()).toEqual(["fullscript-connect:response"]));
    expect(opener.messages[0]!.origin).toBe(location.origin);
    receipt(state);
    await settled("delivered");
    expect(callbackBrowser.close).toHaveBeenCalledOnce();
    expect(screen.getByRole("heading", { name: "You can close this window" })).toHaveFocus();
    expect(location.search).toBe("?tab=1");
    expect(fetch).not.toHaveBeenCalled();
    expect(onConnected).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Close this window" }));
    expect(callbackBrowser.close).toHaveBeenCalledTimes(2);
  });

  it("repeats the hand-over while its opener is busy", async () => {
    const state = encodeState();
    arriveAt(`/fullscript/callback${callbackSearch({ state })}`);
    renderCallback();
    await waitFor(() => expect(sent().length).toBeGreaterThan(2));
    receipt(state);
    await settled("delivered");
    const { length } = sent();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(sent()).toHaveLength(length);
  });

  it("uses the channel if the opener is cut off", async () => {
    vi.spyOn(globalBrowser, "opener").mockReturnValue(null);
    const state = comeBackInPopup();
    const channel = channelOf(state);
    channel.onmessage = () => channel.postMessage({ type: "fullscript-connect:receipt", state });
    const fetch = endpoint(ok);
    renderCallback({ fetch });
    await settled("delivered");
    expect(fetch).not.toHaveBeenCalled();
  });

  it("finishes alone if nobody takes the answer, and closes", async () => {
    holdTime();
    comeBackInPopup();
    const fetch = endpoint(ok);
    const navigate = vi.fn();
    renderCallback({ fetch, navigate });
    await pass(1_900);
    expect(fetch).not.toHaveBeenCalled();
    await pass(200);
    await settled("connected");
    expect(fetch).toHaveBeenCalledOnce();
    expect(callbackBrowser.close).toHaveBeenCalledOnce();
    expect(navigate).not.toHaveBeenCalled();
    expect(screen.getByRole("button", { name: "Close this window" })).toBeEnabled();
  });

  it("returns to the user's page if the opener is gone", async () => {
    holdTime();
    vi.spyOn(globalBrowser, "opener").mockReturnValue(null);
    comeBackInPopup();
    const navigate = vi.fn();
    renderCallback({ fetch: endpoint(ok), navigate });
    await pass(2_000);
    await waitFor(() => expect(navigate).toHaveBeenCalledWith("/patients/42?tab=plans"));
    expect(callbackBrowser.close).not.toHaveBeenCalled();
  });

  it("never posts what neither it nor its opener knows, and says how to go on", async () => {
    holdTime();
    arriveAt(`/fullscript/callback${callbackSearch({ state: encodeState() })}`);
    const fetch = endpoint(ok);
    renderCallback({ fetch });
    await pass(2_000);
    await waitFor(() => expect(panel()).toHaveAttribute("data-error", "state_mismatch"));
    expect(fetch).not.toHaveBeenCalled();
    expect(screen.getByRole("alert")).toHaveTextContent("Close this window, go back to that page and connect again.");
    expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual(["Close this window"]);
    await userEvent.click(screen.getByRole("button"));
    expect(callbackBrowser.close).toHaveBeenCalledOnce();
  });

  it.each([
    [
      "another origin",
      (state: string) => send({ type: "fullscript-connect:receipt", state }, opener, "https://evil.example"),
    ],
    ["another window", (state: string) => send({ type: "fullscript-connect:receipt", state }, fakeWindow())],
    ["another state", () => send({ type: "fullscript-connect:receipt", state: encodeState() }, opener)],
  ])("believes no receipt of %s", async (_, forge) => {
    holdTime();
    const state = comeBackInPopup();
    const fetch = endpoint(ok);
    renderCallback({ fetch });
    await waitFor(() => expect(sent()).not.toHaveLength(0));
    forge(state);
    await pass(2_000);
    await waitFor(() => expect(fetch).toHaveBeenCalledOnce());
  });

  it("is an ordinary callback if another site opened the app and the user returns late", async () => {
    vi.spyOn(globalBrowser, "windowName").mockReturnValue("");
    arriveAt(`/fullscript/callback${callbackSearch({ state: encodeState() })}`);
    renderCallback();
    await settled("failed");
    expect(opener.messages).toEqual([]);
    expect(screen.getByRole("button", { name: "Connect again" })).toBeEnabled();
  });

  it("is an ordinary callback if the user left by a redirect in a page that another page opened", async () => {
    comeBack();
    const fetch = endpoint(ok);
    renderCallback({ fetch, autoLeave: false });
    await settled("connected");
    expect(opener.messages).toEqual([]);
    expect(screen.getByRole("button", { name: "Continue" })).toBeEnabled();
  });
});

/** Comes back in the window, whose storage is that of the page that opened it. */
function comeBackInPopup(): string {
  const state = comeBack();
  const transaction = findTransaction(state)!;
  localStorage.setItem(`fullscript-connect:${transaction.nonce}`, JSON.stringify({ ...transaction, popup: true }));
  return state;
}
