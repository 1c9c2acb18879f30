// For mutation tests, run anew for each change that is made to the source: it is quick, and it needs neither React nor a page.
import { afterEach, beforeEach, vi } from "vitest";

// Fifty runs of each property, and of a counterexample the first will do; ASCII, because a list of all of Unicode takes a second to make.
vi.mock(import("fast-check"), async (importOriginal) => {
  const { default: fc, ...names } = await importOriginal();
  const quick: Partial<typeof fc> = {
    assert: ((property, parameters) =>
      fc.assert(property, { ...parameters, numRuns: 50, endOnFailure: true })) as typeof fc.assert,
    string: (constraints) => fc.string({ ...constraints, unit: "grapheme-ascii" }),
    jsonValue: (constraints) => fc.jsonValue({ ...constraints, stringUnit: "grapheme-ascii" }),
  };
  return { ...names, default: { ...fc, ...quick } };
});

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
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});
