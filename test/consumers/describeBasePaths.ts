import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser } from "../e2e/browser";
import { type Front, type Serve, startFront } from "./front";

/** What every app whose router adds something to its paths owes: the user ends on the page that they left. */
export function describeBasePaths(name: string, pages: readonly string[], serveHost: () => Serve): void {
  describe(name, () => {
    let browser: Browser;
    let context: BrowserContext;
    let front: Front;
    let page: Page;

    beforeAll(async () => {
      front = await startFront(serveHost());
      browser = await launchBrowser();
    });
    afterAll(() => Promise.all([(browser as Browser | undefined)?.close(), (front as Front | undefined)?.close()]));
    beforeEach(async () => {
      front.reset("c0de", undefined);
      context = await browser.newContext();
      context.setDefaultTimeout(20_000);
      page = await context.newPage();
    });
    afterEach(() => context.close());

    const leaveFrom = async (path: string) => {
      await page.goto(front.origin + path);
      await page.getByRole("button", { name: "Connect", exact: true }).click();
    };
    const expectAt = async (path: string) => {
      await page.getByRole("heading", { name: "Integrations" }).waitFor();
      // Parameters of the host's own stay: a hash router cannot change what is before the hash.
      expect(page.url().replace("/?foo=a%20b&x=1#", "/#")).toBe(front.origin + path);
    };

    it.each(pages)("leads a connected user back to %s", async (path) => {
      await leaveFrom(path);
      await expect.poll(() => front.requests.filter(({ method }) => method === "POST").length).toBe(1);
      await expectAt(path);
    });

    it.each(pages)("leads a user who cancelled back to %s", async (path) => {
      await page.route("**/authorize?*", async (route) => {
        const query = new URL(route.request().url()).searchParams;
        const answer = new URLSearchParams({ error: "access_denied", state: query.get("state")! });
        const location = `${query.get("redirect_uri")}?${answer.toString()}`;
        await route.fulfill({
          contentType: "text/html",
          body: `<script>location.replace(${JSON.stringify(location)})</script>`,
        });
      });
      await leaveFrom(path);
      await page.locator("[data-fullscript=callback][data-status=cancelled]").waitFor();
      await page.getByRole("button", { name: "Go back" }).click();
      await expectAt(path);
    });
  });
}
