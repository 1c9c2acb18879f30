import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openBrowser } from "./openBrowser";
import { authorize, Scene } from "./Scene";

const folder = inject("faultsFolder");
const HOUR_MS = 3_600_000;

let browser: Browser;
beforeAll(async () => void (browser = await openBrowser()));
afterAll(() => browser.close());

type Options = Parameters<typeof Scene.run>[2];
const scene = (name: string, options: Options, act: (scene: Scene) => Promise<void>) =>
  it.concurrent(name, () => Scene.run(browser, folder, options, act));
const asksFirst = { hasConsented: false };
const opener = (popup: Page) => popup.evaluate(() => window.opener !== null);

describe("a window over a page of the app's", () => {
  scene(
    "hands its answer over by message, and closes: one POST, by the page that opened it, which says so to the app",
    asksFirst,
    async (scene) => {
      const popup = await scene.open();
      await scene.reaches("awaiting");
      await popup.getByRole("button", { name: "Authorize" }).waitFor();
      expect(await opener(popup)).toBe(true);
      const session = await scene.session(scene.app);
      const posted = scene.page.waitForRequest((request) => request.method() === "POST");
      await authorize(popup);
      await scene.closes(popup);
      await scene.reaches("connected");
      expect((await posted).frame()).toBe(scene.app);
      expect(scene.world.proxy.posts[0]?.cookie).toContain(session);
      await scene.app.locator("[data-told=true]").waitFor();
      // The keyboard is where it was.
      expect(await scene.button().evaluate((button) => button === document.activeElement)).toBe(true);
      await scene.settles(1);
    },
  );

  scene(
    "answers by the channel where Fullscript's policy has cut it off, and closes",
    { ...asksFirst, sandbox: { openerPolicy: "same-origin" } },
    async (scene) => {
      const popup = await scene.open();
      await popup.getByRole("button", { name: "Authorize" }).waitFor();
      expect(await opener(popup)).toBe(false);
      // The browser says that the window is closed, and the page that it may not be.
      await scene.app.getByText("If the Fullscript window is still open, continue there.").waitFor();
      await authorize(popup);
      await scene.closes(popup);
      await scene.reaches("connected");
      await scene.app.locator("[data-told=true]").waitFor();
      await scene.settles(1);
    },
  );

  for (const [policy, canReach] of [
    ["same-origin-allow-popups", true],
    ["same-origin", false],
  ] as const) {
    scene(
      `answers where the app's own pages have the policy ${policy}`,
      { ...asksFirst, headers: { "Cross-Origin-Opener-Policy": policy } },
      async (scene) => {
        const popup = await scene.open();
        await popup.getByRole("button", { name: "Authorize" }).waitFor();
        expect(await opener(popup)).toBe(canReach);
        await authorize(popup);
        await scene.closes(popup);
        await scene.reaches("connected");
        await scene.settles(1);
      },
    );
  }

  scene("is told of a cancel at the consent page", asksFirst, async (scene) => {
    const popup = await scene.open();
    await popup.getByRole("button", { name: "Cancel" }).click();
    await scene.closes(popup);
    await scene.reaches("cancelled");
    await scene.app.getByText("Connection cancelled.").waitFor();
    await scene.settles(0);
  });

  scene("may be closed before anything is decided, and opened again", asksFirst, async (scene) => {
    const first = await scene.open();
    await first.close();
    await scene.app.getByText("If the Fullscript window is still open, continue there.").waitFor();
    await authorize(await scene.open());
    await scene.reaches("connected");
    await scene.settles(1);
  });

  scene("may be closed at the sign-in page, and signed in to the next time", asksFirst, async (scene) => {
    await scene.visit.context.clearCookies();
    const first = await scene.open();
    await first.getByLabel("Password").waitFor();
    await first.close();
    await scene.app.getByText("If the Fullscript window is still open, continue there.").waitFor();
    const second = await scene.open();
    await second.getByRole("button", { name: "Sign in" }).click();
    await authorize(second);
    await scene.closes(second);
    await scene.reaches("connected");
    await scene.settles(1);
  });

  scene(
    "may be reloaded after it has handed over, and knows no code any more",
    { variant: { autoLeave: false } },
    async (scene) => {
      const popup = await scene.open();
      await scene.shows(popup, "delivered");
      await scene.reaches("connected");
      expect(popup.url()).toBe(scene.world.redirectUri);
      await popup.reload();
      const panel = await scene.shows(popup, "absent");
      await panel.getByRole("button", { name: "Go back" }).waitFor();
      await scene.settles(1, [popup]);
    },
  );

  scene(
    "may go back after it has handed over: another code for what is connected is posted by nobody",
    { ...asksFirst, variant: { autoLeave: false } },
    async (scene) => {
      const popup = await scene.open();
      await authorize(popup);
      await scene.shows(popup, "delivered");
      await scene.reaches("connected");
      await popup.goBack();
      await authorize(popup);
      const panel = await scene.shows(popup, "connected");
      expect(scene.visit.codes.size).toBe(2);
      await scene.settles(1, [popup]);
      await panel.getByRole("button", { name: "Close this window" }).click();
      await scene.closes(popup);
    },
  );

  scene(
    "may go back after a cancel and authorize: it finishes by itself, and the app learns of it",
    { ...asksFirst, variant: { autoLeave: false } },
    async (scene) => {
      const popup = await scene.open();
      await popup.getByRole("button", { name: "Cancel" }).click();
      await scene.shows(popup, "delivered");
      await scene.reaches("cancelled");
      await popup.goBack();
      await authorize(popup);
      await scene.shows(popup, "connected");
      await scene.app.locator("[data-told=true]").waitFor();
      await scene.settles(1, [popup]);
    },
  );

  scene(
    "is none of ours where another site has opened the app in it, which comes back with an answer that is not known",
    {},
    async (scene) => {
      const callback = await scene.visit.fetchCallbackUrl();
      await scene.app.evaluate(() => localStorage.clear());
      const [other] = await Promise.all([
        scene.visit.context.waitForEvent("page"),
        scene.page.evaluate((url) => void window.open(url, "portal"), callback),
      ]);
      const panel = await scene.shows(other, "failed");
      await panel.getByRole("button", { name: "Connect again" }).waitFor();
      await scene.settles(0, [other]);
    },
  );

  scene(
    "may be closed after consent, before the answer is handed over: the next code is the one that counts",
    { variant: { isHeld: true } },
    async (scene) => {
      const first = await scene.open();
      await first.waitForURL(/callback/);
      await first.close();
      await scene.app.getByText("If the Fullscript window is still open, continue there.").waitFor();
      const second = await scene.open();
      await scene.visit.mount(second);
      await scene.closes(second);
      await scene.reaches("connected");
      await scene.settles(1);
    },
  );

  scene("may be reloaded before it has handed over", { variant: { isHeld: true } }, async (scene) => {
    const popup = await scene.open();
    await popup.waitForURL(/callback/);
    await popup.reload();
    await scene.visit.mount(popup);
    await scene.closes(popup);
    await scene.reaches("connected");
    await scene.settles(1);
  });

  scene(
    "is cancelled by the page: it closes, and what it would have said is taken by nobody",
    asksFirst,
    async (scene) => {
      const popup = await scene.open();
      await popup.getByRole("button", { name: "Authorize" }).waitFor();
      await scene.app.getByRole("button", { name: "Cancel" }).click();
      await scene.closes(popup);
      await scene.reaches("idle");
      await scene.settles(0);
    },
  );

  scene("is brought to the front by a second click, and by a double click opened once", asksFirst, async (scene) => {
    const pages: Page[] = [];
    scene.visit.context.on("page", (page) => pages.push(page));
    await scene.button().dblclick();
    await scene.reaches("awaiting");
    await scene.app.getByRole("button", { name: "Go to the Fullscript window" }).click();
    expect(pages).toHaveLength(1);
    await authorize(pages[0]!);
    await scene.reaches("connected");
    expect(pages).toHaveLength(1);
    await scene.settles(1);
  });

  scene(
    "is one of two from two buttons, each with a code of its own",
    { ...asksFirst, variant: { buttons: 2 } },
    async (scene) => {
      const first = await scene.open(scene.button(0));
      const second = await scene.open(scene.button(1));
      await Promise.all([first, second].map((popup) => popup.getByRole("button", { name: "Authorize" }).waitFor()));
      await authorize(second);
      await scene.reaches("connected", 1);
      expect(await scene.button(0).getAttribute("data-status")).toBe("awaiting");
      await authorize(first);
      await scene.reaches("connected", 0);
      await scene.settles(2);
    },
  );

  scene("is one of two from two tabs, each with a code of its own", asksFirst, async (scene) => {
    const other = await scene.visit.open(scene.page.url());
    const first = await scene.open();
    const [second] = await Promise.all([
      scene.visit.context.waitForEvent("page"),
      other.locator("[data-fullscript=button]").click(),
    ]);
    await Promise.all([first, second].map((popup) => popup.getByRole("button", { name: "Authorize" }).waitFor()));
    await authorize(second);
    await other.locator("[data-fullscript=button][data-status=connected]").waitFor();
    await authorize(first);
    await scene.reaches("connected");
    await scene.settles(2);
  });

  scene("finishes where the button has gone from the page in the meantime", asksFirst, async (scene) => {
    const popup = await scene.open();
    await popup.getByRole("button", { name: "Authorize" }).waitFor();
    await scene.app.getByRole("button", { name: "Toggle" }).click();
    await scene.button().waitFor({ state: "detached" });
    await authorize(popup);
    await scene.closes(popup);
    await scene.app.locator("[data-told=true]").waitFor();
    await scene.settles(1);
  });

  scene(
    "finishes by itself, once, and closes where the page was reloaded, which learns of it",
    asksFirst,
    async (scene) => {
      const popup = await scene.open();
      await popup.getByRole("button", { name: "Authorize" }).waitFor();
      await scene.page.reload();
      await scene.app.locator("[data-told=false]").waitFor();
      await authorize(popup);
      await scene.closes(popup);
      await scene.app.locator("[data-told=true]").waitFor();
      await scene.settles(1);
    },
  );

  scene(
    "finishes by itself, once, where the page was closed, and goes to where the user was",
    asksFirst,
    async (scene) => {
      const popup = await scene.open();
      await popup.getByRole("button", { name: "Authorize" }).waitFor();
      await scene.page.close();
      await authorize(popup);
      await popup.locator("[data-page=start][data-connected=true]").waitFor();
      await scene.settles(1, [popup]);
    },
  );

  scene("says that it expired where Fullscript says so", {}, async (scene) => {
    scene.world.sandbox.switches.set({ codeLifetimeMs: 1 });
    const popup = await scene.open();
    await scene.closes(popup);
    await scene.reaches("expired");
    await scene.app.getByText("Connecting your Fullscript account did not work").waitFor();
    expect(scene.world.proxy.posts).toHaveLength(1);
  });

  scene("waits no longer than an hour, and posts nothing that comes later", asksFirst, async (scene) => {
    await scene.visit.context.clock.install();
    await scene.page.reload();
    const popup = await scene.open();
    await popup.getByRole("button", { name: "Authorize" }).waitFor();
    await scene.visit.context.clock.fastForward(HOUR_MS + 60_000);
    await scene.reaches("expired");
    await authorize(popup);
    await scene.settles(0);
  });

  scene(
    "is blocked where no click asked for it, and opens at the next",
    { variant: { startsByItself: true } },
    async (scene) => {
      const button = scene.app.getByRole("button", { name: "Now" });
      await button.and(scene.app.locator("[data-impatient=popup_blocked]")).waitFor();
      await scene.closes(await scene.open(button));
      await button.and(scene.app.locator("[data-impatient=connected]")).waitFor();
      await scene.settles(1);
    },
  );
});
