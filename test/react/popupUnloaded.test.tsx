import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { FullscriptConnectButton } from "react-fullscript-connect";
import { globalBrowser } from "../core/inside/internals";
import { beforeEach, expect, it, vi } from "vitest";
import { FULLSCRIPT } from "./host";

// As where the network is gone or stands still, or a deployment has replaced its files.
const network = vi.hoisted(() => ({
  load: (): Promise<object> => Promise.reject(new TypeError("Failed to fetch dynamically imported module")),
}));
vi.mock("../../src/react/connect/popupMonitor", () => network.load());

const popup = { closed: false, focus: vi.fn(), close: vi.fn(), postMessage: vi.fn() };

beforeEach(() => {
  vi.spyOn(console, "warn").mockReturnValue();
  vi.spyOn(globalBrowser, "open").mockReturnValue(popup);
  // Without StrictMode: of two loads at once, the runner gives the second the real module.
  render(<FullscriptConnectButton {...FULLSCRIPT} mode="popup" />);
});

it("reports a part that cannot be loaded, and leaves the popup open to finish alone", async () => {
  // It was asked for before the click, and is again by the click.
  await vi.dynamicImportSettled();
  const button = screen.getByRole("button");
  fireEvent.click(button);
  await waitFor(() => expect(button).toHaveAttribute("data-error", "exchange_unreachable"));
  // In Firefox a part that could not be loaded is never asked for again on that page.
  expect(screen.getByRole("alert")).toHaveTextContent("Part of this page did not load. Reload the page and try again.");
  expect(popup.close).not.toHaveBeenCalled();
});

it("waits no longer than ten seconds for it", async () => {
  await vi.dynamicImportSettled();
  network.load = () => new Promise(() => undefined);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const button = screen.getByRole("button");
  fireEvent.click(button);
  act(() => void vi.advanceTimersByTime(9_999));
  expect(button).toHaveAttribute("data-status", "awaiting");
  act(() => void vi.advanceTimersByTime(1));
  expect(button).toHaveAttribute("data-error", "exchange_unreachable");
});
