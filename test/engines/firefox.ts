import { userInfo } from "node:os";
import type { Browser } from "puppeteer-core";

/** Debian's Firefox ESR, or the one that FIREFOX_PATH names, driven by WebDriver BiDi. */
export async function launchFirefox(): Promise<Browser> {
  // Loaded late: whoever runs Chromium alone doesn't have it.
  const { launch } = await import("puppeteer-core");
  return launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX_PATH ?? "/usr/bin/firefox-esr",
    headless: true,
    // It does not start for root in somebody else's home, as in a container of a CI service.
    env: { ...process.env, HOME: userInfo().homedir },
  });
}
