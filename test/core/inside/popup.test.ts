// @vitest-environment node
import { createAuthorizationRequest, type OtherWindow } from "react-fullscript-connect/core";
import { type CallbackBrowser } from "./internals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { awaitResponse, deliverResponse } from "../../../src/core/popup";
import { isAuthorizationWindow, windowName } from "../../../src/core/browser";
import { CONFIG, createTestBrowser, ORIGIN, pageAt } from "../testBrowser";

const { state, transaction } = createAuthorizationRequest(CONFIG, {}, createTestBrowser());
const OTHER_STATE = createAuthorizationRequest(CONFIG, {}, createTestBrowser()).state;
const SEARCH = `?code=c&state=${state}`;
const CHANNEL = `fullscript-connect:${transaction.nonce}`;
const RESPONSE = { type: "fullscript-connect:response", search: SEARCH };
const RECEIPT = { type: "fullscript-connect:receipt", state };

type Listener = Parameters<CallbackBrowser["onMessage"]>[0];
type Channel = NonNullable<ReturnType<CallbackBrowser["channel"]>>;

/** One page as another sees it: what that has sent to it, and to which origin. */
function createOther() {
  const received: { message: unknown; origin: unknown }[] = [];
  const postMessage = (message: unknown, origin: unknown) => void received.push({ message, origin });
  return { received, window: { closed: false, focus: vi.fn(), close: vi.fn(), postMessage } as unknown as OtherWindow };
}

/** The page under test, with everything that reaches it by hand. */
function createPage(overrides: Partial<CallbackBrowser> = {}) {
  const listeners = new Set<Listener>();
  const channels = new Map<string, Channel & { sent: unknown[] }>();
  const browser = createTestBrowser({
    onMessage: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    channel: (name) => {
      const sent: unknown[] = [];
      const channel = {
        sent,
        onmessage: null,
        postMessage: (message: unknown) => void sent.push(message),
        close: () => void channels.delete(name),
      };
      channels.set(name, channel);
      return channel;
    },
    ...overrides,
  });
  const message = (data: unknown, source: OtherWindow | null, origin = ORIGIN) => {
    for (const listener of [...listeners]) listener({ data, origin, source: source as Window | null });
  };
  const broadcast = (data: unknown) => {
    const channel = channels.get(CHANNEL);
    channel?.onmessage?.call(channel as unknown as BroadcastChannel, { data } as MessageEvent);
  };
  return { browser, listeners, channels, message, broadcast };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] }));

describe("awaitResponse", () => {
  function wait(overrides: Partial<CallbackBrowser> = {}) {
    const page = createPage(overrides);
    const popup = createOther();
    const onResponse = vi.fn();
    const stop = awaitResponse(state, popup.window, onResponse, page.browser);
    return { ...page, popup, onResponse, stop };
  }

  it("takes its window's answer, once, sends it a receipt to its own origin, and listens no more", () => {
    const { message, popup, onResponse, listeners, channels } = wait();
    message(RESPONSE, popup.window);
    message(RESPONSE, popup.window);
    expect(onResponse.mock.calls).toEqual([[{ kind: "code", code: "c", state }]]);
    expect(popup.received).toEqual([{ message: RECEIPT, origin: ORIGIN }]);
    expect([listeners.size, channels.size]).toEqual([0, 0]);
  });

  it("takes an answer over the channel of its state, and sends the receipt there", () => {
    const { broadcast, popup, onResponse, channels, listeners } = wait();
    const { sent } = channels.get(CHANNEL)!;
    broadcast({ ...RESPONSE, search: `?error=access_denied&state=${state}` });
    expect(onResponse.mock.calls).toEqual([[{ kind: "error", error: "access_denied", state }]]);
    expect(sent).toEqual([RECEIPT]);
    expect(popup.received).toEqual([]);
    expect([listeners.size, channels.size]).toEqual([0, 0]);
  });

  it("does without a channel", () => {
    const { message, popup, onResponse, stop } = wait({ channel: () => undefined });
    message(RESPONSE, popup.window);
    expect(onResponse).toHaveBeenCalledOnce();
    stop();
  });

  it.each([
    ["nothing", null],
    ["a text", RESPONSE.type],
    ["another type", { ...RESPONSE, type: "webpackOk" }],
    ["no query string", { ...RESPONSE, search: undefined }],
    ["another state", { ...RESPONSE, search: `?code=c&state=${OTHER_STATE}` }],
    ["an error without a state", { ...RESPONSE, search: "?error=access_denied" }],
    ["a query string that no server sends", { ...RESPONSE, search: `${SEARCH}&code=d` }],
    ["another OAuth's answer", { ...RESPONSE, search: "?code=c&state=theirs" }],
  ])("is not answered by %s", (_, data) => {
    const { message, broadcast, popup, onResponse } = wait();
    message(data, popup.window);
    broadcast(data);
    expect(onResponse).not.toHaveBeenCalled();
    expect(popup.received).toEqual([]);
    message(RESPONSE, popup.window);
    expect(onResponse).toHaveBeenCalledOnce();
  });

  it("ignores another origin and other windows", () => {
    const { message, popup, onResponse } = wait();
    message(RESPONSE, popup.window, "https://evil.example");
    message(RESPONSE, createOther().window);
    message(RESPONSE, null);
    expect(onResponse).not.toHaveBeenCalled();
  });

  it("without a window to look at takes no message from anyone, but the channel's", () => {
    const { browser, message, broadcast } = createPage();
    const onResponse = vi.fn();
    awaitResponse(state, null, onResponse, browser);
    message(RESPONSE, null);
    expect(onResponse).not.toHaveBeenCalled();
    broadcast(RESPONSE);
    expect(onResponse).toHaveBeenCalledOnce();
  });

  it("accepts no message if it does not know its own origin", () => {
    const { message, popup, onResponse } = wait({ location: () => undefined });
    message(RESPONSE, popup.window);
    expect(onResponse).not.toHaveBeenCalled();
  });

  it("listens no more once it is stopped", () => {
    const { stop, listeners, channels } = wait();
    expect([listeners.size, [...channels.keys()]]).toEqual([1, [CHANNEL]]);
    stop();
    expect([listeners.size, channels.size]).toEqual([0, 0]);
  });
});

