import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext } from "playwright-core";
import { ensureChromium } from "../scripts/chromium.mjs";

/** A browser with a profile on disk, as users have: a private one would keep IndexedDB in memory. */
export async function launch(): Promise<{ context: BrowserContext; version: string; close: () => Promise<void> }> {
  const profile = await mkdtemp(join(tmpdir(), "bench-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  context.setDefaultTimeout(30_000);
  return {
    context,
    version: context.browser()?.version() ?? "",
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
