import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { FullscriptConnectButton } from "react-fullscript-connect";
import { globalBrowser } from "react-fullscript-connect/core";
import { expect, it, vi } from "vitest";
import { FULLSCRIPT } from "./host";

// As where the network is gone, or a deployment has replaced its files.
vi.mock("../../src/react/popupSession", () => {
  throw new TypeError("Failed to fetch dynamically imported module");
});

it("says so, and closes the window, where what follows it cannot be loaded", async () => {
  vi.spyOn(console, "warn").mockReturnValue();
  const popup = { closed: false, focus: vi.fn(), close: vi.fn(), postMessage: vi.fn() };
  vi.spyOn(globalBrowser, "open").mockReturnValue(popup);
  // Without StrictMode: of two loads at once, the runner gives the second the real module.
  render(<FullscriptConnectButton {...FULLSCRIPT} mode="popup" />);
  // It was asked for before the click, and is again by the click.
  await vi.dynamicImportSettled();
  const button = screen.getByRole("button");
  fireEvent.click(button);
  await waitFor(() => expect(button).toHaveAttribute("data-error", "exchange_unreachable"));
  expect(screen.getByRole("alert")).toHaveTextContent("could not be connected. Try again.");
  expect(popup.close).toHaveBeenCalledOnce();
});
