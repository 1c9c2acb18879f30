import type { Browser, BrowserContext, Frame, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { chromiumOf } from "../faults/chromium";
import { START } from "../faults/host/variant";
import {
  expectNoCodePostedAgain,
  expectNoCodeShownAgain,
  expectNothingLeaked,
  expectOneKeyPerCode,
} from "../faults/promise";
import { readRemains } from "../faults/remains";
import { countTokenRequests, startWorld, type World, type WorldOptions } from "../faults/startWorld";
import { isLive } from "../faults/tokenClient";
import { Visit } from "../faults/Visit";
import { serve } from "../serve";

interface SceneOptions extends Partial<Pick<WorldOptions, "sandbox" | "headers" | "faults">> {
  variant?: Partial<WorldOptions["variant"]>;
  /** Another site's page that has the app in a frame. */
  frame?: { sandbox?: string; headers?: Record<string, string> };
  /** @default true, so that the window comes straight back */
  hasConsented?: boolean;
}

/** A user at the app, which is a page of its own or in another site's frame, and the windows that it opens. */
export class Scene {
  readonly world: World;
  readonly visit: Visit<BrowserContext>;
  /** The top page: the app's own, or the other site's. */
  readonly page: Page;
  readonly #isFramed: boolean;

  private constructor(world: World, visit: Visit<BrowserContext>, isFramed: boolean) {
    this.world = world;
    this.visit = visit;
    this.page = visit.page;
    this.#isFramed = isFramed;
  }

  /** Runs a test in a world of its own. */
  static async run(
    browser: Browser,
    folder: string,
    options: SceneOptions,
    act: (scene: Scene) => Promise<void>,
  ): Promise<void> {
    const { frame, hasConsented = true, variant, faults = [], ...rest } = options;
    const mode = frame ? "auto" : "popup";
    const world = await startWorld({
      ...rest,
      folder,
      mode: "production",
      faults,
      variant: { hasQueryClientProvider: true, isIdempotent: false, isStrict: false, mode, ...variant },
    });
    const attribute = frame?.sandbox === undefined ? "" : ` sandbox="${frame.sandbox}"`;
    const html = `<!doctype html><title>Another site</title><iframe src="${world.origin}${START}"${attribute} width="700" height="400"></iframe>`;
    const other = await serve((_, response) =>
      response.writeHead(200, { "content-type": "text/html", ...frame?.headers }).end(html),
    );
    const visit = await Visit.start(chromiumOf(browser), world, hasConsented);
    try {
      const scene = new Scene(world, visit, frame !== undefined);
      // Another site than `localhost`, on whatever port.
      await scene.page.goto(frame ? `http://127.0.0.1:${other.port}/` : world.origin + START);
      await act(scene);
    } finally {
      await visit.context.close();
      await Promise.all([world.close(), other.close()]);
    }
  }

  /** Where the app is. */
  get app(): Frame {
    const frame = this.#isFramed ? this.page.frames()[1] : this.page.mainFrame();
    if (!frame) throw new Error("The frame is not there.");
    return frame;
  }

  button(order = 0): Locator {
    return this.app.locator("[data-fullscript=button][data-intent]").nth(order);
  }

  /** Clicks, and gives the window that opens. */
  async open(button: Locator = this.button()): Promise<Page> {
    const [popup] = await Promise.all([this.visit.context.waitForEvent("page"), button.click()]);
    return popup;
  }

  async reaches(status: string, order = 0): Promise<void> {
    await this.button(order)
      .and(this.app.locator(`[data-status=${status}]`))
      .waitFor();
  }

  /** Waits until the window's callback shows this. */
  async shows(popup: Page, status: string): Promise<Locator> {
    const panel = popup.locator(`[data-fullscript=callback][data-status=${status}]`);
    await panel.waitFor();
    return panel;
  }

  /** Gives Fullscript's redirect back to the app, without which the window would go there at once. */
  async closes(popup: Page): Promise<void> {
    if (!popup.isClosed()) await popup.waitForEvent("close");
  }

  /** Whose session a page of the app has. */
  session(page: Page | Frame): Promise<string> {
    return page.evaluate(
      () =>
        /session=[\w-]{36}/.exec(
          document.cookie
            .split("; ")
            .filter((cookie) => cookie.startsWith("session="))
            .join(),
        )?.[0] ?? "none",
    );
  }

  /** Holds the promise, and that so many codes were posted and traded. */
  async settles(posts: number, others: readonly Page[] = []): Promise<void> {
    // For what came late.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { world, visit } = this;
    expect({ posts: world.proxy.posts.length, tokenRequests: countTokenRequests(world) }).toEqual({
      posts,
      tokenRequests: posts,
    });
    expectNoCodePostedAgain(world.proxy.posts);
    expectNoCodeShownAgain(world.presentations);
    expectOneKeyPerCode(world.proxy.posts, false);
    const pages = [...(this.page.isClosed() ? [] : [this.app]), ...others.filter((page) => !page.isClosed())];
    for (const page of pages) expectNothingLeaked(visit, world.proxy.posts, await readRemains(page));
    if (posts > 0)
      expect(await isLive(world.sandbox, (await world.backend.accessToken()) ?? "none"), "the connection is live").toBe(
        true,
      );
  }
}

export const authorize = (popup: Page): Promise<void> => popup.getByRole("button", { name: "Authorize" }).click();