describe("deliverResponse", () => {
  function deliver(overrides: Partial<CallbackBrowser> = {}) {
    const opener = createOther();
    const page = createPage({ opener: () => opener.window, ...overrides });
    const delivered = vi.fn();
    void deliverResponse(SEARCH, state, page.browser).then(delivered);
    return { ...page, opener, delivered };
  }
  const settle = () => vi.advanceTimersByTimeAsync(0);

  it("sends the query string to its opener on its own origin, and over the channel", () => {
    const { opener, channels } = deliver();
    expect(opener.received).toEqual([{ message: RESPONSE, origin: ORIGIN }]);
    expect(channels.get(CHANNEL)?.sent).toEqual([RESPONSE]);
  });

  it("sends it again every quarter of a second: that page may still be loading", async () => {
    const { opener, channels } = deliver();
    await vi.advanceTimersByTimeAsync(249);
    expect(opener.received).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(opener.received).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(250);
    expect(opener.received).toEqual(Array.from({ length: 3 }, () => ({ message: RESPONSE, origin: ORIGIN })));
    expect(channels.get(CHANNEL)?.sent).toEqual([RESPONSE, RESPONSE, RESPONSE]);
  });

  it("gives up after two seconds, and leaves nothing behind", async () => {
    const { delivered, listeners, channels } = deliver();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(delivered).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(delivered.mock.calls).toEqual([[false]]);
    expect([listeners.size, channels.size, vi.getTimerCount()]).toEqual([0, 0, 0]);
  });

  it.each(["a message", "the channel"])("is done with the receipt by %s, and leaves nothing behind", async (way) => {
    const { message, broadcast, opener, delivered, listeners, channels } = deliver();
    if (way === "a message") message(RECEIPT, opener.window);
    else broadcast(RECEIPT);
    await settle();
    expect(delivered.mock.calls).toEqual([[true]]);
    expect([listeners.size, channels.size, vi.getTimerCount()]).toEqual([0, 0, 0]);
  });

  it.each([
    ["nothing", null],
    ["another type", { ...RECEIPT, type: RESPONSE.type }],
    ["a receipt for another state", { ...RECEIPT, state: OTHER_STATE }],
  ])("does not take %s for a receipt", async (_, data) => {
    const { message, broadcast, opener, delivered } = deliver();
    message(data, opener.window);
    broadcast(data);
    await settle();
    expect(delivered).not.toHaveBeenCalled();
  });

  it("takes a receipt from nobody but the page that opened it", async () => {
    const { message, opener, delivered } = deliver();
    message(RECEIPT, opener.window, "https://evil.example");
    message(RECEIPT, createOther().window);
    await settle();
    expect(delivered).not.toHaveBeenCalled();
  });

  it.each([null, undefined])("goes by the channel alone where there is no opener: %s", async (none) => {
    const { message, broadcast, delivered } = deliver({ opener: () => none });
    message(RECEIPT, null);
    await settle();
    expect(delivered).not.toHaveBeenCalled();
    broadcast(RECEIPT);
    await settle();
    expect(delivered.mock.calls).toEqual([[true]]);
  });

  it("uses only messages if there is no channel", async () => {
    const { message, opener, delivered } = deliver({ channel: () => undefined });
    expect(opener.received).toHaveLength(1);
    message(RECEIPT, opener.window);
    await settle();
    expect(delivered.mock.calls).toEqual([[true]]);
  });

  it.each<[string, Partial<CallbackBrowser>]>([
    ["neither an opener nor a channel", { opener: () => null, channel: () => undefined }],
    ["no origin of its own", { location: () => undefined }],
  ])("delivers nothing where there is %s, and does not wait", async (_, overrides) => {
    const { opener, delivered } = deliver(overrides);
    await settle();
    expect(delivered.mock.calls).toEqual([[false]]);
    expect(opener.received).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the window of an authorization", () => {
  const name = windowName(transaction.nonce);

  it("is named after the beginning of its nonce", () => {
    expect(name).toBe(`fullscript-${transaction.nonce.slice(0, 12)}`);
  });

  it.each([
    ["its name and an opener", name, true, true],
    ["no opener", name, false, false],
    ["no name", "", true, false],
    ["another's name", `x${name}`, true, false],
  ])("is known by %s", (_, ownName, hasOpener, expected) => {
    const browser = createTestBrowser({
      windowName: () => ownName,
      opener: () => (hasOpener ? createOther().window : null),
      location: () => pageAt("/"),
    });
    expect(isAuthorizationWindow(browser)).toBe(expected);
  });
});
