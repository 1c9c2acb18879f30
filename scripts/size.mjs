// Minified and compressed by Brotli, peers external, against the budgets below: what a host's users download.
import { readFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";
import { transform } from "esbuild";
import { rollup } from "rollup";
import { build } from "vite";

/** Bytes: what was measured, rounded up. Who raises one says in the commit what for. */
const BUDGETS = [
  ["everything from .", `export * from "react-fullscript-connect"`, 20_150],
  [
    "button with its hook",
    `export { FullscriptConnectButton, useFullscriptAuth } from "react-fullscript-connect"`,
    7_800,
  ],
  [
    "callback with its hook",
    `export { FullscriptCallback, useFullscriptCallback } from "react-fullscript-connect"`,
    14_800,
  ],
  [
    "card with its hook",
    `export { FullscriptConnectionCard, useFullscriptConnection } from "react-fullscript-connect"`,
    10_800,
  ],
  ["./core", `export * from "react-fullscript-connect/core"`, 11_900],
  ["./server", `export * from "react-fullscript-connect/server"`, 7_000],
  ["./postgres", `export * from "react-fullscript-connect/postgres"`, 2_400],
  ["./locales/fr", `export * from "react-fullscript-connect/locales/fr"`, 1_850],
  [
    "an import of nothing",
    `import "react-fullscript-connect"; import "react-fullscript-connect/core"; import "react-fullscript-connect/server"; import "react-fullscript-connect/postgres"`,
    1,
  ],
];

/** What each export brings with it, which tells that the others stay away. */
const EXPORTS = {
  ".": {
    ConnectButtonView: 1_950,
    ConnectionCardView: 2_150,
    FullscriptCallback: 14_800,
    FullscriptConnectButton: 7_800,
    FullscriptConnectionCard: 10_800,
    FullscriptError: 200,
    forgetTransactions: 1_450,
    useFullscriptAuth: 5_050,
    useFullscriptCallback: 12_000,
    useFullscriptConnection: 4_150,
    CallbackPanel: 3_500,
  },
  "./core": {
    FULLSCRIPT_ORIGINS: 110,
    FullscriptError: 200,
    createAuthorizationRequest: 2_900,
    decodeState: 300,
    encodeState: 950,
    forgetTransactions: 1_450,
    parseAuthorizationResponse: 630,
    createCallbackSession: 11_900,
  },
  "./postgres": {
    createPostgresStore: 2_400,
    postgresSchema: 550,
  },
  "./server": {
    FullscriptError: 200,
    createConnectionHandler: 6_100,
    createMemoryStore: 360,
    toNodeListener: 1_220,
  },
};
for (const [entry, budgets] of Object.entries(EXPORTS)) {
  const name = `react-fullscript-connect${entry.slice(1)}`;
  // One without a budget is over it.
  for (const each of Object.keys(await import(name)))
    BUDGETS.push([`${entry} { ${each} }`, `export { ${each} } from "${name}"`, budgets[each] ?? 0]);
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
  const bundled = await rollup({
    input: "entry",
    external: isPeer,
    plugins: [entry],
    treeshake: { moduleSideEffects: false },
    onLog: () => undefined,
  });
  const { output } = await bundled.generate({ format: "esm" });
  const loaded = output.filter(({ isEntry }) => isEntry);
  for (const { imports } of loaded)
    loaded.push(...output.filter((chunk) => imports.includes(chunk.fileName) && !loaded.includes(chunk)));
  const minified = await Promise.all(
    loaded.map(({ code }) => transform(code, { minify: true, format: "esm", target: "es2022" })),
  );
  return Buffer.from(minified.map(({ code }) => code).join(""));
}

/** What a page loads at once beside React, built by Vite as a host does: react-query's part is counted. */
async function buildPage(imported, used) {
  const isReact = (id) => /^react(-dom)?($|\/)/.test(id);
  const { output } = await build({
    configFile: false,
    logLevel: "silent",
    plugins: [
      {
        name: "page",
        resolveId: (id) =>
          id === "page" ? id : published[id.replace("react-fullscript-connect", ".")]?.import.default,
        load: (id) => (id === "page" ? `${imported}; globalThis.page = [${used}];` : null),
      },
    ],
    build: { write: false, rolldownOptions: { input: "page", external: isReact } },
  });
  const loaded = output.filter(({ isEntry }) => isEntry);
  for (const { imports } of loaded)
    loaded.push(...output.filter((chunk) => imports.includes(chunk.fileName) && !loaded.includes(chunk)));
  return Buffer.from(loaded.map(({ code }) => code).join(""));
}

const rows = await Promise.all(
  BUDGETS.map(async ([name, contents, budget]) => [name, compressed(await bundle(contents)), budget]),
);
rows.push([
  "./styles.css",
  compressed(
    Buffer.from((await transform(await readFile("dist/styles.css", "utf8"), { loader: "css", minify: true })).code),
  ),
  2_400,
]);

const PAGES = [
  [
    "a Vite page with one button",
    `import { FullscriptConnectButton } from "react-fullscript-connect"`,
    "FullscriptConnectButton",
    8_250,
  ],
  [
    "a Vite page with button and callback",
    `import { FullscriptCallback, FullscriptConnectButton } from "react-fullscript-connect"`,
    "FullscriptConnectButton, FullscriptCallback",
    18_600,
  ],
];
for (const [name, imported, used, budget] of PAGES)
  rows.push([name, compressed(await buildPage(imported, used)), budget]);

for (const [name, size, budget] of rows)
  console.log(
    `${name.padEnd(48)}${String(size).padStart(7)} of ${String(budget).padStart(6)} bytes${size > budget ? "  OVER" : ""}`,
  );
if (rows.some(([, size, budget]) => size > budget)) process.exitCode = 1;
