import type { Page } from "playwright-core";
import { fr } from "react-fullscript-connect/locales/fr";
import { beforeEach, describe, expect, it } from "vitest";
import { type Answer, answerWith, arrive, CODE, end, openCards, panels } from "./arrive";
import { CARD_TREES, TREES } from "./trees";
import { browser, page, site, visitSite } from "./visitSite";

declare global {
  interface Window {
    /** What a screen reader says by itself, in turn. */
    announced: string[];
  }
}

visitSite();

/** Without the indentation that it has in the source. */
const dedent = (tree: string) =>
  tree
    .split("\n")
    .filter(Boolean)
    .map((line) => line.slice(6))
    .join("\n");

describe("a screen reader finds in the callback", () => {
  it.each(TREES.map((tree) => [tree.of, tree] as const))(
    "of %s: its heading, what it means, and the ways on, in English and in French",
    async (_, tree) => {
      const { status, code, response, answer, en, fr: french } = tree;
      site.show({ callbacks: [{}, { messages: fr }] });
      await end(page, site, status, response, ...(answer ? [answer] : []));
      expect(await panels(page).first().getAttribute("data-error")).toBe(code ?? null);
      expect(await panels(page).first().ariaSnapshot()).toBe(dedent(en));
      expect(await panels(page).nth(1).ariaSnapshot()).toBe(dedent(french));
      expect(await panels(page).nth(1).getAttribute("lang")).toBe("fr-CA");
    },
  );

  it("the level of heading that the host's page wants", async () => {
    site.show({ callbacks: [{ headingLevel: 1 }] });
    // The same address again would be a reload, which shows the last outcome again.
    await page.goto(`${site.origin}/start`);
    await page.goto(`${site.origin}/callback`);
    await panels(page, "absent").waitFor();
    expect(await panels(page).ariaSnapshot()).toBe(
      dedent(`
      - region "Nothing to finish here":
        - status:
          - heading "Nothing to finish here" [level=1]
          - paragraph: This page finishes connecting a Fullscript account. To connect yours, go back and start there.
        - button "Go back"`),
    );
  });
});

describe("a screen reader finds in the card", () => {
  it.each(CARD_TREES.map((tree) => [tree.status, tree] as const))(
    "%s: its heading, what it means, and what can be done, in English and in French",
    async (status, { answer, en, fr: french }) => {
      site.show({ cards: [{ subject: "maya" }, { subject: "noah", messages: fr }] });
      const cards = await openCards(page, site, status, answer);
      expect(await cards.first().ariaSnapshot()).toBe(dedent(en));
      expect(await cards.nth(1).ariaSnapshot()).toBe(dedent(french));
      expect(await cards.nth(1).getAttribute("lang")).toBe("fr-CA");
    },
  );
});

