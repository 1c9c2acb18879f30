import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../..");

/** The code blocks of a page of the docs that begin with a file's name. */
export function filesIn(page: string): Map<string, string> {
  const text = readFileSync(join(root, page), "utf8");
  return new Map([...text.matchAll(/^```tsx?\n\/\/ (\S+)\n(.*?)^```$/gms)].map(([, name, code]) => [name!, code!]));
}

/** What a bundler's template gives to the README's app. */
export const TEMPLATE = {
  "index.html":
    '<!doctype html><html lang="en"><div id="root"></div><script type="module" src="/src/main.tsx"></script></html>',
  "src/main.tsx": `import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import App from "./App";
createRoot(document.getElementById("root")!).render(<StrictMode><App /></StrictMode>);`,
  "src/vite-env.d.ts":
    "interface ImportMetaEnv { readonly VITE_FULLSCRIPT_CLIENT_ID: string }\ninterface ImportMeta { readonly env: ImportMetaEnv }\n",
  "package.json": '{ "type": "module" }',
};

/** A stranger's project in a folder of its own: these files, and these packages. */
export function writeProject(files: Iterable<[string, string]>, packages: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "host-"));
  for (const [name, code] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), code);
  }
  for (const name of packages) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  return folder;
}

/** Installs the package into a project, as npm would publish it: no bundler follows a link out of its folder. */
export function installTarball(project: string): void {
  const installed = join(project, "node_modules/react-fullscript-connect");
  const folder = mkdtempSync(join(tmpdir(), "tarball-"));
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], { cwd: root });
  execFileSync("tar", ["-xzf", join(folder, readdirSync(folder)[0]!), "-C", installed, "--strip-components=1"]);
  rmSync(folder, { recursive: true });
}

/** What TypeScript has against these files of a project. */
export function problemsIn(project: string, names: readonly string[]): string[] {
  const program = ts.createProgram(
    names.map((name) => join(project, name)),
    {
      strict: true,
      noEmit: true,
      jsx: ts.JsxEmit.ReactJSX,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      types: ["node"],
      skipLibCheck: true,
    },
  );
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText, file }) => `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
}
