import { chromium } from "playwright-core";
import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { bundleHost } from "../bundleHost";
import { LAUNCH_OPTIONS } from "../e2e/browser";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the one browser of all these tests listens. */
    looksBrowser: string;
    /** Holds the bundled hosts. */
    looksFolder: string;
  }
}

/** Starts one browser and bundles the host once, for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "looks-"));
  // React compares server and browser, and the callback hints to developers, in development alone; what users get is production.
  for (const mode of ["development", "production"] as const)
    writeFileSync(join(folder, `${mode}.js`), await bundleHost("looks/host/main.tsx", mode));
  const browser = await chromium.launchServer(LAUNCH_OPTIONS);
  project.provide("looksBrowser", browser.wsEndpoint());
  project.provide("looksFolder", folder);
  return async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  };
}
