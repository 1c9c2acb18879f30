// As setup.ts, without React and a page.
import { afterEach, beforeEach, vi } from "vitest";

beforeEach(() => {
  // The network is refused unless a test serves it.
  vi.stubGlobal("fetch", () => {
    throw new Error("A test reached for the network.");
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});
