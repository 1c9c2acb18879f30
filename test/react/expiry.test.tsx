import { act, screen } from "@testing-library/react";
import { FullscriptCallback, type FullscriptCallbackProps } from "react-fullscript-connect";
import { decodeState } from "react-fullscript-connect/core";
import { callbackBrowser, CODE_LIFETIME_MS, findTransaction } from "../core/inside/internals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { comeBack, endpoint, FULLSCRIPT, ok, panel, reload, renderApp, status, watchLeaving } from "./host";

let leaving: ReturnType<typeof watchLeaving>;

beforeEach(() => {
  leaving = watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});

const renderCallback = (props: Partial<FullscriptCallbackProps>) =>
  renderApp(<FullscriptCallback {...FULLSCRIPT} autoLeave={false} {...props} />);
const waitsFor = (reason: string) => vi.waitFor(() => expect(panel()).toHaveAttribute("data-waiting", reason));

/** A laptop that sleeps: its clock goes on, its timers do not. */
const sleep = (ms: number) => vi.setSystemTime(Date.now() + ms);

describe("a laptop that slept for longer than the code lives", () => {
  it.each<[string, () => ReturnType<typeof endpoint>]>([
    [
      "while a retry was waited for, as late as the endpoint asked",
      () => endpoint(status(503, {}, { "retry-after": "300" }), ok),
    ],
    [
      "while it was offline",
      () => {
        vi.spyOn(callbackBrowser, "isOnline").mockReturnValue(false);
        return endpoint(ok);
      },
    ],
  ])("%s, is told at once that the code has expired, and posts nothing more", async (_, prepare) => {
    comeBack();
    const fetch = prepare();
    const onExpired = vi.fn();
    renderCallback({ fetch, onExpired });
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-waiting"));
    const posts = fetch.mock.calls.length;
    sleep(8 * 3_600_000);
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-error", "code_expired"));
    expect(fetch).toHaveBeenCalledTimes(posts);
    expect(onExpired).toHaveBeenCalledTimes(1);
  });

  it("while the answer was on its way, still reads it", async () => {
    comeBack();
    let answer = (): void => undefined;
    const fetch = endpoint(() => new Promise((resolve) => (answer = () => resolve(ok()))));
    renderCallback({ fetch });
    await vi.waitFor(() => expect(fetch).toHaveBeenCalled());
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    sleep(CODE_LIFETIME_MS);
    await act(async () => answer());
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-status", "connected"));
  });
});

describe("a clock that jumps", () => {
  it("back, while a retry is waited for, makes nobody wait for that time to come again", async () => {
    comeBack();
    const fetch = endpoint(status(503), ok);
    renderCallback({ fetch });
    await waitsFor("retry");
    sleep(-86_400_000);
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-error", "code_expired"));
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe("a callback tab that is restored the next morning", () => {
  it("posts nothing, and asks for a fresh code with the same app state and return address", async () => {
    const state = comeBack({ code: "code-1" }, { patient: "42" });
    const offline = vi.spyOn(callbackBrowser, "isOnline").mockReturnValue(false);
    const first = renderCallback({ fetch: endpoint(ok) });
    await waitsFor("offline");
    first.unmount();
    reload();
    offline.mockReturnValue(true);
    // Eleven minutes do for the code, and leave the request its hour: a restart knows what it was for.
    sleep(CODE_LIFETIME_MS + 60_000);
    const fetch = endpoint(ok);
    renderCallback({ fetch });
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-error", "code_expired"));
    expect(fetch).not.toHaveBeenCalled();
    act(() => screen.getByRole("button", { name: "Connect again" }).click());
    const again = new URL(leaving.assign.mock.calls[0]![0]).searchParams.get("state")!;
    expect(again).not.toBe(state);
    expect(decodeState(again)).toEqual({ patient: "42" });
    expect(findTransaction(again)).toMatchObject({ returnTo: "/patients/42?tab=plans" });
  });

  it("does the same if the request's hour has passed", async () => {
    comeBack({ code: "code-1" }, { patient: "42" });
    sleep(12 * 3_600_000);
    const fetch = endpoint(ok);
    renderCallback({ fetch });
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-error", "code_expired"));
    expect(fetch).not.toHaveBeenCalled();
    act(() => screen.getByRole("button", { name: "Connect again" }).click());
    const again = new URL(leaving.assign.mock.calls[0]![0]).searchParams.get("state")!;
    expect(decodeState(again)).toEqual({ patient: "42" });
    expect(findTransaction(again)).toMatchObject({ returnTo: "/patients/42?tab=plans" });
  });
});

describe("the code's ten minutes", () => {
  it("run while the host's user is not known yet", async () => {
    comeBack({ code: "code-1" }, undefined, "user-a");
    const fetch = endpoint(ok);
    const props = { ...FULLSCRIPT, fetch, autoLeave: false };
    const { rerender } = renderApp(<FullscriptCallback {...props} subject={null} />);
    await act(() => vi.advanceTimersByTimeAsync(CODE_LIFETIME_MS));
    rerender(<FullscriptCallback {...props} subject="user-a" />);
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-error", "code_expired"));
    expect(fetch).not.toHaveBeenCalled();
  });

  it("end at once if Retry-After exceeds them", async () => {
    comeBack();
    const fetch = endpoint(status(503, {}, { "retry-after": String(CODE_LIFETIME_MS / 1_000) }));
    renderCallback({ fetch });
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-error", "exchange_unavailable"));
    expect(screen.getByRole("button", { name: "Try again" })).toBeEnabled();
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("are counted down to a time that every attempt shares", async () => {
    const arrivedAt = Date.now();
    comeBack();
    const seen: number[] = [];
    renderCallback({
      fetch: endpoint(status(503), ok),
      children: (callback) => {
        if (callback.status === "exchanging") seen.push(callback.expiresAt);
        return callback.status;
      },
    });
    await waitsFor("retry");
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-status", "connected"));
    expect(new Set(seen)).toEqual(new Set([arrivedAt + CODE_LIFETIME_MS]));
  });
});
