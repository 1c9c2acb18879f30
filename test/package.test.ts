// @vitest-environment node
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";

// What `npm run build` made, as a stranger's Node and bundler see it.
const root = join(import.meta.dirname, "..");
const pkg = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  dependencies?: unknown;
  license: string;
  sideEffects: string[];
  exports: Record<string, unknown>;
  typesVersions: Record<string, Record<string, string[]>>;
};
const ENTRIES = [
  "react-fullscript-connect",
  "react-fullscript-connect/core",
  "react-fullscript-connect/server",
  "react-fullscript-connect/postgres",
  "react-fullscript-connect/testing",
];
const folder = mkdtempSync(join(tmpdir(), "package-"));

afterAll(() => rmSync(folder, { recursive: true }));

const run = (...parameters: string[]) =>
  execFileSync(process.execPath, parameters, { cwd: root, encoding: "utf8" }).trim();
const leaves = (value: unknown): string[] =>
  typeof value === "string" ? [value] : Object.values(value as object).flatMap(leaves);

describe("the published package", () => {
  it("has no runtime dependencies, the MIT licence, and no side effects but its stylesheet", () => {
    expect(pkg.dependencies).toBeUndefined();
    expect(pkg.license).toBe("MIT");
    expect(pkg.sideEffects).toEqual(["**/*.css"]);
  });

  it("holds every file that its entries name, with declarations and source maps", () => {
    const files = leaves(pkg.exports);
    for (const file of files) expect(existsSync(join(root, file)), file).toBe(true);
    for (const file of files.filter((name) => /\.c?js$/.test(name)))
      expect(existsSync(join(root, `${file}.map`)), file).toBe(true);
  });

  it("names the declarations of every sub-entry for moduleResolution node, which does not read exports", () => {
    const declared = Object.entries(pkg.exports)
      .filter(([entry]) => entry !== "." && entry !== "./package.json")
      .map(([entry, files]) => [
        entry.replace("./", ""),
        leaves(files)
          .filter((file) => /\.d\.c?ts$/.test(file))
          .slice(0, 1),
      ]);
    expect(pkg.typesVersions).toEqual({ "*": Object.fromEntries(declared) as unknown });
  });

  it.each(ENTRIES)("%s gives the same names by import and by require", (entry) => {
    const list = "console.log(Object.keys(entry).filter((name) => name !== 'default').sort().join())";
    const imported = run("--input-type=module", "-e", `import * as entry from ${JSON.stringify(entry)}; ${list}`);
    const required = run("--input-type=commonjs", "-e", `const entry = require(${JSON.stringify(entry)}); ${list}`);
    expect(imported).toBe(required);
    expect(imported.split(",").length).toBeGreaterThan(1);
  });

  // What `sideEffects` promises to bundlers, which leave out a module that nothing is used of.
  it.each(ENTRIES)("%s does nothing when it is imported, but to be there", (entry) => {
    const code = `const before = Reflect.ownKeys(globalThis); await import(${JSON.stringify(entry)}); console.log(Reflect.ownKeys(globalThis).filter((key) => !before.includes(key)).length, process.getActiveResourcesInfo().filter((name) => name === "Timeout").length)`;
    expect(run("--input-type=module", "-e", code)).toBe("0 0");
  });

  it.each(["core", "server", "postgres", "testing"])(
    "./%s runs where there is no DOM, no React and no Node",
    async (entry) => {
      const outfile = join(folder, `${entry}.cjs`);
      const { metafile } = await build({
        entryPoints: [join(root, `dist/${entry}/index.js`)],
        bundle: true,
        format: "cjs",
        outfile,
        metafile: true,
        logLevel: "silent",
      });
      expect(
        Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external)),
      ).toEqual([]);
      const bare = `
      const exports = {}; const module = { exports };
      const context = require("node:vm").createContext({ exports, module });
      require("node:vm").runInContext(require("node:fs").readFileSync(${JSON.stringify(outfile)}, "utf8"), context);
      console.log(Object.keys(module.exports).length > 0);`;
      expect(run("--input-type=commonjs", "-e", bare)).toBe("true");
    },
  );

  it("uses no more of React than its peers, and of Node nothing", async () => {
    const { metafile } = await build({
      entryPoints: [join(root, "dist/index.js")],
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      packages: "external",
    });
    const external = new Set(
      Object.values(metafile.inputs).flatMap(({ imports }) =>
        imports.filter((each) => each.external).map(({ path }) => path),
      ),
    );
    expect([...external].sort()).toEqual(["@tanstack/react-query", "react", "react/jsx-runtime"]);
  });

  it("gives every language whole, and to a button's page no more than the button's texts", async () => {
    const keys = (locale: string) =>
      run(
        "--input-type=module",
        "-e",
        `import * as all from "react-fullscript-connect/locales/${locale}"; console.log(Object.keys(all.${locale}).sort().join())`,
      );
    expect(keys("fr")).toBe(keys("en"));
    const stdin = { contents: 'export { FullscriptConnectButton } from "react-fullscript-connect"', resolveDir: root };
    const { outputFiles } = await build({
      stdin,
      bundle: true,
      write: false,
      format: "esm",
      tsconfigRaw: "{}",
      external: ["react", "react/*", "@tanstack/react-query"],
    });
    expect(outputFiles[0]?.text).toContain("Connect my Fullscript account");
    expect(outputFiles[0]?.text).not.toContain("Connect again");
  });

  it("resolves its stylesheet", () => {
    expect(
      readFileSync(createRequire(import.meta.url).resolve("react-fullscript-connect/styles.css"), "utf8"),
    ).toContain("[data-fullscript]");
  });

  it("rejects deep imports", () => {
    expect(() =>
      createRequire(import.meta.url).resolve("react-fullscript-connect/dist/react/callback/flight.js"),
    ).toThrow(/not defined by "exports"/);
  });
});
