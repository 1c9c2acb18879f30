import type { Browser, Page } from "puppeteer-core";
import type { Driver } from "./Driver";

/** One user of Firefox, in a container of their own. */
export async function driveFirefox(browser: Browser): Promise<Driver<Page>> {
  const context = await browser.createBrowserContext();
  return {
    open: () => context.newPage({ type: "window" }),
    handles: async () => (await context.pages()).filter((page) => !page.isClosed()),
    navigate: async (page, url) => {
      await page.goto(url, { waitUntil: "domcontentloaded" });
    },
    evaluate: (page, expression) => page.evaluate(expression),
    click: async (page, expression) => {
      const element = (await page.evaluateHandle(expression)).asElement();
      if (!element) throw new Error(`No element: ${expression}`);
      await element.click();
    },
    close: (page) => page.close(),
    setCookie: async (_, name, value) =>
      context.setCookie({ name, value, domain: "localhost", path: "/", httpOnly: true, sameSite: "Lax" }),
    end: () => context.close(),
  };
}
