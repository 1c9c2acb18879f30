import {
  createAuthorizationRequest,
  createCallbackSession,
  type CallbackActions,
  type CallbackSessionOptions,
  type FullscriptCallbackState,
} from "react-fullscript-connect/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { globalBrowser } from "./inside/internals";

const FULLSCRIPT = {
  clientId: "client-1",
  redirectUri: `${location.origin}/fullscript/callback`,
  environment: "us-snd",
  endpoint: "/api/fullscript/connection",
  autoLeave: false,
} as const;

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
  history.replaceState(null, "", "/");
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Leaves for Fullscript, and returns the URL that the user comes back to. */
function leave(appState = 7): string {
  const { state } = createAuthorizationRequest(FULLSCRIPT, { appState, returnTo: "/patients/42" });
  return `${FULLSCRIPT.redirectUri}?${new URLSearchParams({ code: "c0de-s3cr3t", state }).toString()}`;
}

/** An endpoint that answers when it's told to. */
function createEndpoint() {
  const answers: (() => void)[] = [];
  const fetch = vi.fn<typeof globalThis.fetch>(
    () => new Promise((resolve) => answers.push(() => resolve(Response.json({ connected: true })))),
  );
  return { fetch, answer: () => answers.forEach((answer) => answer()) };
}

function open(options: Partial<CallbackSessionOptions> = {}) {
  const session = createCallbackSession({ ...FULLSCRIPT, ...options });
  const seen: FullscriptCallbackState[] = [];
  const unsubscribe = session.subscribe(() => seen.push(session.getSnapshot()));
  const reaches = (status: string) => vi.waitFor(() => expect(session.getSnapshot().status).toBe(status));
  return { session, seen, unsubscribe, reaches };
}

describe("createCallbackSession", () => {
  it("finishes the response of a URL, and leaves the page's own URL and history alone", async () => {
    const url = leave();
    const { fetch, answer } = createEndpoint();
    const onConnected = vi.fn();
    history.replaceState({ mine: true }, "", `/app?code=theirs`);
    const { session, seen, reaches } = open({ url, fetch, onConnected });
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce());
    answer();
    await reaches("connected");
    expect(seen.map(({ status }) => status)).toEqual(["exchanging", "connected"]);
    expect(onConnected).toHaveBeenCalledExactlyOnceWith({
      status: "connected",
      connection: { connected: true },
      appState: 7,
      returnTo: "/patients/42",
      replayed: false,
    });
    expect(location.search).toBe("?code=theirs");
    expect(history.state).toEqual({ mine: true });
    expect(JSON.stringify([session.getSnapshot(), seen])).not.toContain("c0de-s3cr3t");
  });

  it("leaves the page's URL alone if that is the URL that it was given", async () => {
    const url = leave();
    history.replaceState(null, "", url);
    const { fetch, answer } = createEndpoint();
    const { reaches } = open({ url: location.href, fetch });
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce());
    answer();
    await reaches("connected");
    expect(location.href).toBe(url);
  });

  it("reads the page without a URL, and cleans it", async () => {
    history.replaceState({ idx: 3 }, "", `${leave()}&tab=1`);
    const { fetch, answer } = createEndpoint();
    const { reaches } = open({ fetch });
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce());
    answer();
    await reaches("connected");
    expect(location.search).toBe("?tab=1");
    expect(history.state).toMatchObject({ idx: 3, fullscriptConnect: { status: "connected" } });
  });

  it("keeps a code that may be posted again in the URL, until there is a new authorization request", async () => {
    const url = leave();
    history.replaceState(null, "", url);
    const left: string[] = [];
    vi.spyOn(globalBrowser, "assign").mockImplementation(() => void left.push(location.search));
    const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(Response.json({}, { status: 401 })));
    const { session, reaches } = open({ fetch });
    await reaches("failed");
    const restart = () => (session.getSnapshot() as CallbackActions).restart?.();
    const setItem = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    restart();
    expect(session.getSnapshot()).toMatchObject({ status: "failed", error: { code: "storage_unavailable" } });
    expect([location.href, left]).toEqual([url, []]);
    setItem.mockRestore();
    restart();
    expect(left, "the URL was clean when the browser left").toEqual([""]);
  });

  it("does nothing before its first subscriber", async () => {
    const { fetch } = createEndpoint();
    const session = createCallbackSession({ ...FULLSCRIPT, url: leave(), fetch });
    await new Promise((resolve) => setTimeout(resolve));
    expect(session.getSnapshot()).toEqual({ status: "reading" });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("exchanges once for all sessions of a response, and shows each the outcome", async () => {
    const url = leave();
    const { fetch, answer } = createEndpoint();
    const sessions = [open({ url, fetch }), open({ url, fetch }), open({ url, fetch })];
    await vi.waitFor(() => expect(fetch).toHaveBeenCalled());
    answer();
    for (const { reaches } of sessions) await reaches("connected");
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("takes its options from the newest subscriber, and continues after one has left", async () => {
    const url = leave();
    const { fetch, answer } = createEndpoint();
    const [older, newer] = [vi.fn(), vi.fn()];
    const first = open({ url, fetch, onConnected: older });
    const second = open({ url, fetch, onConnected: newer });
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce());
    first.unsubscribe();
    answer();
    await second.reaches("connected");
    expect([older.mock.calls.length, newer.mock.calls.length]).toEqual([0, 1]);
    expect(first.seen.map(({ status }) => status)).toEqual(["exchanging"]);
  });

  it("continues with new options, such as a user who is known now", async () => {
    const { state } = createAuthorizationRequest({ ...FULLSCRIPT, subject: "user-a" });
    const { fetch } = createEndpoint();
    const options = { url: `/callback?code=c&state=${state}`, fetch };
    const { session } = open({ ...options, subject: null });
    await new Promise((resolve) => setTimeout(resolve));
    expect(fetch).not.toHaveBeenCalled();
    session.update({ ...FULLSCRIPT, ...options, subject: "user-a" });
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce());
  });

  it("shows nothing after it was disposed of, and records the answer", async () => {
    const url = leave();
    const { fetch, answer } = createEndpoint();
    const { session, seen } = open({ url, fetch });
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledOnce());
    const before = seen.length;
    session.dispose();
    answer();
    await vi.waitFor(() => expect(JSON.stringify(localStorage)).toContain('\\"status\\":\\"connected\\"'));
    expect(seen).toHaveLength(before);
  });

  it("has nothing to finish for a URL without a response", () => {
    expect(open({ url: "clinic://callback" }).session.getSnapshot().status).toBe("absent");
    expect(open({ url: "clinic://callback?code=a#?state=fsc1.x" }).session.getSnapshot().status).toBe("failed");
  });
});
