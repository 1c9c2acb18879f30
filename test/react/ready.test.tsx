import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import {
  FullscriptCallback,
  FullscriptConnectButton,
  type FullscriptConnectButtonProps,
  type FullscriptReady,
} from "react-fullscript-connect";
import { type OtherWindow } from "react-fullscript-connect/core";
import { findTransaction, globalBrowser } from "../core/inside/internals";
import { callbackSearch, CONNECTED, type MockEndpoint, mockEndpoint } from "react-fullscript-connect/testing";
import { lazy, type ReactNode, StrictMode, Suspense, useState } from "react";
import { renderToString } from "react-dom/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  arriveAt,
  comeBack,
  FULLSCRIPT,
  hear,
  inAnotherTab,
  messageFrom,
  reload,
  renderApp,
  rest,
  settled,
  watchLeaving,
} from "./host";

const onReady = vi.fn<(ready: FullscriptReady) => void>();
const popup: OtherWindow = { closed: false, focus: vi.fn(), close: vi.fn(), postMessage: vi.fn() };
let endpoint: MockEndpoint;
let leaving: ReturnType<typeof watchLeaving>;

beforeEach(() => {
  onReady.mockReset();
  leaving = watchLeaving();
  endpoint = mockEndpoint();
  vi.spyOn(console, "warn").mockReturnValue();
  vi.spyOn(globalBrowser, "open").mockReturnValue(popup);
  arriveAt("/patients/42?tab=plans");
});

const button = () => screen.getByRole("button", { name: "Recommend with Fullscript" });
const recommend = (props: Partial<FullscriptConnectButtonProps> = {}) => (
  <FullscriptConnectButton
    {...FULLSCRIPT}
    fetch={endpoint.fetch}
    intent="recommend"
    appState={{ product: "9" }}
    onReady={onReady}
    {...props}
  />
);
const asked = () => waitFor(() => expect(endpoint.requests.map(({ method }) => method)).toEqual(["GET"]));
const stateOf = (url: string) => new URL(url).searchParams.get("state")!;

/** Leaves by the button, authorizes, comes back to where the user was. */
async function connectByRedirect(subject?: string): Promise<void> {
  fireEvent.click(button());
  await waitFor(() => expect(leaving.assign).toHaveBeenCalledOnce());
  const state = stateOf(leaving.assign.mock.calls[0]![0]);
  document.body.replaceChildren();
  reload();
  arriveAt(`/fullscript/callback${callbackSearch({ state })}`);
  const navigate = vi.fn();
  const { unmount } = renderApp(
    <FullscriptCallback {...FULLSCRIPT} fetch={endpoint.fetch} subject={subject} navigate={navigate} />,
  );
  await settled("connected");
  expect(navigate).toHaveBeenCalledWith("/patients/42?tab=plans");
  unmount();
  reload();
  arriveAt("/patients/42?tab=plans");
}

