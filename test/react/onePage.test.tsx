import { act, screen } from "@testing-library/react";
import { FullscriptCallback } from "react-fullscript-connect";
import { type ReactElement, useState, useSyncExternalStore } from "react";
import { beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { comeBack, endpoint, FULLSCRIPT, ok, renderApp, status, watchLeaving } from "./host";

const WARNING = "unmounted before anyone could read its outcome";

let warned: MockInstance<typeof console.warn>;

beforeEach(() => {
  watchLeaving();
  warned = vi.spyOn(console, "warn").mockReturnValue();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});

const hasResponse = () => /[?&](code|error)=/.test(location.search);
const callback = <FullscriptCallback {...FULLSCRIPT} fetch={endpoint(status(400, { error: "invalid_grant" }))} />;

/** Asks the URL of now, as a router's hook does. */
function AsksNow() {
  const isCallback = useSyncExternalStore((onChange) => {
    addEventListener("popstate", onChange);
    return () => removeEventListener("popstate", onChange);
  }, hasResponse);
  return isCallback ? callback : <h1>App</h1>;
}

/** Asks once, when the page loads. */
function AsksOnce() {
  const [isCallback] = useState(hasResponse);
  return isCallback ? callback : <h1>App</h1>;
}

async function pass(ms: number): Promise<void> {
  for (let step = 0; step < 10; step++) {
    await act(() => vi.advanceTimersByTimeAsync(ms / 10));
    await act(() => new Promise(setImmediate));
  }
}

const warnings = () => warned.mock.calls.filter(([text]) => String(text).includes(WARNING));

describe("one page that is the callback and the app", () => {
  it.each([
    ["cancelled", { error: "access_denied" }],
    ["failed", { error: "server_error" }],
    ["expired", { code: "code-1" }],
  ])("is told that nobody could read it if the clean URL takes the panel away: %s", async (_, answer) => {
    comeBack(answer);
    renderApp(<AsksNow />);
    // However many turns the exchange takes.
    while (!/App/.test(screen.getByRole("heading").textContent)) await pass(10);
    await pass(500);
    expect(screen.getByRole("heading")).toHaveTextContent("App");
    expect(warnings()).toHaveLength(1);
  });

  it("does not warn in production", async () => {
    vi.stubEnv("NODE_ENV", "production");
    comeBack({ error: "access_denied" });
    renderApp(<AsksNow />);
    await pass(500);
    vi.unstubAllEnvs();
    expect(screen.getByRole("heading")).toHaveTextContent("App");
    expect(warnings()).toEqual([]);
  });

  it("keeps the panel if it asks once, when it loads", async () => {
    comeBack({ error: "access_denied" });
    renderApp(<AsksOnce />);
    await pass(500);
    expect(screen.getByRole("heading")).toHaveTextContent("cancelled");
    expect(warnings()).toEqual([]);
  });

  it.each<[string, () => void, ReactElement]>([
    ["a user who has read it goes on", () => undefined, callback],
    [
      "the router goes to another page",
      () => history.replaceState(null, "", "/patients/42"),
      <FullscriptCallback key="1" {...FULLSCRIPT} />,
    ],
    ["it is connected", () => undefined, <FullscriptCallback key="2" {...FULLSCRIPT} fetch={endpoint(ok)} />],
  ])("is told nothing if %s", async (what, leave, element) => {
    comeBack(what === "it is connected" ? { code: "code-1" } : { error: "access_denied" });
    const page = renderApp(element);
    await pass(what.startsWith("a user") ? 2_000 : 100);
    page.unmount();
    leave();
    await pass(500);
    expect(warnings()).toEqual([]);
  });
});
