import { defineBrowserProvider } from "@vitest/browser";
import { playwright } from "@vitest/browser-playwright";
import type { BrowserProviderOption } from "vitest/node";
import { LAUNCH_OPTIONS } from "../e2e/browser";
import { launchFirefox } from "./firefox";
import { WebKit } from "./WebKit";

export const ENGINES = ["chromium", "firefox", "webkit"] as const;
export type Engine = (typeof ENGINES)[number];

/** How Vitest opens a page with tests in each engine. Tests act inside the page, so that nothing but opening and closing is asked for. */
export const PROVIDERS: Record<Engine, () => BrowserProviderOption> = {
  chromium: () => playwright({ launchOptions: LAUNCH_OPTIONS }),
  firefox: () =>
    provide("firefox", launchFirefox, async (browser, url) => {
      const page = await browser.newPage();
      await page.setViewport({ width: 1024, height: 768 });
      await page.goto(url);
    }),
  webkit: () =>
    provide(
      "webkit",
      () => WebKit.start(),
      (browser, url) => browser.send("POST", "/url", { url }),
    ),
};

/** A provider that opens every page in one browser. */
function provide<Browser extends { close: () => Promise<void> }>(
  engine: Engine,
  start: () => Promise<Browser>,
  open: (browser: Browser, url: string) => Promise<unknown>,
): BrowserProviderOption {
  let browser: Promise<Browser> | undefined;
  return defineBrowserProvider({
    name: engine,
    supportedBrowser: [engine],
    options: {},
    providerFactory: () => ({
      name: engine,
      supportsParallelism: false,
      getCommandsContext: () => ({}),
      openPage: async (_session, url) => {
        await open(await (browser ??= start()), url);
      },
      close: async () => {
        const closing = browser;
        browser = undefined;
        await (await closing)?.close();
      },
    }),
  });
}
