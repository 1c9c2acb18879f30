import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser } from "../e2e/browser";
import type { Consumer } from "./Consumer";
import { Visit } from "./Visit";

/** What every app owes its users. `more` are tests of its own. */
export function describeConsumer(name: string, consumer: () => Consumer, more?: (visit: () => Visit) => void): void {
  describe(name, () => {
    let browser: Browser;
    let visit: Visit;

    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());
    beforeEach(async () => {
      visit = await Visit.open(browser, consumer());
    });
    afterEach(() => visit.close());

    it("connects with one token request, and returns the user to their page", async () => {
      await visit.leave();
      await visit.authorize();
      await visit.expectConnected();
    });

    it("says that connecting was cancelled, and connects from there", async () => {
      await visit.leave();
      await visit.cancel();
      await visit.page.getByRole("heading", { name: "Connection cancelled" }).waitFor();
      expect(visit.page.url()).toBe(`${consumer().origin}/fullscript/callback`);
      expect(visit.posted).toEqual([]);
      await visit.page.getByRole("button", { name: "Connect again" }).click();
      await visit.authorize();
      await visit.expectConnected();
    });

    more?.(() => visit);
  });
}
