import { act, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { FullscriptCallback, type FullscriptCallbackProps, FullscriptConnectButton } from "react-fullscript-connect";
import { callbackBrowser, CODE_LIFETIME_MS } from "../core/inside/internals";
import { fr } from "react-fullscript-connect/locales/fr";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { comeBack, endpoint, FULLSCRIPT, ok, panel, renderApp, settled, status, watchLeaving } from "./host";

let leaving: ReturnType<typeof watchLeaving>;

beforeEach(() => {
  leaving = watchLeaving();
  vi.spyOn(console, "warn").mockReturnValue();
});

const renderCallback = (props: Partial<FullscriptCallbackProps> = {}) =>
  renderApp(<FullscriptCallback {...FULLSCRIPT} autoLeave={false} {...props} />);

describe("an exchange that takes its time", () => {
  beforeEach(
    () => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] }),
  );

  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  const isUnderWay = () => vi.waitFor(() => expect(panel()).toHaveAttribute("data-status", "exchanging"));

  it("says so after five seconds", async () => {
    comeBack();
    renderCallback({ fetch: endpoint(() => new Promise(() => undefined)) });
    await isUnderWay();
    expect(screen.getByRole("status")).toHaveTextContent("This takes a few seconds.");
    await pass(5_000);
    expect(screen.getByRole("status")).toHaveTextContent("This is taking longer than usual.");
  });

  it("says the same from the first retry to the last, so that it is read out once", async () => {
    comeBack();
    renderCallback({ fetch: endpoint(status(503)) });
    const said = new Set<string | null>();
    await vi.waitFor(() => expect(panel()).toHaveAttribute("data-waiting", "retry"));
    while (panel().getAttribute("data-status") === "exchanging") {
      said.add(screen.getByRole("status").textContent);
      await pass(250);
    }
    expect([...said]).toEqual([expect.stringContaining("it’s being tried again")]);
  });

  it.each([
    ["English", undefined, ["expires in 3 minutes", "expires in 2 minutes", "expires in 50 seconds"]],
    ["French", fr, ["expire dans 3 minutes", "expire dans 2 minutes", "expire dans 50 secondes"]],
  ])("counts the last three minutes down in %s, apart from what is read out", async (_, messages, words) => {
    vi.spyOn(callbackBrowser, "isOnline").mockReturnValue(false);
    comeBack();
    renderCallback({ fetch: endpoint(ok), messages });
    await isUnderWay();
    await pass(CODE_LIFETIME_MS - 181_000);
    expect(panel()).not.toHaveTextContent(words[0]!);
    await pass(10_000);
    const announced = screen.getByRole("status").textContent;
    for (const word of words) {
      expect(panel()).toHaveTextContent(word);
      expect(screen.getByRole("status").textContent).toBe(announced);
      await pass(61_000);
    }
  });

  it.each(["fr_CA", ""])("counts down where a host's own language is none: %j", async (lang) => {
    vi.spyOn(callbackBrowser, "isOnline").mockReturnValue(false);
    comeBack();
    renderCallback({ fetch: endpoint(ok), messages: { lang, timeLeft: "still {time}" } });
    await isUnderWay();
    await pass(CODE_LIFETIME_MS - 120_000);
    expect(panel()).toHaveTextContent("still 2 minutes");
  });
});

