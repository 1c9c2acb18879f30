import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openBrowser } from "./openBrowser";
import { authorize, Scene } from "./Scene";

const folder = inject("faultsFolder");
const COOP = "Cross-Origin-Opener-Policy";

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

type Options = Parameters<typeof Scene.run>[2];
const scene = (name: string, options: Options, act: (scene: Scene) => Promise<void>) =>
  it.concurrent(name, () => Scene.run(browser, folder, { frame: {}, ...options }, act));
const asksFirst = { hasConsented: false };
const isAtConsent = (popup: Page) => popup.getByRole("button", { name: "Authorize" }).waitFor();

/** The window has lost its app: it says so, posts nothing, and the frame offers to go on. */
async function isLost(scene: Scene, popup: Page): Promise<void> {
  const panel = await scene.shows(popup, "failed");
  expect(await panel.getAttribute("data-error")).toBe("state_mismatch");
  expect(await panel.innerText()).toMatch(/[Cc]lose (this window|it)\b/);
  expect(popup.url()).not.toContain("code=");
  await scene.settles(0, [popup]);
}

describe("a window over another site's page that has the app in a frame", () => {
  scene(
    "opens by default; its answer is posted once, by the frame and in the frame's session, and it closes",
    asksFirst,
    async (scene) => {
      const popup = await scene.open();
      await isAtConsent(popup);
      const session = await scene.session(scene.app);
      const posted = scene.visit.context.waitForEvent(
        "request",
        (request) => request.method() === "POST" && request.url().startsWith(scene.world.origin),
      );
      await authorize(popup);
      await scene.closes(popup);
      await scene.reaches("connected");
      await scene.app.locator("[data-told=true]").waitFor();
      expect((await posted).frame()).toBe(scene.app);
      expect(scene.world.proxy.posts[0]?.cookie).toContain(session);
      // It is another one than the window's would have been, and so is the storage; or else nothing is proven here.
      const own = await scene.visit.open(scene.world.origin);
      expect(await scene.session(own)).not.toBe(session);
      expect(await own.evaluate(() => localStorage.length)).toBe(0);
      await scene.settles(1);
    },
  );

  scene("closes at once where Fullscript sends straight back", {}, async (scene) => {
    await scene.closes(await scene.open());
    await scene.reaches("connected");
    await scene.settles(1);
  });

  scene("is told of a cancel", asksFirst, async (scene) => {
    const popup = await scene.open();
    await popup.getByRole("button", { name: "Cancel" }).click();
    await scene.closes(popup);
    await scene.reaches("cancelled");
    await scene.settles(0);
  });

  scene(
    "can reach nobody behind a policy of Fullscript's: it says so, and the frame offers to go on",
    { ...asksFirst, sandbox: { openerPolicy: "same-origin" } },
    async (scene) => {
      const popup = await scene.open();
      await isAtConsent(popup);
      await authorize(popup);
      await isLost(scene, popup);
      await scene.app.getByText("If the Fullscript window is still open, continue there.").waitFor();
      expect(await scene.button().innerText()).toBe("Connect my Fullscript account");
      await scene.app.getByRole("button", { name: "Cancel" }).click();
      await scene.reaches("idle");
    },
  );

  scene("can reach nobody where the frame was reloaded, which can start again", asksFirst, async (scene) => {
    const popup = await scene.open();
    await isAtConsent(popup);
    await scene.app.evaluate(() => location.reload());
    await scene.reaches("idle");
    await authorize(popup);
    await isLost(scene, popup);
    await authorize(await scene.open());
    await scene.reaches("connected");
    await scene.settles(1);
  });

  scene("can reach nobody where the other site's page was closed", asksFirst, async (scene) => {
    const popup = await scene.open();
    await isAtConsent(popup);
    await scene.page.close();
    await authorize(popup);
    await isLost(scene, popup);
  });

  scene(
    "opens apart from a page with a policy of its own: the frame says so, and the window posts nothing",
    { frame: { headers: { [COOP]: "same-origin" } } },
    async (scene) => {
      const popup = await scene.open();
      await scene.button().and(scene.app.locator("[data-error=popup_blocked]")).waitFor();
      await isLost(scene, popup);
    },
  );

  scene(
    "works where the other site's policy lets windows be",
    { frame: { headers: { [COOP]: "same-origin-allow-popups" } } },
    async (scene) => {
      await scene.closes(await scene.open());
      await scene.reaches("connected");
      await scene.settles(1);
    },
  );

  scene(
    "is refused by a frame that may open none, which says so",
    { frame: { sandbox: "allow-scripts allow-same-origin allow-forms" } },
    async (scene) => {
      await scene.button().click();
      await scene.button().and(scene.app.locator("[data-error=popup_blocked]")).waitFor();
      await scene.app.getByText("Allow pop-ups for this site").waitFor();
      expect(scene.visit.context.pages()).toHaveLength(1);
      await scene.settles(0);
    },
  );

  scene(
    "works from a frame that may open windows",
    {
      ...asksFirst,
      frame: { sandbox: "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox" },
    },
    async (scene) => {
      const popup = await scene.open();
      await isAtConsent(popup);
      await authorize(popup);
      await scene.closes(popup);
      await scene.reaches("connected");
      await scene.settles(1);
    },
  );
});