describe("onReady", () => {
  it("runs inside the click if the account is connected, without leaving", async () => {
    endpoint.connection = CONNECTED;
    renderApp(recommend());
    await asked();
    await rest();
    fireEvent.click(button());
    expect(onReady).toHaveBeenCalledExactlyOnceWith({ resumed: false });
    expect(leaving.assign).not.toHaveBeenCalled();
    fireEvent.click(button());
    expect(onReady).toHaveBeenCalledTimes(2);
  });

  it("does so without a provider, and if the click comes before the answer", async () => {
    endpoint.connection = CONNECTED;
    render(<StrictMode>{recommend()}</StrictMode>);
    fireEvent.click(button());
    expect(button()).toHaveAttribute("aria-busy", "true");
    fireEvent.click(button());
    await waitFor(() => expect(onReady).toHaveBeenCalledExactlyOnceWith({ resumed: false }));
    expect(button()).not.toHaveAttribute("aria-busy");
    expect(leaving.assign).not.toHaveBeenCalled();
  });

  it("connects by a redirect first, and resumes once on the page of the click", async () => {
    const { unmount } = renderApp(recommend());
    await asked();
    await connectByRedirect();
    unmount();
    expect(onReady).not.toHaveBeenCalled();
    const { unmount: leave } = renderApp(recommend());
    expect(onReady).toHaveBeenCalledExactlyOnceWith({ resumed: true });
    leave();
    renderApp(recommend());
    await rest();
    expect(onReady).toHaveBeenCalledOnce();
  });

  it("resumes in a layout that outlives the callback's page and is not rendered again", async () => {
    const first = renderApp(recommend());
    await asked();
    fireEvent.click(button());
    await waitFor(() => expect(leaving.assign).toHaveBeenCalledOnce());
    const state = stateOf(leaving.assign.mock.calls[0]![0]);
    first.unmount();
    reload();
    arriveAt(`/fullscript/callback${callbackSearch({ state })}`);
    const navigate = vi.fn(arriveAt);
    const Pages = () => {
      const [isBack, setIsBack] = useState(false);
      const leave = (to: string) => {
        navigate(to);
        setIsBack(true);
      };
      return isBack ? <p>Patient</p> : <FullscriptCallback {...FULLSCRIPT} fetch={endpoint.fetch} navigate={leave} />;
    };
    const layout = vi.fn(() => (
      <>
        {recommend()}
        <Pages />
      </>
    ));
    const Layout = () => layout();
    render(
      <QueryClientProvider client={new QueryClient()}>
        <Layout />
      </QueryClientProvider>,
    );
    await screen.findByText("Patient");
    await waitFor(() => expect(onReady).toHaveBeenCalledExactlyOnceWith({ resumed: true }));
    expect(navigate).toHaveBeenCalledWith("/patients/42?tab=plans");
    expect(onReady).toHaveBeenCalledAfter(navigate);
    expect(layout).toHaveBeenCalledTimes(1);
    await rest();
    expect(onReady).toHaveBeenCalledOnce();
  });

  it("resumes if a boundary suspends while the popup connects", async () => {
    let load = (): void => undefined;
    const Later = lazy(
      () =>
        new Promise<{ default: () => ReactNode }>(
          (resolve) => (load = () => resolve({ default: () => <p>loaded</p> })),
        ),
    );
    const client = new QueryClient();
    const app = (isMore: boolean) => (
      <QueryClientProvider client={client}>
        <Suspense fallback={<p>loading</p>}>
          {isMore && <Later />}
          {recommend({ mode: "popup" })}
        </Suspense>
      </QueryClientProvider>
    );
    const { rerender } = render(app(false));
    await asked();
    await rest();
    fireEvent.click(button());
    const state = stateOf(vi.mocked(globalBrowser.open).mock.calls[0]![0]);
    rerender(app(true));
    expect(screen.getByText("loading")).toBeVisible();
    act(
      () =>
        void window.dispatchEvent(
          messageFrom(popup, { type: "fullscript-connect:response", search: callbackSearch({ state }) }),
        ),
    );
    await waitFor(() => expect(onReady).toHaveBeenCalledExactlyOnceWith({ resumed: true }));
    await act(async () => load());
    expect(screen.getByText("loaded")).toBeVisible();
    await rest();
    expect(onReady).toHaveBeenCalledOnce();
  });

  it("renders although JSON cannot hold its app state", () => {
    expect(renderToString(recommend({ appState: { n: 1n } as never }))).toContain("Recommend with Fullscript");
  });

  it("resumes when its app state has loaded", async () => {
    const first = renderApp(recommend());
    await asked();
    await connectByRedirect();
    first.unmount();
    const { rerender } = render(recommend({ appState: { product: null } }));
    await rest();
    expect(onReady).not.toHaveBeenCalled();
    rerender(recommend());
    expect(onReady).toHaveBeenCalledExactlyOnceWith({ resumed: true });
  });

  it.each<[string, () => unknown, Partial<FullscriptConnectButtonProps>]>([
    ["another page", () => arriveAt("/patients/43?tab=plans"), {}],
    ["another query", () => arriveAt("/patients/42?patient=43"), {}],
    ["another app state", () => undefined, { appState: { product: "10" } }],
    ["another intent", () => undefined, { intent: "treatment-plan" }],
    ["another user", () => undefined, { subject: "user-2" }],
    ["ten minutes later", () => vi.spyOn(globalBrowser, "now").mockReturnValue(Date.now() + 600_001), {}],
  ])("goes on with nothing else: %s", async (_, change, props) => {
    const { unmount } = renderApp(recommend({ subject: "user-1" }));
    await asked();
    await connectByRedirect("user-1");
    unmount();
    change();
    renderApp(recommend({ subject: "user-1", ...props }));
    await rest();
    expect(onReady).not.toHaveBeenCalled();
  });

  it("resumes nothing after a cancel", async () => {
    renderApp(recommend());
    await asked();
    await rest();
    fireEvent.click(button());
    const state = stateOf(leaving.assign.mock.calls[0]![0]);
    expect(findTransaction(state)?.resumeKey).toBe("recommend");
    arriveAt(`/fullscript/callback${callbackSearch({ state, error: "access_denied" })}`);
    const { unmount } = renderApp(<FullscriptCallback {...FULLSCRIPT} fetch={endpoint.fetch} />);
    await waitFor(() => expect(document.querySelector("[data-status=cancelled]")).not.toBeNull());
    unmount();
    arriveAt("/patients/42?tab=plans");
    renderApp(recommend());
    await rest();
    expect(onReady).not.toHaveBeenCalled();
  });

  it("connects in a popup first, and resumes on the page of the click; the next click runs at once", async () => {
    renderApp(recommend({ mode: "popup" }));
    await asked();
    await rest();
    fireEvent.click(button());
    const state = stateOf(vi.mocked(globalBrowser.open).mock.calls[0]![0]);
    answer(state);
    await waitFor(() => expect(onReady).toHaveBeenCalledExactlyOnceWith({ resumed: true }));
    await waitFor(() => expect(endpoint.requests.map(({ method }) => method)).toEqual(["GET", "POST", "GET"]));
    await rest();
    fireEvent.click(button());
    expect(onReady).toHaveBeenLastCalledWith({ resumed: false });
    expect(globalBrowser.open).toHaveBeenCalledOnce();
  });

  it("resumes once after a popup, even if the page is restored", async () => {
    const { unmount } = renderApp(recommend({ mode: "popup" }));
    await asked();
    await rest();
    fireEvent.click(button());
    answer(stateOf(vi.mocked(globalBrowser.open).mock.calls[0]![0]));
    await waitFor(() => expect(onReady).toHaveBeenCalledOnce());
    unmount();
    renderApp(recommend({ mode: "popup" }));
    await rest();
    expect(onReady).toHaveBeenCalledOnce();
  });

  it.each<[string, () => unknown, Partial<FullscriptConnectButtonProps>]>([
    ["another page", () => arriveAt("/patients/43"), {}],
    ["another app state", () => undefined, { appState: { product: "10" } }],
  ])(
    "acts for what was clicked alone, though the same button is shown for more by then: %s",
    async (_, change, props) => {
      const client = new QueryClient();
      const app = (more: Partial<FullscriptConnectButtonProps> = {}) => (
        <QueryClientProvider client={client}>{recommend({ mode: "popup", ...more })}</QueryClientProvider>
      );
      const { rerender } = render(app());
      await asked();
      await rest();
      fireEvent.click(button());
      change();
      rerender(app(props));
      answer(stateOf(vi.mocked(globalBrowser.open).mock.calls[0]![0]));
      await waitFor(() => expect(endpoint.requests.some(({ method }) => method === "POST")).toBe(true));
      await rest();
      expect(onReady).not.toHaveBeenCalled();
    },
  );

  it("does nothing with an answer that comes after the button is gone", async () => {
    endpoint.connection = CONNECTED;
    const { unmount } = renderApp(recommend());
    fireEvent.click(button());
    unmount();
    await rest();
    expect(onReady).not.toHaveBeenCalled();
    expect(leaving.assign).not.toHaveBeenCalled();
  });

  it("knows without a provider, too, that a window has connected", async () => {
    render(recommend({ mode: "popup", subject: "no-provider" }));
    await asked();
    await rest();
    fireEvent.click(button());
    answer(stateOf(vi.mocked(globalBrowser.open).mock.calls[0]![0]));
    await waitFor(() => expect(onReady).toHaveBeenCalledOnce());
    await waitFor(() => expect(endpoint.requests.map(({ method }) => method)).toEqual(["GET", "POST", "GET"]));
    await rest();
    fireEvent.click(button());
    expect(onReady).toHaveBeenLastCalledWith({ resumed: false });
  });

  it("asks with the headers of now", async () => {
    const client = new QueryClient();
    const app = (token: string) => (
      <QueryClientProvider client={client}>{recommend({ headers: { Authorization: token } })}</QueryClientProvider>
    );
    const { rerender } = render(app("one"));
    await asked();
    rerender(app("two"));
    await client.invalidateQueries();
    await waitFor(() => expect(endpoint.requests.map(({ headers }) => headers.authorization)).toEqual(["one", "two"]));
  });

  it("surprises nobody on another page: a button that is gone runs nothing", async () => {
    const { unmount } = renderApp(recommend({ mode: "popup" }));
    await asked();
    await rest();
    fireEvent.click(button());
    unmount();
    answer(stateOf(vi.mocked(globalBrowser.open).mock.calls[0]![0]));
    await waitFor(() => expect(endpoint.requests.some(({ method }) => method === "POST")).toBe(true));
    await rest();
    expect(onReady).not.toHaveBeenCalled();
  });

  it("connects if the endpoint does not answer", async () => {
    vi.spyOn(endpoint, "fetch").mockImplementation(() => Promise.reject(new TypeError("down")));
    renderApp(recommend());
    await rest();
    fireEvent.click(button());
    await waitFor(() => expect(leaving.assign).toHaveBeenCalledOnce());
    expect(onReady).not.toHaveBeenCalled();
  });

  it.each([
    ["405", () => new Response(null, { status: 405 }), "exchange_rejected", "returned 405"],
    ["success", () => Response.json({ success: true }), "exchange_rejected", "returned JSON without it"],
    ["409", () => Response.json({ error: "subject_mismatch" }, { status: 409 }), "subject_mismatch", "409"],
  ])("doesn't leave if GET returns %s, which connecting can't change", async (_, answer, code, reason) => {
    vi.spyOn(endpoint, "fetch").mockImplementation(async () => answer());
    renderApp(recommend());
    await rest();
    fireEvent.click(button());
    await waitFor(() => expect(button()).toHaveAttribute("data-error", code));
    expect(screen.getByRole("alert")).toBeVisible();
    expect(vi.mocked(console.warn).mock.calls.flat().join()).toContain(reason);
    expect(leaving.assign).not.toHaveBeenCalled();
    expect(onReady).not.toHaveBeenCalled();
  });

  it("sends one request for all buttons of a page without a provider", async () => {
    endpoint.connection = CONNECTED;
    render(
      <StrictMode>
        {recommend({ subject: "shared" })}
        {recommend({ subject: "shared", appState: { product: "10" } })}
      </StrictMode>,
    );
    await asked();
    await rest();
    for (const each of screen.getAllByRole("button")) fireEvent.click(each);
    expect(onReady).toHaveBeenCalledTimes(2);
    expect(endpoint.requests).toHaveLength(1);
  });

  it("hears without a provider, too, that another tab has connected", async () => {
    render(recommend({ subject: "other-tab" }));
    await asked();
    endpoint.connection = CONNECTED;
    const writes = await inAnotherTab(async () => {
      comeBack({ code: "c" }, undefined, "other-tab");
      const { unmount } = renderApp(
        <FullscriptCallback {...FULLSCRIPT} subject="other-tab" fetch={endpoint.fetch} autoLeave={false} />,
      );
      await settled("connected");
      unmount();
    });
    arriveAt("/patients/42?tab=plans");
    // The other tab is on this page, so that the button has heard of it already.
    await rest();
    endpoint.requests.length = 0;
    hear(...writes.filter(([, value]) => value.includes('"connected"')).at(-1)!);
    await asked();
    await rest();
    fireEvent.click(button());
    expect(onReady).toHaveBeenCalledExactlyOnceWith({ resumed: false });
  });

  it("lets the host's onClick stop it", async () => {
    endpoint.connection = CONNECTED;
    renderApp(recommend({ onClick: (event) => event.preventDefault() }));
    await asked();
    await rest();
    fireEvent.click(button());
    expect(onReady).not.toHaveBeenCalled();
  });
});

function answer(state: string): void {
  const data = { type: "fullscript-connect:response", search: callbackSearch({ state }) };
  act(() => void window.dispatchEvent(messageFrom(popup, data)));
}
