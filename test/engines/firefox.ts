import puppeteer, { type Browser } from "puppeteer-core";

/** Debian's Firefox ESR, or the one that FIREFOX_PATH names, driven by WebDriver BiDi. */
export const launchFirefox = (): Promise<Browser> => puppeteer.launch({ browser: "firefox", executablePath: process.env.FIREFOX_PATH ?? "/usr/bin/firefox-esr", headless: true });
