import { act, render, screen, waitFor } from "@testing-library/react";
import { FullscriptCallback, type FullscriptError } from "react-fullscript-connect";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { comeBack, endpoint, FULLSCRIPT, ok, panel, reload, settled, status, watchLeaving } from "./host";

let leaving: ReturnType<typeof watchLeaving>;

beforeEach(() => {
  leaving = watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

const isRefused = () => waitFor(() => expect(panel()).toHaveAttribute("data-error", "subject_mismatch"));

describe("the user who left, back after someone else", () => {
  it("finds the outcome again, which that one never saw", async () => {
    comeBack({ code: "code-1" }, { patient: "42" }, "user-a");
    const props = { ...FULLSCRIPT, fetch: endpoint(ok), autoLeave: false };
    const { rerender } = render(<FullscriptCallback {...props} subject="user-a" />);
    await settled("connected");
    rerender(<FullscriptCallback {...props} subject="user-b" />);
    await isRefused();
    rerender(<FullscriptCallback {...props} subject="user-a" />);
    await settled("connected");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("finds the outcome after a reload by the other user, and is notified then", async () => {
    comeBack({ code: "code-1" }, { patient: "42" }, "user-a");
    const fetch = endpoint(ok);
    const props = { ...FULLSCRIPT, fetch, autoLeave: false };
    const first = render(<FullscriptCallback {...props} subject="user-a" />);
    await settled("connected");
    first.unmount();
    reload();
    const onConnected = vi.fn();
    const { rerender } = render(<FullscriptCallback {...props} subject="user-b" onConnected={onConnected} />);
    await isRefused();
    expect(onConnected).not.toHaveBeenCalled();
    rerender(<FullscriptCallback {...props} subject="user-a" onConnected={onConnected} />);
    await settled("connected");
    expect(onConnected).toHaveBeenCalledTimes(1);
    expect(onConnected).toHaveBeenCalledWith(expect.objectContaining({ appState: { patient: "42" }, replayed: true }));
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("can still try again what the clinic's own session refused", async () => {
    comeBack({ code: "code-1" }, undefined, "user-a");
    const fetch = endpoint(status(401), ok);
    const props = { ...FULLSCRIPT, fetch, autoLeave: false };
    const { rerender } = render(<FullscriptCallback {...props} subject="user-a" />);
    await settled("failed");
    rerender(<FullscriptCallback {...props} subject="user-b" />);
    await isRefused();
    rerender(<FullscriptCallback {...props} subject="user-a" />);
    await waitFor(() => expect(panel()).toHaveAttribute("data-error", "exchange_unauthorized"));
    act(() => screen.getByRole("button", { name: "Try again" }).click());
    await settled("connected");
    expect(fetch).toHaveBeenCalledTimes(2);
  });
});

describe("what the host hears", () => {
  it("is the failure of the user who left, also after another one was refused", async () => {
    comeBack({ code: "code-1" }, undefined, "user-a");
    let answer = (): void => undefined;
    const onFailed = vi.fn();
    const props = {
      ...FULLSCRIPT,
      fetch: endpoint(() => new Promise((resolve) => (answer = () => resolve(status(500)())))),
      onFailed,
    };
    const { rerender } = render(<FullscriptCallback {...props} subject="user-a" />);
    await waitFor(() => expect(props.fetch).toHaveBeenCalled());
    rerender(<FullscriptCallback {...props} subject="user-b" />);
    await act(async () => answer());
    await isRefused();
    rerender(<FullscriptCallback {...props} subject="user-a" />);
    await waitFor(() => expect(panel()).toHaveAttribute("data-error", "exchange_unavailable"));
    const codes = onFailed.mock.calls.map(([outcome]) => (outcome as { error: FullscriptError }).error.code);
    expect(codes).toEqual(["subject_mismatch", "exchange_unavailable"]);
  });
});

describe("a user who is refused from the start", () => {
  it("leaves the one who left, when they are back, their way back and their reason", async () => {
    comeBack({ code: "code-1" }, { patient: "42" }, "user-a");
    const props = { ...FULLSCRIPT, fetch: endpoint(ok) };
    const { rerender } = render(<FullscriptCallback {...props} subject="user-b" />);
    await isRefused();
    rerender(<FullscriptCallback {...props} subject="user-a" />);
    await act(async () => undefined);
    expect(panel()).toHaveAttribute("data-error", "subject_mismatch");
    act(() => screen.getByRole("button", { name: "Go back" }).click());
    expect(leaving.replace).toHaveBeenCalledWith("/patients/42?tab=plans");
  });
});

describe("while the host's user stays unknown", () => {
  it.each<[string, Record<string, string>]>([
    ["a code", { code: "code-1" }],
    ["a cancel", { error: "access_denied" }],
  ])("%s leads back to where its user was", async (_, answer) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    comeBack(answer, undefined, "user-a");
    render(<FullscriptCallback {...FULLSCRIPT} fetch={endpoint(ok)} subject={null} />);
    await act(() => vi.advanceTimersByTimeAsync(31_000));
    expect(panel()).toHaveAttribute("data-error", "exchange_unauthorized");
    act(() => screen.getByRole("button", { name: "Go back" }).click());
    expect(leaving.replace).toHaveBeenCalledWith("/patients/42?tab=plans");
  });
});

describe("the other user", () => {
  it("does not send another user to the first user's page, neither automatically nor by the button", async () => {
    comeBack({ code: "code-1" }, undefined, "user-a");
    let answer = (): void => undefined;
    const navigate = vi.fn();
    const props = {
      ...FULLSCRIPT,
      fetch: endpoint(() => new Promise((resolve) => (answer = () => resolve(ok())))),
      navigate,
      fallbackTo: "/home",
    };
    const { rerender } = render(<FullscriptCallback {...props} subject="user-a" />);
    await waitFor(() => expect(props.fetch).toHaveBeenCalled());
    rerender(<FullscriptCallback {...props} subject="user-b" />);
    await act(async () => answer());
    await isRefused();
    expect(navigate).not.toHaveBeenCalled();
    act(() => screen.getByRole("button", { name: "Go back" }).click());
    expect(navigate).toHaveBeenCalledWith("/home");
  });

  it("hears why it could not be started again", async () => {
    comeBack({ code: "code-1" }, undefined, "user-a");
    render(<FullscriptCallback {...FULLSCRIPT} fetch={endpoint(ok)} subject="user-b" />);
    await isRefused();
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    act(() => screen.getByRole("button", { name: "Connect again" }).click());
    await waitFor(() => expect(panel()).toHaveAttribute("data-error", "storage_unavailable"));
    expect(leaving.assign).not.toHaveBeenCalled();
  });
});
