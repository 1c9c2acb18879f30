/** Globals that browsers and Node have, and `jest-environment-jsdom` hides. */
const NAMES = ["Request", "Response", "TextDecoder", "TextEncoder", "structuredClone"] as const;

interface NodeProcess {
  getBuiltinModule?: (name: "node:vm") => { runInThisContext: (code: string) => typeof globalThis };
}

/**
 * Adds the parts of the web platform that `jest-environment-jsdom` hides, `crypto.subtle` among them. They come from the Node that
 * runs Jest. Does nothing if nothing is missing.
 */
export function completePlatform(): void {
  const missing = NAMES.filter((name) => !(name in globalThis));
  const hasSubtle = "subtle" in crypto;
  if (hasSubtle && missing.length === 0) return;
  const { process } = globalThis as { process?: NodeProcess };
  const vm = process?.getBuiltinModule?.("node:vm");
  if (!vm) {
    throw new Error(
      `${hasSubtle ? missing.join() : "crypto.subtle"} is missing: run Jest on Node 20.16 or newer, or open the page over https.`,
    );
  }
  const node = vm.runInThisContext("globalThis");
  const define = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  for (const name of missing) define(globalThis, name, node[name]);
  if (!hasSubtle) define(crypto, "subtle", node.crypto.subtle);
}
