import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { openBrowser } from "./openBrowser";
import { type Site, type SiteOptions, startSite } from "./startSite";

/** What the tests of one file share, from {@link visitSite} on. */
export let browser: Browser;
export let site: Site;
export let page: Page;

/** Before the tests of a file opens a page for a site of their own; after them closes both. */
export function visitSite(options?: SiteOptions): void {
  beforeAll(async () => {
    site = await startSite(options);
    browser = await openBrowser();
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
}
