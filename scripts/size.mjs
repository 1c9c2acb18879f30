// Minified and compressed by Brotli, peers external, against the budgets below: what a host's users download.
import { readFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";
import { transform } from "esbuild";
import { rollup } from "rollup";

/** Bytes: what was measured, rounded up. Who raises one says in the commit what for. */
const BUDGETS = [
  ["everything from .", `export * from "react-fullscript-connect"`, 17_650],
  ["button with its hook", `export { FullscriptConnectButton, useFullscriptAuth } from "react-fullscript-connect"`, 8_150],
  ["callback with its hook", `export { FullscriptCallback, useFullscriptCallback } from "react-fullscript-connect"`, 13_150],
  ["card with its hook", `export { FullscriptConnectionCard, useFullscriptConnection } from "react-fullscript-connect"`, 10_900],
  ["./core", `export * from "react-fullscript-connect/core"`, 7_550],
  ["./server", `export * from "react-fullscript-connect/server"`, 5_800],
  ["./locales/fr", `export * from "react-fullscript-connect/locales/fr"`, 1_800],
  ["an import of nothing", `import "react-fullscript-connect"; import "react-fullscript-connect/core"; import "react-fullscript-connect/server"`, 1],
  ...alone(".", { FullscriptError: 180, forgetTransactions: 780, useFullscriptAuth: 5_600, useFullscriptCallback: 10_500, useFullscriptConnection: 3_000 }),
  ...alone("./core", { FULLSCRIPT_ORIGINS: 110, decodeState: 300, encodeState: 1_160, parseAuthorizationResponse: 660, createAuthorizationRequest: 2_900, exchangeCode: 2_560, takeContinuation: 1_700 }),
  ...alone("./server", { createMemoryStore: 350, toNodeListener: 780 }),
];

/** What one export brings with it, which tells that the others stay away. */
function alone(entry, budgets) {
  return Object.entries(budgets).map(([name, budget]) => [`${entry} { ${name} }`, `export { ${name} } from "react-fullscript-connect${entry.slice(1)}"`, budget]);
}

const compressed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

const { exports: published, peerDependencies } = JSON.parse(await readFile("package.json", "utf8"));
const isPeer = (id) => Object.keys(peerDependencies).some((name) => id === name || id.startsWith(`${name}/`));

/** What a page loads at once: without what is fetched only where it is needed, such as for a window or an action that waits. */
async function bundle(contents) {
  const entry = {
    name: "entry",
    resolveId: (id) => (id === "entry" ? id : published[id.replace("react-fullscript-connect", ".")]?.import.default),
    load: (id) => (id === "entry" ? contents : null),
    transform: (code) => ({ code: code.replaceAll("process.env.NODE_ENV", '"production"'), map: null }),
  };
  const bundled = await rollup({ input: "entry", external: isPeer, plugins: [entry], treeshake: { moduleSideEffects: false }, onLog: () => undefined });
  const { output } = await bundled.generate({ format: "esm" });
  const loaded = output.filter(({ isEntry }) => isEntry);
  for (const { imports } of loaded) loaded.push(...output.filter((chunk) => imports.includes(chunk.fileName) && !loaded.includes(chunk)));
  const minified = await Promise.all(loaded.map(({ code }) => transform(code, { minify: true, format: "esm", target: "es2022" })));
  return Buffer.from(minified.map(({ code }) => code).join(""));
}

const rows = await Promise.all(BUDGETS.map(async ([name, contents, budget]) => [name, compressed(await bundle(contents)), budget]));
rows.push(["./styles.css", compressed(Buffer.from((await transform(await readFile("dist/styles.css", "utf8"), { loader: "css", minify: true })).code)), 1_800]);

for (const [name, size, budget] of rows) console.log(`${name.padEnd(42)}${String(size).padStart(7)} of ${String(budget).padStart(6)} bytes${size > budget ? "  OVER" : ""}`);
if (rows.some(([, size, budget]) => size > budget)) process.exitCode = 1;
