import { mockEndpoint, prepareTransaction } from "react-fullscript-connect/testing";
import { afterEach, expect, it, vi } from "vitest";
import { FULLSCRIPT } from "../react/host";

afterEach(() => vi.unstubAllGlobals());

// In Jest's jsdom, with Node's help, they work: test/consumers/jest.test.ts.
it.each([
  ["crypto.subtle", () => vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) })],
  ["TextEncoder", () => Reflect.deleteProperty(globalThis, "TextEncoder")],
])("names %s if it is missing and cannot be added", (name, remove) => {
  vi.stubGlobal("process", {});
  vi.stubGlobal("TextEncoder", TextEncoder);
  remove();
  const sentence = `${name} is missing: run Jest on Node 20.16 or newer, or open the page over https.`;
  expect(() => mockEndpoint()).toThrow(sentence);
  expect(() => prepareTransaction(FULLSCRIPT)).toThrow(sentence);
});
