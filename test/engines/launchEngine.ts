import { launchBrowser } from "../e2e/browser";
import { chromiumOf } from "../faults/chromium";
import type { Engine } from "../faults/Session";
import { DrivenSession } from "./DrivenSession";
import { driveFirefox } from "./driveFirefox";
import { driveWebKit } from "./driveWebKit";
import { launchFirefox } from "./firefox";

/** Chromium, or the engine that ENGINE names. */
export async function launchEngine(): Promise<Engine> {
  switch (process.env.ENGINE) {
    case "firefox": {
      const browser = await launchFirefox();
      return {
        open: async (world, ears) => new DrivenSession(await driveFirefox(browser), world, ears),
        close: () => browser.close(),
      };
    }
    case "webkit":
      return {
        open: async (world, ears) => new DrivenSession(await driveWebKit(), world, ears),
        close: () => Promise.resolve(),
      };
    default:
      return chromiumOf(await launchBrowser());
  }
}