describe("the keyboard in the panel", () => {
  const cancel = async () => {
    comeBack({ error: "access_denied" });
    renderCallback();
    await settled("cancelled");
  };

  it("runs the main action on Enter when the heading has focus", async () => {
    await cancel();
    expect(screen.getByRole("heading")).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    expect(leaving.assign).toHaveBeenCalledTimes(1);
    expect(leaving.replace).not.toHaveBeenCalled();
  });

  it("takes Escape, anywhere in it, for the way back", async () => {
    await cancel();
    screen.getByRole("button", { name: "Connect again" }).focus();
    await userEvent.keyboard("{Escape}");
    expect(leaving.replace.mock.calls).toEqual([["/patients/42?tab=plans"]]);
    expect(leaving.assign).not.toHaveBeenCalled();
  });

  it("leaves Enter on a button to that button", async () => {
    await cancel();
    screen.getByRole("button", { name: "Go back" }).focus();
    await userEvent.keyboard("{Enter}");
    expect(leaving.replace).toHaveBeenCalledTimes(1);
    expect(leaving.assign).not.toHaveBeenCalled();
  });

  it.each<[string, KeyboardEventInit]>([
    ["held down since the page before", { key: "Enter", repeat: true }],
    ["part of the browser's own shortcut", { key: "Enter", ctrlKey: true }],
    ["another key", { key: "a" }],
  ])("does nothing on a key that is %s", async (_, init) => {
    await cancel();
    fireEvent.keyDown(screen.getByRole("heading"), init);
    expect(leaving.assign).not.toHaveBeenCalled();
    expect(leaving.replace).not.toHaveBeenCalled();
  });

  it("does nothing while there is nothing to do", async () => {
    comeBack();
    renderCallback({ fetch: endpoint(() => new Promise(() => undefined)) });
    await settled("exchanging");
    fireEvent.keyDown(panel(), { key: "Escape" });
    expect(leaving.replace).not.toHaveBeenCalled();
    expect(panel()).toHaveAttribute("data-status", "exchanging");
  });
});

describe("an answer that does not tell", () => {
  it.each([
    [false, "may already be connected. Connect again to make sure.", "Connect again"],
    [true, "may not be connected yet. Wait a few minutes, then try again.", "Try again"],
  ])("says what the buttons offer: idempotent %s", async (idempotent, text, action) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    comeBack();
    renderCallback({ idempotent, fetch: endpoint(status(500)) });
    await vi.waitFor(async () => {
      await act(() => vi.advanceTimersByTimeAsync(5_000));
      expect(panel()).toHaveAttribute("data-status", "failed");
    });
    expect(screen.getByRole("alert")).toHaveTextContent(text);
    expect(screen.getAllByRole("button")[0]).toHaveTextContent(action);
  });
});

describe("the developer's hint", () => {
  it("says in development what happened and what to do", async () => {
    comeBack();
    renderCallback({ fetch: endpoint(status(404)) });
    await settled("failed");
    expect(panel().querySelector("[data-part=hint]")).toHaveTextContent(
      "exchange_rejected The endpoint answered 404. See docs/errors.md#exchange_rejected",
    );
    expect(screen.getByRole("alert")).not.toHaveTextContent("exchange_rejected");
  });

  it("is not in production", async () => {
    vi.stubEnv("NODE_ENV", "production");
    comeBack();
    renderCallback({ fetch: endpoint(status(404)) });
    await settled("failed");
    vi.unstubAllEnvs();
    expect(panel().querySelector("[data-part=hint]")).toBeNull();
  });
});

describe("in French", () => {
  it("says everything in French, and that it is French", async () => {
    comeBack({ error: "access_denied" });
    renderCallback({ messages: fr });
    expect(await screen.findByRole("heading", { name: "Connexion annulée" })).toHaveFocus();
    expect(panel()).toHaveAttribute("lang", "fr-CA");
    expect(screen.getAllByRole("button").map(({ textContent }) => textContent)).toEqual([
      "Se connecter à nouveau",
      "Retour",
    ]);
  });

  it("takes the host's own words for some of it", () => {
    renderApp(<FullscriptConnectButton {...FULLSCRIPT} messages={{ ...fr, connect: "Lier Fullscript" }} />);
    expect(screen.getByRole("button", { name: "Lier Fullscript" }).querySelector("[data-part=label]")).toHaveAttribute(
      "lang",
      "fr-CA",
    );
  });
});

describe("the button's label", () => {
  it("keeps the room of its other text, which nobody hears", async () => {
    renderApp(<FullscriptConnectButton {...FULLSCRIPT} />);
    const label = screen
      .getByRole("button", { name: "Connect my Fullscript account" })
      .querySelector("[data-part=label]")!;
    expect(label).toHaveAttribute("data-other", "Opening Fullscript…");
    await userEvent.click(label);
    expect(screen.getByRole("button", { name: "Opening Fullscript…" })).toHaveAttribute("aria-busy", "true");
    expect(label).toHaveAttribute("data-other", "Connect my Fullscript account");
  });

  it("claims no language for the host's own children", () => {
    renderApp(<FullscriptConnectButton {...FULLSCRIPT}>Verbinden</FullscriptConnectButton>);
    expect(screen.getByText("Verbinden")).not.toHaveAttribute("lang");
  });
});
