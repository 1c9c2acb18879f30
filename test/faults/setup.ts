import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { TestProject } from "vitest/node";
import { printReport } from "./report";

declare module "vitest" {
  interface ProvidedContext {
    /** Holds the bundled host and, by and by, what was measured. */
    faultsFolder: string;
  }
}

/** Bundles the host once for all cells; after the last one prints what was measured. */
export default async function setup(project: TestProject): Promise<() => void> {
  if (!existsSync(join(import.meta.dirname, "../../dist/index.js"))) throw new Error("There is no dist/. The fault matrix runs on what was built: npm run build.");
  const folder = mkdtempSync(join(tmpdir(), "faults-"));
  // React's StrictMode mounts twice in development alone; what users get is production.
  await Promise.all([bundle(folder, "development"), bundle(folder, "production")]);
  project.provide("faultsFolder", folder);
  return () => {
    printReport(folder);
    rmSync(folder, { recursive: true });
  };
}

async function bundle(folder: string, mode: string): Promise<void> {
  const { metafile } = await build({
    entryPoints: [join(import.meta.dirname, "host/main.tsx")],
    outfile: join(folder, `${mode}.js`),
    bundle: true,
    metafile: true,
    format: "esm",
    target: "es2022",
    minify: mode === "production",
    define: { "process.env.NODE_ENV": JSON.stringify(mode) },
    // Not the project's own, whose paths lead to the source.
    tsconfigRaw: { compilerOptions: { jsx: "react-jsx" } },
    logLevel: "warning",
  });
  const fromSource = Object.keys(metafile.inputs).filter((path) => /^src\//.test(path));
  if (fromSource.length > 0) throw new Error(`The host was bundled from the source, not from dist/: ${fromSource.join()}`);
}
