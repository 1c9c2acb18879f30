import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FullscriptConnectionCard, type FullscriptConnectionCardProps } from "react-fullscript-connect";
import { globalBrowser } from "../core/inside/internals";
import { en } from "react-fullscript-connect/locales/en";
import { fr } from "react-fullscript-connect/locales/fr";
import { callbackSearch } from "react-fullscript-connect/testing";
import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { endpoint, FULLSCRIPT, hear, inAnotherTab, messageFrom, ok, renderApp, status, watchLeaving } from "./host";

let leaving: ReturnType<typeof watchLeaving>;

beforeEach(() => {
  leaving = watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

const client = () => new QueryClient({ defaultOptions: { queries: { retry: false } } });
const card = () => document.querySelector<HTMLElement>("[data-fullscript=card]")!;
const reaches = (expected: string) => waitFor(() => expect(card()).toHaveAttribute("data-status", expected));
const heading = () => screen.getByRole("heading");
const no = () => Response.json({ connected: false });
const ended = () =>
  Response.json({ connected: false, reconnect: true, resource_owner: { id: "p-1", type: "Practitioner" } });
const deleted = () => new Response(null, { status: 204 });
const never = () => new Promise<Response>(() => undefined);

function renderCard(props: Partial<FullscriptConnectionCardProps> = {}, host: QueryClient = client()) {
  return renderApp(<FullscriptConnectionCard {...FULLSCRIPT} {...props} />, host);
}

describe("FullscriptConnectionCard", () => {
  it("waits for the answer without an action, and while the host's user is not known without a question", async () => {
    const fetch = endpoint(never);
    for (const subject of ["u-1", null]) {
      const { unmount } = renderCard({ fetch, subject });
      expect(card()).toHaveAttribute("data-status", "loading");
      expect(screen.getByRole("region", { name: "Your Fullscript account" })).toBe(card());
      expect(screen.queryByRole("button")).toBeNull();
      unmount();
    }
    await waitFor(() => expect(fetch).toHaveBeenCalledTimes(1));
  });

  it("offers to connect without a connection, and redirects with the host's options", async () => {
    renderCard({ fetch: endpoint(no), appState: { from: "card" }, returnTo: "/integrations" });
    await reaches("not-connected");
    expect(heading()).toHaveTextContent("Your Fullscript account is not connected");
    await userEvent.click(screen.getByRole("button", { name: "Connect my Fullscript account" }));
    expect(leaving.assign).toHaveBeenCalledTimes(1);
    expect(card()).toHaveAttribute("data-status", "not-connected");
  });

  it.each([
    [{ id: "p-1", type: "Practitioner" }, "Connected as a practitioner."],
    [{ id: "s-1", type: "Staff" }, "Connected as a staff member."],
    [{ id: "x-1", type: "Robot" }, "You can use Fullscript from this app."],
    [null, "You can use Fullscript from this app."],
    [undefined, "You can use Fullscript from this app."],
  ])("says as whom the user is connected: %j", async (resource_owner, text) => {
    renderCard({ fetch: endpoint(() => Response.json({ connected: true, resource_owner })) });
    await reaches("connected");
    expect(screen.getByRole("status")).toHaveTextContent(`Your Fullscript account is connected${text}`);
    expect(screen.getByRole("button", { name: "Disconnect my Fullscript account" })).toBeVisible();
  });

  it("says why the account has to be reconnected", async () => {
    renderCard({ fetch: endpoint(ended) });
    await reaches("reconnect");
    expect(screen.getByRole("status")).toHaveTextContent("Fullscript has ended this app’s access to your account.");
    const button = screen.getByRole("button", { name: "Reconnect my Fullscript account" });
    expect(button).toHaveAttribute("data-intent", "reconnect");
  });

  it("reads a 204 as not connected", async () => {
    renderCard({ fetch: endpoint(deleted) });
    await reaches("not-connected");
  });

  it.each([
    ["405", status(405), "it returned 405"],
    ["success", () => Response.json({ success: true }), "it returned JSON without it"],
    ["an empty object", () => Response.json({}), "it returned JSON without it"],
    ["a list", () => Response.json([]), "it returned JSON without it"],
  ])(
    "doesn't claim that nobody is connected if GET returns %s, and tells developers that it needs GET",
    async (_, answer, reason) => {
      renderCard({ fetch: endpoint(answer) });
      await reaches("failed");
      expect(screen.getByRole("alert")).toHaveTextContent("Your Fullscript account could not be checked");
      expect(screen.getByRole("button", { name: "Try again" })).toBeVisible();
      const warnings = vi.mocked(console.warn).mock.calls.flat().join();
      for (const text of [warnings, card().querySelector("[data-part=hint]")!.textContent])
        expect(text).toMatch(new RegExp(`The card and \`onReady\` need a \`GET\` .*${reason}`));
    },
  );

  it.each([
    ["English", en, "Reconnect to allow patients:read, patients:write, and treatment_plans:write."],
    ["French", fr, "Reconnectez-le pour autoriser patients:read, patients:write et treatment_plans:write."],
  ])("asks in %s to reconnect a working connection that lacks scopes", async (_, messages, text) => {
    const missing_scopes = ["patients:read", "patients:write", "treatment_plans:write"];
    renderCard({
      messages,
      fetch: endpoint(() => Response.json({ connected: true, reconnect: true, missing_scopes, resource_owner: null })),
    });
    await reaches("reconnect");
    expect(screen.getByRole("status")).toHaveTextContent(text);
    const [reconnect, disconnect] = screen.getAllByRole("button");
    expect(reconnect).toHaveAttribute("data-intent", "reconnect");
    expect(disconnect).toHaveAccessibleName(messages.disconnect);
  });

  it("disconnects a connection that lacks scopes, and keeps the focus meanwhile", async () => {
    const lacking = () => Response.json({ connected: true, reconnect: true, missing_scopes: ["patients:read"] });
    let answer: (response: Response) => void = () => undefined;
    renderCard({ fetch: endpoint(lacking, () => new Promise((resolve) => (answer = resolve)), no) });
    await reaches("reconnect");
    const button = screen.getByRole("button", { name: "Disconnect my Fullscript account" });
    await userEvent.click(button);
    await reaches("disconnecting");
    expect(button).toHaveFocus();
    await act(async () => answer(deleted()));
    await reaches("not-connected");
    expect(heading()).toHaveFocus();
  });

  it("says that the signed-in user has changed, also if another user's answer is known", async () => {
    const mismatch = status(409, { error: "subject_mismatch" });
    const fetch = endpoint(ok, mismatch);
    renderCard({ fetch, subject: "u-1" });
    await reaches("connected");
    await userEvent.click(screen.getByRole("button"));
    await reaches("failed");
    expect(card()).toHaveAttribute("data-error", "subject_mismatch");
    expect(screen.getByRole("alert")).toHaveTextContent("The signed-in user has changed. Reload the page");
    expect(fetch.mock.calls.map(([url]) => url)).toEqual(Array(3).fill(`${FULLSCRIPT.endpoint}?subject=u-1`));
  });

  it("disconnects, keeps its button meanwhile, and puts the focus on the heading as the button goes", async () => {
    let answer: (response: Response) => void = () => undefined;
    const fetch = endpoint(ok, () => new Promise((resolve) => (answer = resolve)), no);
    renderCard({ fetch });
    await reaches("connected");
    const button = screen.getByRole("button");
    await userEvent.tab();
    expect(button).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    await reaches("disconnecting");
    expect(button).toHaveFocus();
    expect(button).toHaveAccessibleName("Disconnecting…");
    expect(button).toHaveAttribute("aria-disabled", "true");
    await userEvent.keyboard("{Enter}");
    await act(async () => answer(deleted()));
    await reaches("not-connected");
    expect(heading()).toHaveFocus();
    expect(fetch.mock.calls.map(([, init]) => init!.method)).toEqual(["GET", "DELETE", "GET"]);
  });

  it("keeps an older answer if refetching fails, even after disconnecting and connecting again", async () => {
    const host = client();
    renderCard({ fetch: endpoint(ok, deleted, no, ok, status(500)) }, host);
    await reaches("connected");
    await userEvent.click(screen.getByRole("button"));
    await reaches("not-connected");
    const lookAgain = () => act(() => host.invalidateQueries());
    await lookAgain();
    await reaches("connected");
    await lookAgain();
    await waitFor(() => expect(host.isFetching()).toBe(0));
    expect(card()).toHaveAttribute("data-status", "connected");
  });

  it("takes nothing for true that was asked before the disconnect and answered during it", async () => {
    const host = client();
    const answers: ((response: Response) => void)[] = [];
    renderCard({ fetch: endpoint(() => new Promise((resolve) => answers.push(resolve))) }, host);
    const next = async (count: number, response: Response) => {
      await waitFor(() => expect(answers).toHaveLength(count));
      await act(async () => answers[count - 1]!(response));
    };
    await next(1, ok());
    await reaches("connected");
    // As where the window has the focus again.
    act(() => void host.invalidateQueries());
    await waitFor(() => expect(answers).toHaveLength(2));
    await userEvent.click(screen.getByRole("button"));
    await waitFor(() => expect(answers).toHaveLength(3));
    await act(async () => answers[1]!(ok()));
    await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
    await act(async () => answers[2]!(deleted()));
    await next(4, status(500)());
    await reaches("failed");
  });

  it("leaves the focus on the element that the user chose", async () => {
    let answer: (response: Response) => void = () => undefined;
    renderApp(
      <>
        <FullscriptConnectionCard
          {...FULLSCRIPT}
          fetch={endpoint(ok, () => new Promise((resolve) => (answer = resolve)), no)}
        />
        <input aria-label="elsewhere" />
      </>,
      client(),
    );
    await reaches("connected");
    await userEvent.click(screen.getByRole("button"));
    screen.getByLabelText("elsewhere").focus();
    await act(async () => answer(deleted()));
    await reaches("not-connected");
    expect(screen.getByLabelText("elsewhere")).toHaveFocus();
  });

  it("asks the host first, which may keep the connection", async () => {
    const fetch = endpoint(ok);
    const onDisconnect = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
    renderCard({ fetch, onDisconnect });
    await reaches("connected");
    await userEvent.click(screen.getByRole("button"));
    expect(onDisconnect).toHaveBeenCalledTimes(1);
    expect(card()).toHaveAttribute("data-status", "connected");
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("reports a failed disconnect with the current state, until the next try", async () => {
    const fetch = endpoint(ok, status(503), ok, deleted, no);
    renderCard({ fetch });
    await reaches("connected");
    await userEvent.click(screen.getByRole("button"));
    await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent("Your account is still connected."));
    expect(card()).toHaveAttribute("data-status", "connected");
    expect(card()).toHaveAttribute("data-error", "exchange_unavailable");
    expect(screen.getByRole("button")).toHaveFocus();
    await userEvent.click(screen.getByRole("button"));
    await reaches("not-connected");
    expect(screen.queryByRole("alert")).toBeNull();
    expect(card()).not.toHaveAttribute("data-error");
  });

  it("does not show an ended connection if refetching fails afterwards", async () => {
    renderCard({ fetch: endpoint(ok, deleted, status(503)) });
    await reaches("connected");
    await userEvent.click(screen.getByRole("button"));
    await reaches("failed");
    expect(heading()).toHaveFocus();
  });

  it("nor does another card on the page, nor one that hears of it from another tab", async () => {
    const host = client();
    const fetch = endpoint(ok, deleted, status(503));
    const page = renderApp(
      <>
        <FullscriptConnectionCard {...FULLSCRIPT} fetch={fetch} />
        <FullscriptConnectionCard {...FULLSCRIPT} fetch={fetch} />
      </>,
      host,
    );
    const statuses = () =>
      [...document.querySelectorAll<HTMLElement>("[data-fullscript=card]")].map(({ dataset }) => dataset.status);
    await waitFor(() => expect(statuses()).toEqual(["connected", "connected"]));
    const [news] = await inAnotherTab(async () => {
      await userEvent.click(screen.getAllByRole("button")[0]!);
      await waitFor(() => expect(statuses()).toEqual(["failed", "failed"]));
    });
    page.unmount();

    renderCard({ fetch: endpoint(ok, status(503)) });
    await reaches("connected");
    hear(...news!);
    await reaches("failed");
  });

  it("keeps an answer if refetching fails, but not after the user has changed", async () => {
    const host = client();
    renderCard({ fetch: endpoint(ok, status(503), status(401), never) }, host);
    await reaches("connected");
    await act(() => host.invalidateQueries());
    expect(card()).toHaveAttribute("data-status", "connected");
    expect(screen.queryByRole("alert")).toBeNull();
    await act(() => host.invalidateQueries());
    await reaches("failed");
    expect(screen.getByRole("alert")).toHaveTextContent(
      "You have been signed out of this app. Sign in again in another tab, then try again.",
    );
    expect(screen.queryByRole("button", { name: "Sign in" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await reaches("loading");
  });

  it("says that it could not be looked up, tells developers why, and looks again", async () => {
    renderCard({ fetch: endpoint(status(404), never), messages: { ...fr, cardFailedTitle: "Oups" } });
    await reaches("failed");
    expect(screen.getByRole("alert")).toHaveTextContent("OupsIl est peut-être connecté, ou peut-être pas.");
    expect(card()).toHaveAttribute("data-error", "exchange_rejected");
    expect(card()).toHaveAttribute("lang", "fr-CA");
    expect(card().querySelector("[data-part=hint]")).toHaveTextContent("exchange_rejected The endpoint answered 404");
    screen.getByRole("button", { name: "Réessayer" }).focus();
    await userEvent.keyboard("{Enter}");
    await reaches("loading");
    expect(heading()).toHaveFocus();
  });

  it("shows connected when its popup has finished, and focuses the heading", async () => {
    const opened: string[] = [];
    const popup = { closed: false, focus: vi.fn(), close: vi.fn(), postMessage: vi.fn() };
    vi.spyOn(globalBrowser, "open").mockImplementation(
      (url) => (opened.push(new URL(url).searchParams.get("state")!), popup),
    );
    const get = endpoint(no, ok);
    const fetch: typeof globalThis.fetch = (url, init) => (init?.method === "POST" ? endpoint(ok) : get)(url, init);
    renderCard({ fetch, mode: "popup" });
    await reaches("not-connected");
    await vi.dynamicImportSettled();
    screen.getByRole("button").focus();
    fireEvent.click(screen.getByRole("button"));
    const data = { type: "fullscript-connect:response", search: callbackSearch({ state: opened[0]! }) };
    act(() => void dispatchEvent(messageFrom(popup, data)));
    await reaches("connected");
    expect(heading()).toHaveFocus();
  });

  it("shows the next user nothing of the one before", async () => {
    const host = client();
    const at = (subject: string | null) => (
      <StrictMode>
        <QueryClientProvider client={host}>
          <FullscriptConnectionCard {...FULLSCRIPT} fetch={fetch} subject={subject} />
        </QueryClientProvider>
      </StrictMode>
    );
    const fetch = endpoint(ok, status(503), ok, never);
    const { rerender } = renderCard({ fetch, subject: "u-1" }, host);
    await reaches("connected");
    await userEvent.click(screen.getByRole("button"));
    await waitFor(() => expect(screen.getByRole("alert")).toBeVisible());
    for (const subject of ["u-2", null]) {
      rerender(at(subject));
      expect(card()).toHaveAttribute("data-status", "loading");
      expect(screen.queryByRole("alert")).toBeNull();
    }
  });

  it("wears the host's looks, level of heading and classes, also in its button", async () => {
    const classNames = { root: "r", icon: "i", title: "t", text: "x", actions: "as", action: "a" };
    renderCard({ fetch: endpoint(no), headingLevel: 3, theme: "coal", colorScheme: "dark", classNames });
    await reaches("not-connected");
    expect(screen.getByRole("heading", { level: 3 })).toHaveClass("t");
    for (const name of Object.values(classNames)) expect(document.getElementsByClassName(name)).toHaveLength(1);
    for (const element of [card(), screen.getByRole("button")]) {
      expect(element).toHaveAttribute("data-theme", "coal");
      expect(element).toHaveAttribute("data-color-scheme", "dark");
    }
  });

  it("renders a failure as a new alert instead of changing a status", async () => {
    renderCard({ fetch: endpoint(status(404), no) });
    const progress = screen.getByRole("status");
    await reaches("failed");
    expect(progress).not.toBeInTheDocument();
    const alert = screen.getByRole("alert");
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await reaches("not-connected");
    expect(alert).not.toBeInTheDocument();
    expect(heading()).toHaveFocus();
  });

  it("keeps what looks like a secret away from the page, and asks nothing with it", async () => {
    const fetch = endpoint(no);
    renderCard({ fetch, ...{ clientSecret: "s3cr3t" } });
    await reaches("failed");
    expect(document.querySelector("[data-fullscript=card]")).toHaveAttribute("data-error", "misconfigured");
    expect(document.body.innerHTML).not.toContain("s3cr3t");
    expect(fetch).not.toHaveBeenCalled();
  });

  it("is the same on the server and at the first paint, and asks nothing on the server", async () => {
    const fetch = endpoint(ok);
    const app = () => (
      <QueryClientProvider client={client()}>
        <FullscriptConnectionCard {...FULLSCRIPT} fetch={fetch} theme={{ accent: "#5b2a86" }} />
      </QueryClientProvider>
    );
    const html = renderToString(app());
    expect(html).toContain('data-status="loading"');
    expect(html).not.toContain("style=");
    expect(fetch).not.toHaveBeenCalled();
    const container = document.body.appendChild(document.createElement("div"));
    container.innerHTML = html;
    const onRecoverableError = vi.fn();
    const root = await act(async () => hydrateRoot(container, app(), { onRecoverableError }));
    await reaches("connected");
    expect(onRecoverableError).not.toHaveBeenCalled();
    act(() => root.unmount());
    container.remove();
  });
});
