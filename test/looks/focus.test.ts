import { describe, expect, it } from "vitest";
import { arrive, CANCEL, CODE, end, panels } from "./arrive";
import { ENDPOINT } from "./host/scene";
import { page, site, visitSite } from "./visitSite";

visitSite();

const focused = () =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);
const UNAUTHORIZED = "You have been signed out of this app";

describe("the focus", () => {
  it("moves to the heading as soon as there is an outcome, and not before", async () => {
    site.show({ callbacks: [{}], hasField: true });
    await end(page, site, "exchanging", CODE, "never");
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
    await end(page, site, "cancelled", CANCEL);
    expect(await focused()).toBe("Connection cancelled");
  });

  it("stays on the element that the host or the user has focused", async () => {
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (answer = resolve));
    site.show({ callbacks: [{}], hasField: true });
    await arrive(
      page,
      site,
      CODE,
      asked.then(() => ({ status: 404 })),
    );
    await panels(page, "exchanging").waitFor();
    await page.getByLabel("The host's own").focus();
    answer();
    await panels(page, "failed").waitFor();
    expect(await focused()).toBe("The host's own");
  });

  it("returns to the heading after another failure, although the button had disappeared", async () => {
    site.show({ callbacks: [{}], hasField: true });
    await end(page, site, "failed", CODE, { status: 401 });
    expect(await focused()).toBe(UNAUTHORIZED);
    for (const key of ["Enter", " "]) {
      await page.keyboard.press("Tab");
      expect(await focused()).toBe("Try again");
      const [answered] = await Promise.all([page.waitForResponse(`**${ENDPOINT}`), page.keyboard.press(key)]);
      expect(answered.status()).toBe(401);
      await page.waitForFunction((title) => document.activeElement?.textContent === title, UNAUTHORIZED);
      expect(await panels(page).getAttribute("data-status")).toBe("failed");
    }
  });

  it("leaves the callback by Tab: it is no trap", async () => {
    site.show({ callbacks: [{}], buttons: [{}] });
    await end(page, site, "cancelled", CANCEL);
    for (const name of ["Connect again", "Go back"]) {
      await page.keyboard.press("Tab");
      expect(await focused()).toBe(name);
    }
    await page.keyboard.press("Tab");
    expect(await panels(page).evaluate((panel) => panel.contains(document.activeElement))).toBe(false);
    await page.getByRole("button", { name: "Connect again" }).focus();
    await page.keyboard.press("Shift+Tab");
    expect(await focused()).toBe("Connect my Fullscript account");
  });
});
