// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name) && !/node_modules|\.next/.test(entry.parentPath),
    )
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** What a file imports: packages by their name, files by their path from the root. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), "utf8"), true, true);
  return importedFiles.map(({ fileName }) =>
    fileName.startsWith(".") ? relative(root, join(root, dirname(file), fileName)) : fileName,
  );
}

const PARTS: [string, RegExp][] = [
  ["src/core", /^src\/core\//],
  ["src/locales", /^src\/locales\//],
  ["src/server", /^src\/(server|core)\//],
  ["src/postgres", /^src\/(postgres|server|core)\//],
  ["src/cli", /^(src\/cli\/|src\/(core|postgres)$|sandbox$|node:)/],
  ["src/testing", /^src\/(testing|server|core)\//],
  ["src/react", /^(src\/(react|core|locales)\/|react$|react\/|@tanstack\/react-query$)/],
];

const OUTSIDE = ["example", "sandbox", "stories", "test", "scripts", "bench"];
const PUBLIC = /^react-fullscript-connect(\/core|\/server|\/postgres|\/testing|\/locales\/\w+|\/styles\.css)?$/;

describe("arrows run one way", () => {
  it.each(PARTS)("%s imports only what it may", (folder, allowed) => {
    const files = filesBelow(folder);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) for (const imported of importsOf(file)) expect(imported, file).toMatch(allowed);
  });

  it("the public list of names is a list of names, and nothing else", () => {
    const source = readFileSync(join(root, "src/index.ts"), "utf8");
    expect(source.replaceAll(/^export (type )?\{[^}]*\} from "\.\/(core|react|locales)\/[\w/]+";$/gm, "").trim()).toBe(
      "",
    );
  });

  it.each(OUTSIDE)("%s imports the package by its public names alone", (folder) => {
    for (const file of filesBelow(folder)) {
      for (const imported of importsOf(file)) {
        // What core does for the package's own React half has no public name.
        expect(imported, file).not.toMatch(file.startsWith("test/core/inside/") ? /^src\/(?!core\/)/ : /^src\//);
        // Vite's `?raw` is no part of a name.
        const name = imported.replace(/\?raw$/, "");
        if (name.startsWith("react-fullscript-connect")) expect(name, file).toMatch(PUBLIC);
      }
    }
  });

  it("has no import circle", () => {
    const files = filesBelow("src");
    const extensions = [".ts", ".tsx", "/index.ts"];
    const graph = new Map(
      files.map((file) => [
        file,
        importsOf(file).flatMap((imported) =>
          extensions.map((end) => imported + end).filter((path) => files.includes(path)),
        ),
      ]),
    );
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      expect(path, "an import circle").not.toContain(file);
      if (done.has(file)) return;
      for (const imported of graph.get(file) ?? []) visit(imported, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });

  it("nothing names a DOM global outside the two files of the browser seam", () => {
    const names =
      /(?<![.\w"'`-])(window|document|location|history|navigator|localStorage|sessionStorage|indexedDB)(?=[.[(;,)])/;
    const seam = ["src/core/browser.ts", "src/core/callbackBrowser.ts"];
    for (const file of filesBelow("src").filter((name) => !seam.includes(name))) {
      const code = ts.transpileModule(readFileSync(join(root, file), "utf8"), {
        compilerOptions: { removeComments: true, target: ts.ScriptTarget.ESNext, jsx: ts.JsxEmit.ReactJSX },
      }).outputText;
      const strings = /(["'`])(?:\\.|(?!\1)[^\\])*\1/gs;
      expect(code.replaceAll(strings, '""').match(names)?.[0], file).toBeUndefined();
    }
  });
});
