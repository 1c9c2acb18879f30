import { type Browser, chromium, type LaunchOptions, type Page } from "playwright-core";

/** What each window of Chromium's has in reserve, pages of its address bar and a process, which takes it as long as a page of ours and no test sees. */
const RESERVES = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"];

/** The last `--disable-features` is the one that counts: whatever of Playwright's a test needs is named again. */
export const withoutFeatures = (...names: string[]): string => `--disable-features=${[...RESERVES, ...names].join()}`;

const PLAYWRIGHTS = ["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect"];

/** Debian's Chromium, or the one that CHROMIUM_PATH names; with the back/forward cache that Playwright turns off. */
export const LAUNCH_OPTIONS: LaunchOptions = {
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  ignoreDefaultArgs: ["--disable-back-forward-cache"],
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", withoutFeatures(...PLAYWRIGHTS)],
};

export const launchBrowser = (): Promise<Browser> => chromium.launch(LAUNCH_OPTIONS);

/** Signs in at the sandbox as the practitioner that it offers. */
export async function signIn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

export async function authorize(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Authorize" }).click();
}
