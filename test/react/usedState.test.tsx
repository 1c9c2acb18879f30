import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FullscriptCallback, type FullscriptCallbackProps } from "react-fullscript-connect";
import { createAuthorizationRequest } from "react-fullscript-connect/core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  arriveAt,
  comeBack,
  endpoint,
  FULLSCRIPT,
  ok,
  panel,
  reload,
  renderApp,
  settled,
  status,
  watchLeaving,
} from "./host";

let leaving: ReturnType<typeof watchLeaving>;

beforeEach(() => {
  leaving = watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

const show = (props: Partial<FullscriptCallbackProps>) =>
  renderApp(<FullscriptCallback {...FULLSCRIPT} autoLeave={false} {...props} />);
const returnWith = (state: string, answer: Record<string, string>) =>
  act(() => arriveAt(`/fullscript/callback?${new URLSearchParams({ ...answer, state }).toString()}`));

/** Changes the one record that is stored, as another script of the origin can. */
function plant(change: Record<string, unknown>): void {
  const key = Object.keys(localStorage).find((name) => name.startsWith("fullscript-connect:"))!;
  localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)!), ...change }));
}

describe("the user who returns", () => {
  it.each([
    ["left signed out and returned as a user", undefined, "dr-bo"],
    ["left as a user and returned signed out", "dr-ada", undefined],
    ["left as another user", "dr-ada", "dr-bo"],
  ])("is refused if they %s", async (_, left, subject) => {
    comeBack({ code: "code-1" }, undefined, left);
    const fetch = endpoint(ok);
    const onFailed = vi.fn();
    show({ fetch, subject, onFailed });
    await settled("failed");
    expect(panel()).toHaveAttribute("data-error", "subject_mismatch");
    expect(fetch).not.toHaveBeenCalled();
    expect(onFailed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ returnTo: undefined }));
  });

  it("is refused if a planted record names nobody", async () => {
    comeBack({ code: "code-1" }, undefined, "dr-ada");
    plant({ subject: undefined });
    const fetch = endpoint(ok);
    show({ fetch, subject: "dr-ada" });
    await settled("failed");
    expect(panel()).toHaveAttribute("data-error", "subject_mismatch");
    expect(fetch).not.toHaveBeenCalled();
  });

  it("is refused after a reload too, and learns nothing of the outcome", async () => {
    comeBack();
    show({ fetch: endpoint(ok) }).unmount();
    reload();
    show({ fetch: endpoint(ok), subject: "dr-bo" });
    await settled("failed");
    expect(panel()).toHaveAttribute("data-error", "subject_mismatch");
  });

  it("tells a host that passes `subject` to one component only", async () => {
    comeBack();
    let message = "";
    show({ subject: "dr-bo", onFailed: ({ error }) => void (message = error.message) });
    await settled("failed");
    expect(message).toContain("left without a `subject` and returned with one");
  });

  it.each(["?error=access_denied&state=fsc1.", "?code=a&code=b&state=fsc1.x"])(
    "is not asked for if nobody here is known to have left: %s",
    async (search) => {
      arriveAt(`/fullscript/callback${search}`);
      show({ subject: "dr-bo" });
      await waitFor(() => expect(panel().getAttribute("data-status")).toMatch(/cancelled|failed/));
      expect(panel()).not.toHaveAttribute("data-error", "subject_mismatch");
    },
  );
});

