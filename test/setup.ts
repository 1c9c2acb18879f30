import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeEach, vi } from "vitest";

// The files of a worker share what they import from packages. Of this project each file gets modules and a page of its own.
vi.resetModules();
Reflect.deleteProperty(globalThis, Symbol.for("react-fullscript-connect.sessions.1"));

// Timers that a file leaves behind end with it. Otherwise they would go off in the next one.
const started = new Set<NodeJS.Timeout>();
const { setTimeout: startTimeout, setInterval: startInterval } = globalThis;
function track<Start extends typeof setTimeout | typeof setInterval>(start: Start): Start {
  const tracked = (...given: Parameters<typeof setTimeout>) => {
    const timer = start(...given);
    started.add(timer);
    return timer;
  };
  return Object.assign(tracked, start);
}
Object.assign(globalThis, { setTimeout: track(startTimeout), setInterval: track(startInterval) });
afterAll(() => {
  for (const timer of started) clearTimeout(timer);
  Object.assign(globalThis, { setTimeout: startTimeout, setInterval: startInterval });
});

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 20_000 });

// Vitest's own second is too short for a busy machine.
const { waitFor } = vi;
vi.waitFor = (callback, options) =>
  waitFor(callback, { timeout: 20_000, ...(typeof options === "number" ? { timeout: options } : options) });

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
  if (history.state !== null || location.href !== `${location.origin}/`) history.replaceState(null, "", "/");
});
