import { type Browser, chromium, type LaunchOptions, type Page } from "playwright-core";

/** Chromium prepares them for each window: pages of the address bar, and a process to spare. No test sees them, and they take as long as the page under test. */
const RESERVES = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"];

/** The last `--disable-features` is the one that counts, so Playwright's own have to be named again. */
export const withoutFeatures = (...names: string[]): string => `--disable-features=${[...RESERVES, ...names].join()}`;

/** Those of them that matter here. */
const PLAYWRIGHTS = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
];

/** Debian's Chromium, or the one that CHROMIUM_PATH names; with the back/forward cache that Playwright turns off. */
export const LAUNCH_OPTIONS: LaunchOptions = {
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  ignoreDefaultArgs: ["--disable-back-forward-cache"],
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    withoutFeatures(...PLAYWRIGHTS),
  ],
};

export const launchBrowser = (): Promise<Browser> => chromium.launch(LAUNCH_OPTIONS);

/** Signs in at the sandbox as the practitioner that it offers. */
export async function signIn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

export async function authorize(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Authorize" }).click();
}