describe("a state after its answer", () => {
  it.each([
    ["expired", status(400, { error: "invalid_grant" })],
    ["failed", status(404)],
  ])("takes no other code once it has %s", async (outcome, answer) => {
    const state = comeBack({ code: "code-1" });
    const fetch = endpoint(answer, ok);
    const first = show({ fetch });
    await settled(outcome);
    first.unmount();

    returnWith(state, { code: "code-2" });
    show({ fetch });
    await settled("failed");
    expect(panel()).toHaveAttribute("data-error", "state_mismatch");
    expect(fetch).toHaveBeenCalledOnce();
    expect(screen.getByRole("button", { name: "Connect again" })).toBeVisible();
  });

  it("refuses a code after an error from Fullscript", async () => {
    const state = comeBack({ error: "server_error" });
    const fetch = endpoint(ok);
    const first = show({ fetch });
    await settled("failed");
    first.unmount();
    returnWith(state, { code: "code-1" });
    show({ fetch });
    await waitFor(() => expect(panel()).toHaveAttribute("data-error", "state_mismatch"));
    expect(fetch).not.toHaveBeenCalled();
  });

  it("replays a connection for another code", async () => {
    const state = comeBack({ code: "code-1" });
    const fetch = endpoint(ok);
    show({ fetch }).unmount();
    const first = show({ fetch });
    await settled("connected");
    first.unmount();
    const onConnected = vi.fn();
    returnWith(state, { code: "code-2" });
    show({ fetch, onConnected });
    await waitFor(() => expect(onConnected).toHaveBeenCalledWith(expect.objectContaining({ replayed: true })));
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("takes a code after a cancel, from a user who went back and authorized after all", async () => {
    const state = comeBack({ error: "access_denied" });
    const fetch = endpoint(ok);
    const first = show({ fetch });
    await settled("cancelled");
    first.unmount();
    returnWith(state, { code: "code-1" });
    show({ fetch });
    await settled("connected");
    expect(fetch).toHaveBeenCalledOnce();
  });
});

describe("a planted record", () => {
  const perRegion = (environment: unknown) => `https://${String(environment)}.clinic.example/connection`;
  const CUSTOM = { authorizationEndpoint: "https://evil.example/authorize" };

  it.each([
    ["a name that is none", "127.0.0.1:6311/#"],
    ["a name from an object's prototype", "constructor"],
    ["a server of its own", CUSTOM],
  ])("steers no exchange by %s", async (_, environment) => {
    comeBack();
    plant({ environment });
    const fetch = endpoint(ok);
    for (const host of [FULLSCRIPT, {}]) {
      const page = renderApp(<FullscriptCallback {...host} autoLeave={false} fetch={fetch} endpoint={perRegion} />);
      await settled("failed");
      expect(panel()).toHaveAttribute("data-error", "state_mismatch");
      page.unmount();
    }
    expect(fetch).not.toHaveBeenCalled();
  });

  it("leaves the exchange to the region that the user left for", async () => {
    comeBack();
    const fetch = endpoint(ok);
    show({ fetch, endpoint: perRegion, environment: "ca" });
    await settled("connected");
    expect(fetch.mock.calls[0]![0]).toBe("https://us-snd.clinic.example/connection");
  });

  it("is trusted with the host's own server if the host passes it, or its endpoint alone", async () => {
    const own = { authorizationEndpoint: "https://stand-in.example/authorize" };
    for (const host of [{ ...FULLSCRIPT, environment: own }, { endpoint: FULLSCRIPT.endpoint }]) {
      const { state } = createAuthorizationRequest({ ...FULLSCRIPT, environment: own });
      returnWith(state, { code: "code-1" });
      const page = renderApp(<FullscriptCallback {...host} autoLeave={false} fetch={endpoint(ok)} />);
      await settled("connected");
      page.unmount();
    }
  });

  it("does not decide a restart if the host has a configuration", async () => {
    comeBack({ error: "access_denied" });
    plant({ environment: CUSTOM, authorizationEndpoint: CUSTOM.authorizationEndpoint, clientId: "evil" });
    show({ environment: "ca" });
    await userEvent.click(await screen.findByRole("button", { name: "Connect again" }));
    const url = new URL(leaving.assign.mock.calls[0]![0]);
    expect([url.host, url.searchParams.get("client_id")]).toEqual(["api-ca.fullscript.com", "client-1"]);
  });

  it("does not start at its own server without the host's configuration", async () => {
    comeBack({ error: "access_denied" });
    plant({ environment: CUSTOM, authorizationEndpoint: CUSTOM.authorizationEndpoint });
    renderApp(<FullscriptCallback endpoint={FULLSCRIPT.endpoint} />);
    await settled("cancelled");
    expect(screen.queryByRole("button", { name: "Connect again" })).toBeNull();
  });
});

describe("a path with two leading slashes", () => {
  it.each([true, false])("leads to no other origin: replaceUrl %s", async (hasRouter) => {
    const state = comeBack();
    const path = `//evil.example/x?code=code-1&state=${state}`;
    const replaceState = vi.spyOn(history, "replaceState");
    history.replaceState({}, "", location.origin + path);
    const replaceUrl = vi.fn();
    show({ fetch: endpoint(ok), ...(hasRouter && { replaceUrl }) });
    await settled("connected");
    const urls = hasRouter ? replaceUrl.mock.calls.flat() : [replaceState.mock.lastCall![2]];
    expect(urls).toEqual(["/evil.example/x"]);
  });
});
