import { act, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FullscriptCallback, FullscriptConnectButton, FullscriptConnectionCard } from "react-fullscript-connect";
import { globalBrowser } from "../core/inside/internals";
import { callbackSearch } from "react-fullscript-connect/testing";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { comeBack, endpoint, FULLSCRIPT, messageFrom, ok, renderApp, settled, status, watchLeaving } from "./host";

const onSignIn = vi.fn();
const buttons = () => screen.getAllByRole("button").map(({ textContent }) => textContent);

beforeEach(() => {
  onSignIn.mockReset();
  watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

describe("onSignIn, when the user's session has ended", () => {
  it("is the callback's main action, before the retry of the same code", async () => {
    comeBack();
    renderApp(
      <FullscriptCallback {...FULLSCRIPT} fetch={endpoint(status(401), ok)} onSignIn={onSignIn} autoLeave={false} />,
    );
    await settled("failed");
    expect(buttons()).toEqual(["Sign in", "Try again", "Go back"]);
    expect(screen.getByRole("alert")).toHaveTextContent("Sign in, then try again.");
    expect(screen.getByRole("heading")).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    expect(onSignIn).toHaveBeenCalledOnce();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await settled("connected");
    expect(onSignIn).toHaveBeenCalledOnce();
  });

  it("is not offered for another failure of the callback", async () => {
    comeBack();
    renderApp(<FullscriptCallback {...FULLSCRIPT} fetch={endpoint(status(404))} onSignIn={onSignIn} />);
    await settled("failed");
    expect(buttons()).toEqual(["Connect again", "Go back"]);
  });

  it("is the card's main action, before another look", async () => {
    renderApp(<FullscriptConnectionCard {...FULLSCRIPT} fetch={endpoint(status(401), ok)} onSignIn={onSignIn} />);
    await screen.findByRole("alert");
    expect(buttons()).toEqual(["Sign in", "Try again"]);
    expect(screen.getByRole("alert")).toHaveTextContent("Sign in, then try again.");
    await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
    expect(onSignIn).toHaveBeenCalledExactlyOnceWith();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByRole("button", { name: "Disconnect my Fullscript account" });
  });

  it("stands beside the button whose window has finished without a session, and keeps its retry", async () => {
    const popup = { closed: false, focus: vi.fn(), close: vi.fn(), postMessage: vi.fn() };
    const open = vi.spyOn(globalBrowser, "open").mockReturnValue(popup);
    renderApp(
      <FullscriptConnectButton {...FULLSCRIPT} mode="popup" fetch={endpoint(status(401), ok)} onSignIn={onSignIn} />,
    );
    await vi.dynamicImportSettled();
    fireEvent.click(screen.getByRole("button"));
    const state = new URL(open.mock.calls[0]![0]).searchParams.get("state")!;
    const data = { type: "fullscript-connect:response", search: callbackSearch({ state }) };
    act(() => void dispatchEvent(messageFrom(popup, data)));
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "You have been signed out of this app. Sign in, then try again.",
    );
    await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
    expect(onSignIn).toHaveBeenCalledExactlyOnceWith();
    await userEvent.click(screen.getByRole("button", { name: "Connect my Fullscript account" }));
    await screen.findByRole("button", { name: "Fullscript account connected" });
    expect(open).toHaveBeenCalledOnce();
  });

  it("stands beside the button whose action found no session", async () => {
    const leaving = watchLeaving();
    const onReady = vi.fn();
    renderApp(
      <FullscriptConnectButton {...FULLSCRIPT} fetch={endpoint(status(401))} onReady={onReady} onSignIn={onSignIn} />,
    );
    await userEvent.click(screen.getByRole("button"));
    await screen.findByRole("alert");
    expect(buttons()).toEqual(["Connect my Fullscript account", "Sign in"]);
    expect(leaving.assign).not.toHaveBeenCalled();
    expect(onReady).not.toHaveBeenCalled();
  });
});
