import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import dts from "rollup-plugin-dts";
import esbuild from "rollup-plugin-esbuild";
import preserveDirectives from "rollup-preserve-directives";

const pkg = JSON.parse(await readFile(new URL("package.json", import.meta.url), "utf8"));
const peers = Object.keys(pkg.peerDependencies);
const external = (id) => peers.some((name) => id === name || id.startsWith(`${name}/`));
const input = {
  index: "src/index.ts",
  "core/index": "src/core/index.ts",
  "server/index": "src/server/index.ts",
  "postgres/index": "src/postgres/index.ts",
  "testing/index": "src/testing/index.ts",
  "locales/en": "src/locales/en.ts",
  "locales/fr": "src/locales/fr.ts",
};
const onwarn = (warning) => {
  throw new Error(warning.message);
};

const stylesheet = {
  name: "stylesheet",
  async writeBundle() {
    await mkdir("dist", { recursive: true });
    await copyFile("src/styles.css", "dist/styles.css");
    // For `noUncheckedSideEffectImports`, which TypeScript 6 has on.
    await writeFile("dist/styles.css.d.cts", "export {};\n");
  },
};

const bin = {
  name: "bin",
  /** Bundles the command with everything that it uses, so that it needs no other package. esbuild does it, because it reads CommonJS. */
  async writeBundle() {
    const { metafile } = await build({
      entryPoints: ["src/cli/index.ts"],
      outfile: "dist/cli.js",
      bundle: true,
      minifySyntax: true,
      minifyWhitespace: true,
      platform: "node",
      target: "node20",
      format: "esm",
      legalComments: "none",
      banner: {
        js: '#!/usr/bin/env node\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
      },
      metafile: true,
      logLevel: "error",
    });
    await chmod("dist/cli.js", 0o755);
    await writeFile("dist/cli.LICENSES.txt", await licencesOf(Object.keys(metafile.inputs)));
  },
};

/** What the authors of the bundled packages ask to keep with every copy. */
async function licencesOf(files) {
  const packages = new Set(
    files.flatMap((file) => file.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []),
  );
  const notices = [...packages].sort().map(async (folder) => {
    const { name, version } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
    if (!file) throw new Error(`${name} has no licence that could be kept.`);
    return `${name} ${version}\n\n${(await readFile(`${folder}/${file}`, "utf8")).trim()}\n`;
  });
  return (await Promise.all(notices)).join(`\n${"-".repeat(80)}\n\n`);
}

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

const runtime = {
  input,
  external,
  onwarn,
  treeshake: { moduleSideEffects: false },
  // `tsconfig: false`, or "use strict" is written above "use client".
  plugins: [esbuild({ target: "es2022", jsx: "automatic", tsconfig: false }), preserveDirectives(), stylesheet],
  output: [code("esm", "js"), code("cjs", "cjs")],
};

const typesAndBin = {
  input,
  external,
  onwarn,
  plugins: [dts({ tsconfig: "src/tsconfig.json" }), bin],
  output: [declarations("d.ts"), declarations("d.cts")],
};

/** `npm start` runs the code alone, which is built in a third of the time. */
export default async ({ configCodeOnly }) => {
  if (configCodeOnly) return runtime;
  await rm("dist", { recursive: true, force: true });
  return [runtime, typesAndBin];
};
