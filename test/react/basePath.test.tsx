import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FullscriptCallback, type FullscriptCallbackProps } from "react-fullscript-connect";
import { createAuthorizationRequest } from "react-fullscript-connect/core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { arriveAt, endpoint, FULLSCRIPT, ok, renderApp, settled, watchLeaving } from "./host";

let leaving: ReturnType<typeof watchLeaving>;

beforeEach(() => {
  leaving = watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

/** Leaves from `returnTo`, and returns to the callback at `callback`. */
function comeBackTo(callback: string, returnTo: string, answer: Record<string, string> = { code: "code-1" }): void {
  const config = { ...FULLSCRIPT, redirectUri: `${location.origin}${callback}` };
  const { state } = createAuthorizationRequest(config, { returnTo });
  arriveAt(`${callback}?${new URLSearchParams({ ...answer, state }).toString()}`);
}

const show = (props: Partial<FullscriptCallbackProps>) =>
  renderApp(<FullscriptCallback {...FULLSCRIPT} fetch={endpoint(ok)} {...props} />);

describe("a router that adds a base path", () => {
  it.each([
    ["/app", "/app/integrations?tab=1#top", "/integrations?tab=1#top"],
    ["/app/", "/app/integrations", "/integrations"],
    ["/app", "/app", "/"],
    ["/app", "/app/", "/"],
    ["/app", "/app?tab=1", "/?tab=1"],
    ["/app", "/application", "/application"],
    ["/app", "/other/app/x", "/other/app/x"],
    ["/app", "/app//evil.example", "/evil.example"],
    ["/app", "/app/%2fevil.example", "/evil.example"],
    ["/app", "/app/%5C/evil.example", "/evil.example"],
    ["/#", "/#/integrations?tab=1", "/integrations?tab=1"],
    ["/#", "/?lang=fr#/integrations", "/integrations"],
    ["/#", "/#", "/"],
    ["/#", "/#//evil.example", "/evil.example"],
    ["/#", "/", "/"],
    ["/app/#", "/app/#/integrations", "/integrations"],
    ["/", "/integrations", "/integrations"],
    ["", "/integrations", "/integrations"],
    [undefined, "/app/integrations", "/app/integrations"],
  ])("gets paths without it: base %j, from %j", async (basePath, returnTo, expected) => {
    comeBackTo("/app/callback", returnTo);
    const navigate = vi.fn();
    show({ basePath, navigate });
    await waitFor(() => expect(navigate).toHaveBeenCalledExactlyOnceWith(expected));
  });

  it("gets them so after a cancel and from fallbackTo too, whichever way that is written", async () => {
    for (const fallbackTo of ["/app/integrations", "/integrations"]) {
      arriveAt("/app/callback");
      const navigate = vi.fn();
      const page = show({ basePath: "/app", navigate, fallbackTo });
      await userEvent.click(await screen.findByRole("button", { name: "Go back" }));
      expect(navigate).toHaveBeenCalledExactlyOnceWith("/integrations");
      page.unmount();
    }
    comeBackTo("/app/callback", "/app/patients/42", { error: "access_denied" });
    const navigate = vi.fn();
    show({ basePath: "/app", navigate });
    await userEvent.click(await screen.findByRole("button", { name: "Go back" }));
    expect(navigate).toHaveBeenCalledExactlyOnceWith("/patients/42");
  });

  it("cleans the URL without it", async () => {
    comeBackTo("/app/callback", "/app/integrations");
    const replaceUrl = vi.fn();
    show({ basePath: "/app", replaceUrl, autoLeave: false });
    await settled("connected");
    expect(replaceUrl).toHaveBeenCalledExactlyOnceWith("/callback");
  });

  it("is not asked if the host has no `navigate`: the browser goes to the full path", async () => {
    comeBackTo("/app/callback", "/app/integrations");
    show({ basePath: "/app" });
    await waitFor(() => expect(leaving.replace).toHaveBeenCalledExactlyOnceWith("/app/integrations"));
    expect(leaving.reload).not.toHaveBeenCalled();
  });
});

describe("a page that is left for another hash of itself", () => {
  it.each([
    ["/", "/#/apps", true],
    ["/index.html", "/index.html#/apps", true],
    ["/", "/", false],
    ["/", "/other#/apps", false],
    ["/", "/?tab=1#/apps", false],
  ])("is loaded anew, because the browser would load nothing: from %s to %s", async (callback, returnTo, expected) => {
    comeBackTo(callback, returnTo);
    show({});
    await waitFor(() => expect(leaving.replace).toHaveBeenCalledExactlyOnceWith(returnTo));
    expect(leaving.reload).toHaveBeenCalledTimes(expected ? 1 : 0);
  });
});