describe("a screen reader finds in the button", () => {
  it("its label in English and in French, without icon and without its other text", async () => {
    const french = { messages: fr, icon: "★" };
    site.show({
      buttons: [
        { icon: "★" },
        { intent: "treatment-plan" },
        { ...french },
        { ...french, intent: "recommend" },
        { subject: null, intent: "reconnect" },
      ],
    });
    await page.goto(`${site.origin}/start`);
    await page.getByRole("button").nth(4).waitFor();
    expect(await page.getByRole("main").ariaSnapshot()).toBe(
      dedent(`
      - main:
        - button "Connect my Fullscript account"
        - button "Add a Fullscript treatment plan"
        - button "Connecter mon compte Fullscript"
        - button "Recommander avec Fullscript"
        - button "Reconnect my Fullscript account" [disabled]`),
    );
  });

  it("that it is busy while it leaves, and has kept the focus", async () => {
    await page.route(`${site.origin}/authorize?**`, (route) => route.fulfill({ status: 204 }));
    site.show({ buttons: [{}] });
    await page.goto(`${site.origin}/start`);
    await page.getByRole("button").press("Enter");
    const busy = page.getByRole("button", { name: "Opening Fullscript…" });
    await busy.waitFor();
    expect(await busy.getAttribute("aria-busy")).toBe("true");
    expect(await busy.evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

describe("a screen reader announces", () => {
  const TITLE = "Connecting your Fullscript account";
  /** One for each test, with a clock that stands still. */
  let page: Page;
  const announced = () => page.evaluate(() => window.announced);

  beforeEach(async () => {
    page = await browser.newPage();
    await page.addInitScript(recordAnnouncements);
    await page.clock.install();
    site.show({ callbacks: [{}] });
  });

  it("once that it is tried again, over three retries, and then the outcome", async () => {
    const posts: string[] = [];
    page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
    await arrive(page, site, CODE, { status: 503 }, { status: 503 }, { status: 503 }, { status: 200 });
    for (let count = 1; count < 4; count++) {
      await panels(page).and(page.locator("[data-waiting=retry]")).waitFor();
      expect(await announced()).toEqual([
        `status: ${TITLE} This is taking longer than usual, so it’s being tried again. You don’t need to do anything.`,
      ]);
      const next = page.waitForRequest((request) => request.method() === "POST");
      await page.clock.fastForward("02:00");
      await next;
    }
    await panels(page, "connected").waitFor();
    expect(posts).toHaveLength(4);
    expect((await announced()).slice(1)).toEqual([
      "status: Your Fullscript account is connected You can pick up where you left off.",
    ]);
  });

  it("once that it is slow, and nothing while the time runs down", async () => {
    await end(page, site, "exchanging", CODE, "never");
    const time = page.locator("[data-part=time]");
    expect(await announced()).toEqual([]);
    await page.clock.fastForward("07:30");
    await time.getByText("3 minutes").waitFor();
    const slow = [`status: ${TITLE} This is taking longer than usual. Keep this page open.`];
    expect(await announced()).toEqual(slow);
    for (const left of [/ 2 minutes/, / \d0 seconds/]) {
      await page.clock.fastForward("01:00");
      await time.getByText(left).waitFor();
    }
    expect(await announced()).toEqual(slow);
    expect(
      await time.evaluate((element) =>
        element.closest("[aria-live], [role=status], [role=alert], [role=log], [role=timer]"),
      ),
    ).toBeNull();
  });

  it("a failure, as an alert", async () => {
    await end(page, site, "failed", CODE, { status: 404 });
    expect(await announced()).toEqual([
      "alert: This app could not finish the connection This isn’t your fault. If it happens again, contact your administrator.",
    ]);
  });

  it("a failed card, and its state after trying again", async () => {
    site.show({ cards: [{}] });
    const cards = await openCards(page, site, "failed", { status: 404 }, { status: 200, json: { connected: false } });
    expect(await announced()).toEqual([
      "alert: Your Fullscript account could not be checked It may or may not be connected. Wait a few minutes, then try again.",
    ]);
    await cards.getByRole("button").press("Enter");
    await page.locator("[data-fullscript=card][data-status=not-connected]").waitFor();
    expect((await announced()).at(-1)).toBe(
      "status: Your Fullscript account is not connected Connect it to use Fullscript from this app.",
    );
    expect(await page.getByRole("heading").evaluate((heading) => heading === document.activeElement)).toBe(true);
  });

  it("a popup button's outcome, in a visually hidden status", async () => {
    let answer: (answer: Answer) => void = () => undefined;
    await answerWith(page, [new Promise<Answer>((resolve) => (answer = resolve))]);
    site.show({ buttons: [{ mode: "popup" }], callbacks: [{}] });
    await page.goto(`${site.origin}/start`);
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button").click()]);
    await page.getByText("Continue in the Fullscript window.").waitFor();
    const state = await page.evaluate(
      () =>
        (
          JSON.parse(
            localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith("fullscript-connect:"))!)!,
          ) as { state: string }
        ).state,
    );
    await popup.goto(`${site.origin}/callback?${new URLSearchParams({ code: "a-code", state })}`);
    await page.locator("[data-fullscript=button][data-status=exchanging]").waitFor();
    answer({ status: 200 });
    await page.locator("[data-fullscript=button][data-status=connected]").waitFor();
    expect(await announced()).toEqual(["status: Connecting…", "status: Fullscript account connected"]);
    expect(
      await page.getByRole("status").evaluate((region) => region.parentElement!.getBoundingClientRect().width),
    ).toBe(1);
  });

  it("why the button could not leave, which is also said of the button, beside what the host says of it", async () => {
    site.show({
      buttons: [{ redirectUri: "https://elsewhere.example/callback", "aria-describedby": "root", messages: fr }],
    });
    await page.goto(`${site.origin}/start`);
    await page.getByRole("button").press("Enter");
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("main").ariaSnapshot()).toBe(
      dedent(`
      - main:
        - button "Connecter mon compte Fullscript"
        - alert: Impossible d’ouvrir Fullscript. Actualisez la page et réessayez; si le problème persiste, communiquez avec votre administration.`),
    );
    const id = await page.getByRole("alert").getAttribute("id");
    expect(await page.getByRole("button").getAttribute("aria-describedby")).toBe(`root ${id}`);
    expect(await page.getByRole("alert").getAttribute("lang")).toBe("fr-CA");
    expect(await announced()).toEqual([
      "alert: Impossible d’ouvrir Fullscript. Actualisez la page et réessayez; si le problème persiste, communiquez avec votre administration.",
    ]);
  });
});

/**
 * Runs in the page, before anything of it. A live region is said whole when something in it changes; one that is new is said
 * where it is an alert, and a status only once it is there.
 */
function recordAnnouncements(): void {
  window.announced = [];
  const regions = "[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]";
  const observer = new MutationObserver((records) => {
    const said = new Set<Element>();
    for (const { target, addedNodes, type } of records) {
      const around = (target instanceof Element ? target : target.parentElement)?.closest(regions);
      if (around && (type === "characterData" || addedNodes.length > 0)) said.add(around);
      for (const node of addedNodes) {
        if (node instanceof Element)
          for (const region of [node, ...node.querySelectorAll("*")])
            if (region.matches("[role=alert], [aria-live=assertive]")) said.add(region);
      }
    }
    for (const region of said) {
      const texts = [...region.querySelectorAll("h1, h2, h3, h4, h5, h6, p")].map(({ textContent }) => textContent);
      window.announced.push(
        `${region.getAttribute("role")}: ${texts.length > 0 ? texts.join(" ") : region.textContent}`,
      );
    }
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });
}
