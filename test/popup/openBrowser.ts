import { type Browser, chromium, type LaunchOptions } from "playwright-core";
import { LAUNCH_OPTIONS, withoutFeatures } from "../e2e/browser";

/**
 * Chromium as users have it, with its popup blocker, and with a storage of its own for each site that a frame is shown in: Playwright
 * turns both off.
 */
const POPUP_OPTIONS: LaunchOptions = {
  ...LAUNCH_OPTIONS,
  ignoreDefaultArgs: [...(LAUNCH_OPTIONS.ignoreDefaultArgs as string[]), "--disable-popup-blocking"],
  args: [...(LAUNCH_OPTIONS.args ?? []), withoutFeatures("Translate", "HttpsUpgrades", "MediaRouter")],
};

export const openBrowser = (): Promise<Browser> => chromium.launch(POPUP_OPTIONS);
