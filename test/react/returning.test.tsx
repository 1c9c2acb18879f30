import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import {
  FullscriptCallback,
  FullscriptConnectButton,
  FullscriptConnectionCard,
  type FullscriptConnectButtonProps,
} from "react-fullscript-connect";
import { globalBrowser } from "../core/inside/internals";
import { callbackSearch, type MockEndpoint, mockEndpoint } from "react-fullscript-connect/testing";
import { StrictMode, useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { arriveAt, FULLSCRIPT, reload, renderApp, rest, settled, watchLeaving } from "./host";

let endpoint: MockEndpoint;
let leaving: ReturnType<typeof watchLeaving>;

beforeEach(() => {
  leaving = watchLeaving();
  endpoint = mockEndpoint();
  vi.spyOn(console, "warn").mockReturnValue();
  arriveAt("/integrations?tab=apps");
});

const button = (props: Partial<FullscriptConnectButtonProps> = {}) => (
  <FullscriptConnectButton {...FULLSCRIPT} fetch={endpoint.fetch} {...props} />
);
const root = () => document.querySelector("[data-fullscript=button]")!;

async function leave(): Promise<string> {
  fireEvent.click(root());
  await waitFor(() => expect(leaving.assign).toHaveBeenCalledOnce());
  return new URL(leaving.assign.mock.calls[0]![0]).searchParams.get("state")!;
}

/** Leaves by a full page redirect, authorizes, and comes back by another one. */
async function connect(answer: Record<string, string> = {}, subject?: string): Promise<void> {
  const state = await leave();
  document.body.replaceChildren();
  reload();
  arriveAt(`/fullscript/callback${callbackSearch({ state, ...answer })}`);
  const { unmount } = renderApp(
    <FullscriptCallback {...FULLSCRIPT} fetch={endpoint.fetch} subject={subject} autoLeave={false} />,
  );
  await settled(answer.error ? "cancelled" : "connected");
  unmount();
  reload();
  arriveAt("/integrations?tab=apps");
}

describe("the button that started a connection, when the user is back", () => {
  it("says once, politely, that the account is connected", async () => {
    renderApp(button());
    await connect();
    const { unmount } = render(<StrictMode>{button()}</StrictMode>);
    expect(screen.getByRole("status")).toHaveTextContent("Fullscript account connected");
    expect(screen.getByRole("button", { name: "Fullscript account connected" })).toHaveAttribute(
      "data-status",
      "connected",
    );
    expect(screen.queryByRole("alert")).toBeNull();
    // A reload, or the next visit.
    unmount();
    reload();
    renderApp(button());
    await rest();
    expect(screen.queryByRole("status")).toBeNull();
    expect(screen.getByRole("button", { name: "Connect my Fullscript account" })).toBeVisible();
  });

  it("says so next to an action that has run", async () => {
    const onReady = vi.fn();
    renderApp(button({ intent: "recommend", onReady }));
    await connect();
    renderApp(button({ intent: "recommend", onReady }));
    expect(onReady).toHaveBeenCalledExactlyOnceWith({ resumed: true });
    expect(screen.getByRole("status")).toHaveTextContent("Fullscript account connected");
    expect(screen.getByRole("button", { name: "Recommend with Fullscript" })).toBeVisible();
  });

  it("says so in a layout that was there all the time", async () => {
    const first = renderApp(button());
    const state = await leave();
    first.unmount();
    reload();
    arriveAt(`/fullscript/callback${callbackSearch({ state })}`);
    const Pages = () => {
      const [isBack, setIsBack] = useState(false);
      const navigate = (to: string) => {
        arriveAt(to);
        setIsBack(true);
      };
      return isBack ? (
        <p>Integrations</p>
      ) : (
        <FullscriptCallback {...FULLSCRIPT} fetch={endpoint.fetch} navigate={navigate} />
      );
    };
    render(
      <>
        {button()}
        <Pages />
      </>,
    );
    await screen.findByText("Integrations");
    expect(await screen.findByRole("status")).toHaveTextContent("Fullscript account connected");
  });

  it("doesn't say so in a card whose endpoint knows that the connection has ended since", async () => {
    const disconnected = () => Promise.resolve(Response.json({ connected: false }));
    renderApp(button());
    await connect();
    renderApp(<FullscriptConnectionCard {...FULLSCRIPT} fetch={disconnected} />);
    expect(await screen.findByRole("button", { name: "Connect my Fullscript account" })).toHaveAttribute(
      "data-status",
      "idle",
    );
  });

  it.each<[string, () => unknown, Partial<FullscriptConnectButtonProps>]>([
    ["a button for something else", () => undefined, { intent: "treatment-plan" }],
    ["a button for another patient", () => undefined, { appState: { patient: "43" } }],
    ["a button on another page", () => arriveAt("/patients/42"), {}],
    ["another user's button", () => undefined, { subject: "user-2" }],
    ["a button ten minutes later", () => vi.spyOn(globalBrowser, "now").mockReturnValue(Date.now() + 600_001), {}],
  ])("leaves the word to it: %s says nothing", async (_, change, props) => {
    renderApp(button({ subject: "user-1" }));
    await connect({}, "user-1");
    change();
    renderApp(button({ subject: "user-1", ...props }));
    await rest();
    expect(screen.queryByRole("status")).toBeNull();
    expect(root()).toHaveAttribute("data-status", "idle");
  });

  it("says nothing after a cancel", async () => {
    renderApp(button());
    await connect({ error: "access_denied" });
    renderApp(button());
    await rest();
    expect(root()).toHaveAttribute("data-status", "idle");
  });

  it("shows the next user nothing of it", async () => {
    renderApp(button({ subject: "user-1" }));
    await connect({}, "user-1");
    const client = new QueryClient();
    const app = (subject: string) => <QueryClientProvider client={client}>{button({ subject })}</QueryClientProvider>;
    const { rerender } = render(app("user-1"));
    expect(root()).toHaveAttribute("data-status", "connected");
    rerender(app("user-2"));
    expect(root()).toHaveAttribute("data-status", "idle");
  });
});
