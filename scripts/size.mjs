// Minified and compressed by Brotli, peers external, against the budgets below: what a host's users download.
import { readFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";

/** Bytes: what was measured, rounded up. Who raises one says in the commit what for. */
const BUDGETS = [
  ["everything from .", `export * from "react-fullscript-connect"`, 17_950],
  ["button with its hook", `export { FullscriptConnectButton, useFullscriptAuth } from "react-fullscript-connect"`, 9_750],
  ["callback with its hook", `export { FullscriptCallback, useFullscriptCallback } from "react-fullscript-connect"`, 12_900],
  ["card with its hook", `export { FullscriptConnectionCard, useFullscriptConnection } from "react-fullscript-connect"`, 11_450],
  ["./core", `export * from "react-fullscript-connect/core"`, 7_300],
  ["./server", `export * from "react-fullscript-connect/server"`, 5_700],
  ["./locales/fr", `export * from "react-fullscript-connect/locales/fr"`, 1_800],
];

const compressed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** What a page loads at once: without what is only fetched when a window is opened. */
async function bundle(contents, loader = "js") {
  const { outputFiles, metafile } = await build({
    stdin: { contents, loader, resolveDir: "." },
    bundle: true,
    minify: true,
    write: false,
    outdir: "out",
    splitting: loader === "js",
    metafile: true,
    format: "esm",
    target: "es2022",
    // Without the paths of tsconfig.json: what is measured is what is published.
    tsconfigRaw: "{}",
    define: { "process.env.NODE_ENV": '"production"' },
    external: ["react", "react/*", "react-dom", "@tanstack/react-query"],
  });
  const { outputs } = metafile;
  const loaded = Object.keys(outputs).filter((path) => outputs[path].entryPoint === "<stdin>");
  for (const path of loaded) {
    const next = outputs[path].imports.filter(({ kind, external }) => kind === "import-statement" && !external).map((each) => each.path);
    loaded.push(...next.filter((each) => !loaded.includes(each)));
  }
  return Buffer.concat(outputFiles.filter((file) => loaded.some((path) => file.path.endsWith(path))).map(({ contents }) => contents));
}

const rows = await Promise.all(BUDGETS.map(async ([name, contents, budget]) => [name, compressed(await bundle(contents)), budget]));
rows.push(["./styles.css", compressed(await bundle(await readFile("dist/styles.css", "utf8"), "css")), 1_800]);

for (const [name, size, budget] of rows) console.log(`${name.padEnd(24)}${String(size).padStart(7)} of ${String(budget).padStart(6)} bytes${size > budget ? "  OVER" : ""}`);
if (rows.some(([, size, budget]) => size > budget)) process.exitCode = 1;
