import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import dts from "rollup-plugin-dts";
import esbuild from "rollup-plugin-esbuild";
import preserveDirectives from "rollup-preserve-directives";

const pkg = JSON.parse(await readFile(new URL("package.json", import.meta.url), "utf8"));
const peers = Object.keys(pkg.peerDependencies);
const external = (id) => peers.some((name) => id === name || id.startsWith(`${name}/`));
const input = { index: "src/index.ts", "core/index": "src/core/index.ts", "server/index": "src/server/index.ts", "testing/index": "src/testing/index.ts", "locales/en": "src/locales/en.ts", "locales/fr": "src/locales/fr.ts" };
const onwarn = (warning) => {
  throw new Error(warning.message);
};

await rm("dist", { recursive: true, force: true });

const stylesheet = {
  name: "stylesheet",
  async writeBundle() {
    await mkdir("dist", { recursive: true });
    await copyFile("src/styles.css", "dist/styles.css");
    // For `noUncheckedSideEffectImports`, which TypeScript 6 has on.
    await writeFile("dist/styles.css.d.cts", "export {};\n");
  },
};

const code = (format, extension) => ({
  dir: "dist",
  format,
  sourcemap: true,
  preserveModules: true,
  preserveModulesRoot: "src",
  entryFileNames: `[name].${extension}`,
  exports: "named",
});

const declarations = (extension) => ({
  dir: "dist",
  format: "esm",
  entryFileNames: `[name].${extension}`,
  chunkFileNames: `shared/[name].${extension}`,
});

export default [
  {
    input,
    external,
    onwarn,
    treeshake: { moduleSideEffects: false },
    // `tsconfig: false`, or "use strict" is written above "use client".
    plugins: [esbuild({ target: "es2022", jsx: "automatic", tsconfig: false }), preserveDirectives(), stylesheet],
    output: [code("esm", "js"), code("cjs", "cjs")],
  },
  { input, external, onwarn, plugins: [dts({ tsconfig: "src/tsconfig.json" })], output: [declarations("d.ts"), declarations("d.cts")] },
];
