import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { bundleHost } from "../bundleHost";
import { printReport } from "./report";

declare module "vitest" {
  interface ProvidedContext {
    /** Holds the bundled host and, by and by, what was measured. */
    faultsFolder: string;
  }
}

/** Bundles the host once for all cells; after the last one prints what was measured. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "faults-"));
  // React's StrictMode mounts twice in development alone; what users get is production.
  for (const mode of ["development", "production"] as const)
    writeFileSync(join(folder, `${mode}.js`), await bundleHost("faults/host/main.tsx", mode));
  project.provide("faultsFolder", folder);
  return () => {
    printReport(folder);
    rmSync(folder, { recursive: true });
  };
}
