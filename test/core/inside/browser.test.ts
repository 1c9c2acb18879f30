// @vitest-environment jsdom
import { callbackBrowser } from "./internals";
import { describe, expect, it, vi } from "vitest";

const {
  now,
  random,
  randomBytes,
  sha256,
  storage,
  locks,
  indexedDB,
  keysUpTo,
  isOnline,
  historyState,
  replaceHistory,
  popState,
  assign,
  replace,
  isVisible,
  onRestore,
  isInForeignFrame,
  assignTop,
  open,
  opener,
  windowName,
  close,
  onMessage,
  channel,
  onStorage,
} = callbackBrowser;

describe("the browser reads", () => {
  it("the clock and chance", async () => {
    vi.useFakeTimers({ now: 1_234, toFake: ["Date"] });
    expect(now()).toBe(1_234);
    vi.spyOn(Math, "random").mockReturnValue(0.25);
    expect(random()).toBe(0.25);
    expect(randomBytes(32)).toHaveLength(32);
    expect(randomBytes(32)).not.toEqual(randomBytes(32));
  });

  it("SHA-256, as FIPS 180-2 has it for “abc”", async () => {
    const bytes = await sha256("abc");
    expect(Buffer.from(bytes).toString("hex")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("what the page stores", () => {
    expect(storage()).toBe(localStorage);
    const factory = {};
    vi.stubGlobal("indexedDB", factory);
    expect(indexedDB()).toBe(factory);
    vi.stubGlobal("IDBKeyRange", { upperBound: (key: unknown) => ({ upTo: key }) });
    expect(keysUpTo([1])).toEqual({ upTo: [1] });
  });

  it("the locks and the network, and assumes online if the browser does not say", () => {
    const manager = {};
    vi.stubGlobal("navigator", { locks: manager, onLine: false });
    expect(locks()).toBe(manager);
    expect(isOnline()).toBe(false);
    vi.stubGlobal("navigator", { onLine: true });
    expect(locks()).toBeUndefined();
    expect(isOnline()).toBe(true);
    vi.stubGlobal("navigator", {});
    expect(isOnline()).toBe(true);
    vi.stubGlobal("navigator", undefined);
    expect(isOnline()).toBe(true);
    expect(locks()).toBeUndefined();
  });

  it.each([
    ["visible", true],
    ["hidden", false],
  ] as const)("whether the page is %s", (state, expected) => {
    vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
    expect(isVisible()).toBe(expected);
  });

  it("the window's name and opener", () => {
    window.name = "fullscript-1";
    expect(windowName()).toBe("fullscript-1");
    window.name = "";
    expect(opener()).toBeFalsy();
    const other = {};
    vi.stubGlobal("opener", other);
    expect(opener()).toBe(other);
  });

  it("whether it is in a frame of another origin's", () => {
    expect(isInForeignFrame()).toBe(false);
    vi.stubGlobal("top", { location: { origin: location.origin } });
    expect(isInForeignFrame()).toBe(false);
    vi.stubGlobal("top", { location: { origin: "https://ehr.example" } });
    expect(isInForeignFrame()).toBe(true);
    // As browsers have it: another origin's address is not to be read.
    vi.stubGlobal("top", {
      get location(): Location {
        throw new DOMException("cross-origin", "SecurityError");
      },
    });
    expect(isInForeignFrame()).toBe(true);
    vi.stubGlobal("top", null);
    expect(isInForeignFrame()).toBe(true);
  });
});

describe("the browser acts on", () => {
  it("the history", () => {
    const heard: unknown[] = [];
    const listener = ({ state }: PopStateEvent) => heard.push(state);
    addEventListener("popstate", listener);
    replaceHistory({ key: "a" }, "/elsewhere?a=1");
    expect(historyState()).toEqual({ key: "a" });
    expect(callbackBrowser.location()).toMatchObject({ pathname: "/elsewhere", search: "?a=1" });
    expect(heard).toEqual([]);
    popState({ key: "b" });
    expect(heard).toEqual([{ key: "b" }]);
    removeEventListener("popstate", listener);
  });

  it("the address, of this page and of the topmost", () => {
    const page = { assign: vi.fn(), replace: vi.fn(), href: "" };
    vi.stubGlobal("location", page);
    assign("/a");
    replace("/b");
    expect(page.assign.mock.calls).toEqual([["/a"]]);
    expect(page.replace.mock.calls).toEqual([["/b"]]);

    const topmost = { location: { href: "" } };
    vi.stubGlobal("top", topmost);
    assignTop("/c");
    expect(topmost.location.href).toBe("/c");
    vi.stubGlobal("top", null);
    vi.stubGlobal("window", { location: page });
    assignTop("/d");
    expect(page.href).toBe("/d");
  });

  it.each([
    [
      "in the middle of this one",
      { screenX: 100, screenY: 50, outerWidth: 1_621, outerHeight: 980 },
      "popup,width=620,height=780,left=601,top=150",
    ],
    [
      "on the screen, where this one is smaller",
      { screenX: 0, screenY: 10, outerWidth: 320, outerHeight: 400 },
      "popup,width=620,height=780,left=0,top=0",
    ],
  ])("a window, which it opens %s", (_, place, features) => {
    for (const [name, value] of Object.entries(place)) vi.stubGlobal(name, value);
    const opened = {};
    const openWindow = vi.fn(() => opened);
    vi.stubGlobal("open", openWindow);
    expect(open("https://auth.example/", "fullscript-1")).toBe(opened);
    expect(openWindow.mock.calls).toEqual([["https://auth.example/", "fullscript-1", features]]);
  });

  it("its own window, which it closes", () => {
    const closeWindow = vi.fn();
    vi.stubGlobal("close", closeWindow);
    close();
    expect(closeWindow).toHaveBeenCalledOnce();
  });

  it("the network, by the page's own fetch", async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response("ok"));
    vi.stubGlobal("fetch", fetch);
    const response = await callbackBrowser.fetch("/api", { method: "POST" });
    expect(await response.text()).toBe("ok");
    expect(fetch.mock.calls).toEqual([["/api", { method: "POST" }]]);
  });
});

describe("the browser hears", () => {
  it("that the back/forward cache shows the page again, and no first showing", () => {
    const show = (persisted: boolean) => dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
    const listener = vi.fn();
    const stop = onRestore(listener);
    show(false);
    expect(listener).not.toHaveBeenCalled();
    show(true);
    expect(listener).toHaveBeenCalledTimes(1);
    stop();
    show(true);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["messages", onMessage, new MessageEvent("message", { data: "a" })],
    ["what other pages store", onStorage, new StorageEvent("storage", { key: "a", newValue: "b" })],
  ] as const)("%s, until it stops", (_, listen, event) => {
    const listener = vi.fn();
    const stop = listen(listener);
    dispatchEvent(event);
    expect(listener.mock.calls).toEqual([[event]]);
    stop();
    dispatchEvent(event);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("a channel by its name, if the browser has channels", () => {
    class Channel {
      constructor(readonly name: string) {
        if (name === "denied") throw new DOMException("opaque origin", "SecurityError");
      }
    }
    vi.stubGlobal("BroadcastChannel", Channel);
    expect(channel("a")).toEqual({ name: "a" });
    expect(channel("denied")).toBeUndefined();
    vi.stubGlobal("BroadcastChannel", undefined);
    expect(channel("a")).toBeUndefined();
  });
});
