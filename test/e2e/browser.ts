import { type Browser, chromium, type LaunchOptions, type Page } from "playwright-core";

/** Debian's Chromium, or the one that CHROMIUM_PATH names; with the back/forward cache that Playwright turns off. */
export const LAUNCH_OPTIONS: LaunchOptions = {
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  ignoreDefaultArgs: ["--disable-back-forward-cache"],
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking"],
};

export const launchBrowser = (): Promise<Browser> => chromium.launch(LAUNCH_OPTIONS);

/** Signs in at the sandbox as the practitioner that it offers. */
export async function signIn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

export async function authorize(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Authorize" }).click();
}
