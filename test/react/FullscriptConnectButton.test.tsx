import { act, fireEvent, render, renderHook, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FullscriptConnectButton, useFullscriptAuth } from "react-fullscript-connect";
import { decodeState } from "react-fullscript-connect/core";
import { findTransaction } from "../core/inside/internals";
import { createRef, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FULLSCRIPT, renderApp, watchLeaving } from "./host";

const { endpoint: _, ...CONFIG } = FULLSCRIPT;
let leaving: ReturnType<typeof watchLeaving>;

beforeEach(() => {
  leaving = watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
  history.replaceState(null, "", "/patients/42");
});

const sentUrl = () => new URL(leaving.assign.mock.calls[0]![0]);

describe("FullscriptConnectButton", () => {
  it("leaves for Fullscript with an encoded state that this browser remembers", async () => {
    renderApp(<FullscriptConnectButton {...CONFIG} appState={{ patient: "42" }} />);
    await userEvent.click(screen.getByRole("button", { name: "Connect my Fullscript account" }));
    expect(leaving.assign).toHaveBeenCalledTimes(1);
    const url = sentUrl();
    expect(url.origin + url.pathname).toBe("https://api-us-snd.fullscript.io/api/oauth/authorize");
    const state = url.searchParams.get("state")!;
    expect(decodeState(state)).toEqual({ patient: "42" });
    expect(findTransaction(state)).toMatchObject({ returnTo: "/patients/42", redirectUri: FULLSCRIPT.redirectUri });
    expect(screen.getByRole("button", { name: "Opening Fullscript…" })).toHaveAttribute("data-status", "redirecting");
  });

  it("starts nothing twice, however often it is clicked", async () => {
    renderApp(<FullscriptConnectButton {...CONFIG} />);
    const button = screen.getByRole("button");
    await userEvent.tripleClick(button);
    await userEvent.keyboard("{Enter}");
    expect(leaving.assign).toHaveBeenCalledTimes(1);
    expect(localStorage).toHaveLength(1);
    expect(button).toHaveFocus();
    expect(button).toHaveAttribute("aria-disabled", "true");
  });

  it("works by keyboard", async () => {
    renderApp(<FullscriptConnectButton {...CONFIG} />);
    await userEvent.tab();
    expect(screen.getByRole("button")).toHaveFocus();
    await userEvent.keyboard(" ");
    expect(leaving.assign).toHaveBeenCalledTimes(1);
  });

  it("can be used again when the back/forward cache shows its page", async () => {
    renderApp(<FullscriptConnectButton {...CONFIG} />);
    const button = screen.getByRole("button");
    await userEvent.click(button);
    act(() => void dispatchEvent(new PageTransitionEvent("pageshow", { persisted: false })));
    expect(button).toHaveAttribute("data-status", "redirecting");
    act(() => void dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    expect(button).toHaveAttribute("data-status", "idle");
    await userEvent.click(button);
    expect(leaving.assign).toHaveBeenCalledTimes(2);
  });

  it("can be used again when the page is still here after three seconds", async () => {
    vi.useFakeTimers();
    renderApp(<FullscriptConnectButton {...CONFIG} />);
    act(() => screen.getByRole("button").click());
    act(() => void vi.advanceTimersByTime(2_999));
    expect(screen.getByRole("button")).toHaveAttribute("data-status", "redirecting");
    act(() => void vi.advanceTimersByTime(1));
    expect(screen.getByRole("button")).toHaveAttribute("data-status", "idle");
  });

  it("does not change while the page is hidden, and is usable when the page is restored", () => {
    vi.useFakeTimers();
    const visibility = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    renderApp(<FullscriptConnectButton {...CONFIG} />);
    act(() => screen.getByRole("button").click());
    act(() => void vi.advanceTimersByTime(10_000));
    expect(screen.getByRole("button")).toHaveAttribute("data-status", "redirecting");
    visibility.mockReturnValue("visible");
    act(() => void vi.advanceTimersByTime(3_000));
    expect(screen.getByRole("button")).toHaveAttribute("data-status", "idle");
  });

  it("shows the error beside the button, and warns the developer", async () => {
    renderApp(
      <FullscriptConnectButton {...CONFIG} redirectUri="https://clinic.example/callback" aria-describedby="hint" />,
    );
    const button = screen.getByRole("button");
    await userEvent.click(button);
    const alert = screen.getByRole("alert");
    expect(alert).toHaveTextContent("Fullscript could not be opened.");
    expect(button).toHaveAttribute("data-status", "failed");
    expect(button).toHaveAttribute("data-error", "misconfigured");
    expect(button.getAttribute("aria-describedby")).toBe(`hint ${alert.id}`);
    expect(leaving.assign).not.toHaveBeenCalled();
    expect(console.warn).toHaveBeenCalledWith(
      expect.stringMatching(/misconfigured: `redirectUri` is on https:\/\/clinic\.example/),
    );
  });

  it("keeps what looks like a secret away from the page, and refuses it", async () => {
    const secret = { clientSecret: "s3cr3t" };
    renderApp(<FullscriptConnectButton {...CONFIG} {...secret} />);
    expect(document.body.innerHTML).not.toContain("s3cr3t");
    await userEvent.click(screen.getByRole("button"));
    expect(screen.getByRole("alert")).toBeVisible();
    expect(JSON.stringify(vi.mocked(console.warn).mock.calls)).not.toContain("s3cr3t");
  });

  it("waits while the host's user is not known", async () => {
    const { rerender } = render(<FullscriptConnectButton {...CONFIG} subject={null} />);
    const button = screen.getByRole("button");
    expect(button).toHaveAttribute("aria-disabled", "true");
    await userEvent.click(button);
    expect(leaving.assign).not.toHaveBeenCalled();
    rerender(<FullscriptConnectButton {...CONFIG} subject="user-7" />);
    expect(button).not.toHaveAttribute("aria-disabled");
    await userEvent.click(button);
    expect(findTransaction(sentUrl().searchParams.get("state")!)?.subject).toBe("user-7");
  });

  it("runs the host's onClick first, which may prevent the default", async () => {
    const onClick = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
    const { rerender } = render(<FullscriptConnectButton {...CONFIG} onClick={onClick} />);
    await userEvent.click(screen.getByRole("button"));
    expect(onClick).toHaveBeenCalledTimes(1);
    expect(leaving.assign).not.toHaveBeenCalled();
    const order: string[] = [];
    leaving.assign.mockImplementation(() => void order.push("left"));
    rerender(<FullscriptConnectButton {...CONFIG} onClick={() => order.push("clicked")} />);
    await userEvent.click(screen.getByRole("button"));
    expect(order).toEqual(["clicked", "left"]);
  });

  it.each([
    ["connect", "Connect my Fullscript account"],
    ["treatment-plan", "Add a Fullscript treatment plan"],
    ["recommend", "Recommend with Fullscript"],
    ["reconnect", "Reconnect my Fullscript account"],
  ] as const)("is labelled for the intent %s in Fullscript's own words", (intent, name) => {
    renderApp(<FullscriptConnectButton {...CONFIG} intent={intent} icon={<img alt="logo" src="logo.svg" />} />);
    expect(screen.getByRole("button", { name })).toHaveAttribute("data-intent", intent);
  });

  it("takes texts, children, every button attribute and a ref", () => {
    const ref = createRef<HTMLButtonElement>();
    renderApp(
      <FullscriptConnectButton
        {...CONFIG}
        messages={{ connect: "Connecter mon compte Fullscript", redirecting: undefined }}
        className="clinic"
        id="b1"
        disabled
        title="t"
        ref={ref}
      />,
    );
    const button = screen.getByRole("button", { name: "Connecter mon compte Fullscript" });
    expect(button).toBe(ref.current);
    expect(button).toHaveClass("clinic");
    expect(button).toBeDisabled();
    expect(button).toHaveAttribute("type", "button");
    renderApp(<FullscriptConnectButton {...CONFIG}>Link Fullscript</FullscriptConnectButton>);
    expect(screen.getByRole("button", { name: "Link Fullscript" })).toBeVisible();
  });

  it("puts nothing of the configuration on the element", () => {
    const storage = localStorage;
    renderApp(
      <FullscriptConnectButton
        {...FULLSCRIPT}
        subject="u"
        credentials="include"
        timeoutMs={5}
        idempotent
        storage={storage}
        headers={{ a: "b" }}
        fetch={fetch}
        mode="redirect"
        returnTo="/x"
        appStateIn="url"
      />,
    );
    expect(screen.getByRole("button").getAttributeNames().sort()).toEqual(
      ["data-fullscript", "data-intent", "data-size", "data-status", "data-theme", "data-variant", "type"].sort(),
    );
  });

  it("wears a preset by name and tokens by the DOM, which go when the theme goes", () => {
    const ref = vi.fn<(element: HTMLButtonElement | null) => void>();
    const { rerender } = render(
      <FullscriptConnectButton
        {...CONFIG}
        theme={{ accent: "#123456", onAccent: "white" }}
        colorScheme="dark"
        ref={ref}
      />,
    );
    const button = screen.getByRole("button");
    expect(button).toHaveAttribute("data-theme", "custom");
    expect(button).toHaveAttribute("data-color-scheme", "dark");
    expect(button.style.getPropertyValue("--fullscript-accent")).toBe("#123456");
    expect(button.style.getPropertyValue("--fullscript-on-accent")).toBe("white");
    rerender(
      <FullscriptConnectButton
        {...CONFIG}
        theme={{ accent: "#123456", onAccent: "white" }}
        colorScheme="dark"
        ref={ref}
      />,
    );
    rerender(<FullscriptConnectButton {...CONFIG} theme="coal" ref={ref} />);
    expect(button).toHaveAttribute("data-theme", "coal");
    expect(button.style.getPropertyValue("--fullscript-accent")).toBe("");
    expect(ref.mock.calls).toEqual([[button]]);
  });

  it("renders on a server as it first renders in a browser, without a style attribute", async () => {
    const error = vi.spyOn(console, "error").mockReturnValue();
    const app = (
      <StrictMode>
        <FullscriptConnectButton {...CONFIG} theme={{ accent: "#123456" }} />
      </StrictMode>
    );
    const html = renderToString(app);
    expect(html).not.toContain("style=");
    const container = document.body.appendChild(document.createElement("div"));
    container.innerHTML = html;
    const root = await act(async () => hydrateRoot(container, app));
    expect(error).not.toHaveBeenCalled();
    expect(screen.getByRole("button").style.getPropertyValue("--fullscript-accent")).toBe("#123456");
    act(() => root.unmount());
    container.remove();
  });
});

describe("useFullscriptAuth", () => {
  it("starts nothing twice, and takes null for an app state and for no overrides", () => {
    const { result } = renderHook(() => useFullscriptAuth({ ...CONFIG, appState: "a" }));
    act(() => {
      result.current.authorize({ appState: null });
      result.current.authorize();
      result.current.authorize(null as never);
      result.current.authorize("of a promise" as never);
    });
    expect(leaving.assign).toHaveBeenCalledTimes(1);
    expect(decodeState(sentUrl().searchParams.get("state")!)).toBeNull();
  });

  it("ignores overrides that it does not know", () => {
    const { result } = renderHook(() => useFullscriptAuth({ ...CONFIG, appState: "a" }));
    act(() => ["b"].forEach(result.current.authorize as never));
    expect(result.current).toMatchObject({ status: "redirecting" });
    expect(decodeState(sentUrl().searchParams.get("state")!)).toBe("a");
  });

  it("reports that the browser refuses to leave, and keeps the report", () => {
    vi.useFakeTimers();
    leaving.assign.mockImplementation(() => {
      throw new DOMException("A sandboxed frame.", "SecurityError");
    });
    renderApp(<FullscriptConnectButton {...CONFIG} />);
    fireEvent.click(screen.getByRole("button"));
    act(() => void vi.advanceTimersByTime(10_000));
    expect(screen.getByRole("button")).toHaveAttribute("data-status", "failed");
    expect(screen.getByRole("alert")).toBeVisible();
  });

  it("gives an authorize that is stable, never throws, takes overrides, and a reset", async () => {
    const seen = new Set<unknown>();
    function Host({ clientId }: { clientId: string }) {
      const { status, error, authorize, reset } = useFullscriptAuth({
        ...CONFIG,
        clientId,
        appState: "a",
        returnTo: "/a",
      });
      seen.add(authorize);
      return (
        <>
          <output>{`${status} ${error?.code ?? ""}`}</output>
          <button onClick={() => authorize({ appState: "b", returnTo: "/b" })}>overrides</button>
          <button onClick={authorize}>plain</button>
          <button onClick={reset}>reset</button>
        </>
      );
    }
    const { rerender } = render(<Host clientId="" />);
    await userEvent.click(screen.getByText("plain"));
    expect(screen.getByRole("status")).toHaveTextContent("failed misconfigured");
    await userEvent.click(screen.getByText("reset"));
    expect(screen.getByRole("status")).toHaveTextContent("idle");
    rerender(<Host clientId="client-1" />);
    await userEvent.click(screen.getByText("overrides"));
    expect(screen.getByRole("status")).toHaveTextContent("redirecting");
    expect(seen.size).toBe(1);
    const overridden = findTransaction(sentUrl().searchParams.get("state")!)!;
    expect(overridden.returnTo).toBe("/b");
    expect(decodeState(overridden.state)).toBe("b");
    await userEvent.click(screen.getByText("reset"));
    await userEvent.click(screen.getByText("plain"));
    expect(findTransaction(new URL(leaving.assign.mock.calls[1]![0]).searchParams.get("state")!)?.returnTo).toBe("/a");
  });
});
