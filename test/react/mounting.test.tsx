import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {
  FullscriptCallback,
  type FullscriptCallbackProps,
  type FullscriptCallbackState,
} from "react-fullscript-connect";
import { callbackBrowser } from "../core/inside/internals";
import * as React from "react";
import { Component, lazy, Profiler, type ReactNode, StrictMode, Suspense, useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { comeBack, endpoint, FULLSCRIPT, ok, renderApp, watchLeaving } from "./host";

beforeEach(() => {
  watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

const CONNECTED = "Your Fullscript account is connected";
const panels = () =>
  [...document.querySelectorAll("[data-fullscript=callback]")].map((panel) => panel.getAttribute("data-status"));
const show = (...expected: string[]) => waitFor(() => expect(panels()).toEqual(expected));

/** An endpoint that answers when it is told to, and a host who is told of it. */
function createExchange() {
  let answer = (): void => undefined;
  const fetch = endpoint(() => new Promise((resolve) => (answer = () => resolve(ok()))));
  const onConnected = vi.fn();
  const props: FullscriptCallbackProps = { ...FULLSCRIPT, fetch, onConnected, autoLeave: false };
  return {
    fetch,
    onConnected,
    props,
    isPosted: () => waitFor(() => expect(fetch).toHaveBeenCalled()),
    answer: () => act(async () => answer()),
  };
}

describe("one exchange, wherever React mounts it", () => {
  it("continues in another root after it was unmounted during the exchange", async () => {
    comeBack();
    const { fetch, onConnected, props, isPosted, answer } = createExchange();
    const { unmount } = renderApp(<FullscriptCallback {...props} />);
    await isPosted();
    unmount();
    renderApp(<FullscriptCallback {...props} />);
    expect(panels()).toEqual(["exchanging"]);
    await answer();
    await show("connected");
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(onConnected).toHaveBeenCalledTimes(1);
  });

  it("renders once for each state", async () => {
    comeBack();
    const { props, isPosted, answer } = createExchange();
    const rendered: unknown[] = [];
    render(
      <Profiler id="callback" onRender={() => rendered.push(...panels())}>
        <FullscriptCallback {...props} />
      </Profiler>,
    );
    await isPosted();
    await answer();
    await show("connected");
    expect(rendered).toEqual(["reading", "exchanging", "connected"]);
  });

  it("shows its beginning once", async () => {
    comeBack();
    const { props, isPosted, answer } = createExchange();
    const shown = new Set<FullscriptCallbackState>();
    renderApp(<FullscriptCallback {...props}>{(state) => (shown.add(state), state.status)}</FullscriptCallback>);
    await isPosted();
    await answer();
    await show("connected");
    expect([...shown].map(({ status }) => status)).toEqual(["reading", "exchanging", "connected"]);
  });

  it("is one in two roots at once", async () => {
    comeBack();
    const { fetch, onConnected, props, isPosted, answer } = createExchange();
    renderApp(<FullscriptCallback {...props} />);
    renderApp(<FullscriptCallback {...props} />);
    await isPosted();
    await answer();
    await show("connected", "connected");
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(onConnected).toHaveBeenCalledTimes(1);
  });

  it("continues while a sibling suspends", async () => {
    comeBack();
    const { fetch, onConnected, props, isPosted, answer } = createExchange();
    let load = (): void => undefined;
    const Later = lazy(
      () =>
        new Promise<{ default: () => ReactNode }>(
          (resolve) => (load = () => resolve({ default: () => <p>loaded</p> })),
        ),
    );
    function Host() {
      const [isMore, setIsMore] = useState(false);
      return (
        <>
          <button onClick={() => setIsMore(true)}>more</button>
          <Suspense fallback={<p>loading</p>}>
            <FullscriptCallback {...props} />
            {isMore && <Later />}
          </Suspense>
        </>
      );
    }
    renderApp(<Host />);
    await isPosted();
    await userEvent.click(screen.getByText("more"));
    expect(screen.getByText("loading")).toBeVisible();
    await answer();
    await waitFor(() => expect(onConnected).toHaveBeenCalledTimes(1));
    await act(async () => load());
    expect(await screen.findByText("loaded")).toBeVisible();
    expect(screen.getByRole("heading", { name: CONNECTED })).toBeVisible();
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(onConnected).toHaveBeenCalledTimes(1);
  });

  it("starts although React discarded its first render because a sibling suspended", async () => {
    comeBack();
    const { fetch, onConnected, props, isPosted, answer } = createExchange();
    let load = (): void => undefined;
    const Later = lazy(
      () =>
        new Promise<{ default: () => ReactNode }>(
          (resolve) => (load = () => resolve({ default: () => <p>loaded</p> })),
        ),
    );
    renderApp(
      <Suspense fallback={<p>loading</p>}>
        <FullscriptCallback {...props} />
        <Later />
      </Suspense>,
    );
    expect(screen.getByText("loading")).toBeVisible();
    await act(async () => load());
    await isPosted();
    await answer();
    await show("connected");
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(onConnected).toHaveBeenCalledTimes(1);
  });

  it("continues after an error boundary has remounted it", async () => {
    comeBack();
    vi.spyOn(console, "error").mockReturnValue();
    // React 18 lets the window see it too.
    const quiet = (event: Event) => event.preventDefault();
    window.addEventListener("error", quiet);
    const { fetch, onConnected, props, isPosted, answer } = createExchange();
    class Boundary extends Component<{ children: ReactNode }> {
      override state = { hasFailed: false };
      static getDerivedStateFromError = () => ({ hasFailed: true });
      override render() {
        return this.state.hasFailed ? (
          <button onClick={() => this.setState({ hasFailed: false })}>mount anew</button>
        ) : (
          this.props.children
        );
      }
    }
    let isBroken = false;
    function Sibling() {
      const [, render] = useState(0);
      if (isBroken) throw new Error("the host's bug");
      return <button onClick={() => render(1)}>render</button>;
    }
    renderApp(
      <Boundary>
        <FullscriptCallback {...props} />
        <Sibling />
      </Boundary>,
    );
    await isPosted();
    isBroken = true;
    await userEvent.click(screen.getByText("render"));
    expect(panels()).toEqual([]);
    await answer();
    await waitFor(() => expect(onConnected).toHaveBeenCalledTimes(1));
    window.removeEventListener("error", quiet);
    isBroken = false;
    await userEvent.click(screen.getByText("mount anew"));
    await show("connected");
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(onConnected).toHaveBeenCalledTimes(1);
  });
});

const { Activity } = React as Partial<Pick<typeof React, "Activity">>;

// React has it since 19.2.
describe.skipIf(!Activity)("one exchange inside a hidden <Activity>", () => {
  const app = (mode: "visible" | "hidden", props: FullscriptCallbackProps) => (
    <StrictMode>
      {Activity && (
        <Activity mode={mode}>
          <FullscriptCallback {...props} />
        </Activity>
      )}
    </StrictMode>
  );

  it("posts nothing before it is first shown, and continues when it is", async () => {
    comeBack();
    const { fetch, onConnected, props, isPosted, answer } = createExchange();
    const { rerender } = render(app("hidden", props));
    await waitFor(() => expect(panels()).toEqual(["reading"]));
    // Longer than a POST takes to leave, which is a few hashes.
    for (let hash = 0; hash < 20; hash++) await act(() => callbackBrowser.sha256(""));
    expect(fetch).not.toHaveBeenCalled();
    rerender(app("visible", props));
    await isPosted();
    await answer();
    await show("connected");
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(onConnected).toHaveBeenCalledTimes(1);
  });

  it("continues while hidden, notifies the host once, and shows the outcome and leaves only when visible", async () => {
    comeBack();
    const navigate = vi.fn();
    const { fetch, onConnected, props, isPosted, answer } = createExchange();
    const leaving = { ...props, navigate, autoLeave: true };
    const { rerender } = render(app("visible", leaving));
    await isPosted();
    rerender(app("hidden", leaving));
    await answer();
    await waitFor(() => expect(onConnected).toHaveBeenCalledTimes(1));
    expect(navigate).not.toHaveBeenCalled();
    rerender(app("visible", leaving));
    expect(screen.getByRole("heading", { name: CONNECTED })).toBeVisible();
    await waitFor(() => expect(navigate).toHaveBeenCalledTimes(1));
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(onConnected).toHaveBeenCalledTimes(1);
  });
});
