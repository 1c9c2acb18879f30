import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";

beforeEach(() => {
  // The network is refused unless a test serves it.
  vi.stubGlobal("fetch", () => {
    throw new Error("A test reached for the network.");
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
  if (typeof window === "undefined") return;
  localStorage.clear();
  history.replaceState(null, "", "/");
});
