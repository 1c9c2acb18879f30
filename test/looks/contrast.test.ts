import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { type Answer, CANCEL, CODE, end, openCards, panels } from "./arrive";
import type { Scene } from "./host/scene";
import { type Contrast, measureContrast, NOT_TEXT, TEXT } from "./measureContrast";
import { browser, page, site, visitSite } from "./visitSite";

// WCAG 2.2, all as painted: text 1.4.6 where the brand allows it, and else 1.4.3; what is not text 1.4.11.
const ENHANCED = 7;

/** Text that cannot have 7:1, with what it has. */
const EXCEPTIONS: Record<string, number> = {
  "green light: outline button, hovered": 6.87,
  "green light: ghost button, hovered": 6.87,
};

const SCHEMES = ["light", "dark"] as const;
const LOOKS = (["forest", "coal", "green"] as const).flatMap((theme) =>
  SCHEMES.map((colorScheme) => ({ theme, colorScheme })),
);
/** What a host's page may be behind a button, in each scheme. */
const PAGES = { light: ["#fff", "#f4f5f7"], dark: ["#000", "#1e1e1e"] };

// In development there is a hint for developers, which is to be read as well.
visitSite({ mode: "development" });

const rounded = (ratio: number) => Math.floor(ratio * 100) / 100;

/** Each text that is below what is asked of it, by name. An exception that has become better is one no more. */
function tooFaint(measured: Contrast[], state: string, asked = ENHANCED): string[] {
  expect(measured.length).toBeGreaterThan(0);
  return measured
    .map(({ theme, scheme, name, text }) => ({ name: `${theme} ${scheme}: ${name}, ${state}`, text: rounded(text) }))
    .filter(({ name, text }) =>
      EXCEPTIONS[name] === undefined ? text < asked : text !== EXCEPTIONS[name] || text < TEXT,
    )
    .map(({ name, text }) => `${name}: ${text}:1`);
}

function tooFaintLines(measured: Contrast[], line: "text" | "border" | "ring", state: string): string[] {
  expect(measured.length).toBeGreaterThan(0);
  return measured
    .filter((each) => each[line] < NOT_TEXT)
    .map((each) => `${each.theme} ${each.scheme}: ${each.name}, ${state}: ${line} ${rounded(each[line])}:1`);
}

/** Puts the pointer and the focus on one after the other, as the keyboard does; gives what cannot be seen then. */
async function operate(elements: Locator): Promise<string[]> {
  const faint: string[] = [];
  for (const element of await elements.all()) {
    await element.hover();
    faint.push(...tooFaint(await measureContrast(element), "hovered"));
    await page.keyboard.press("Tab");
    expect(await element.evaluate((each) => each === document.activeElement)).toBe(true);
    faint.push(...tooFaintLines(await measureContrast(element), "ring", "focused"));
  }
  return faint;
}

describe("the callback, in every preset and scheme", () => {
  const OUTCOMES: [status: string, response: Record<string, string>, answer: Answer][] = [
    ["exchanging", CODE, "never"],
    ["connected", CODE, { status: 200 }],
    ["cancelled", CANCEL, { status: 200 }],
    ["expired", CODE, { status: 400, json: { error: "invalid_grant" } }],
    ["failed", CODE, { status: 404 }],
  ];

  it.each(OUTCOMES)("%s: texts, icon, actions and focus ring can be seen", async (status, response, answer) => {
    site.show({ callbacks: LOOKS });
    await end(page, site, status, response, answer);
    expect(
      tooFaint(
        await measureContrast(
          panels(page).locator(
            "[data-part=title], [data-part=text], [data-part=action], [data-part=hint], [data-part=hint] code",
          ),
        ),
        status,
      ),
    ).toEqual([]);
    const icons = await measureContrast(panels(page).locator("[data-part=icon]"));
    expect(tooFaintLines(icons, status === "exchanging" ? "border" : "text", status)).toEqual([]);
  });

  it("its actions can be seen under the pointer, and so can the focus ring", async () => {
    site.show({ callbacks: LOOKS });
    await end(page, site, "cancelled", CANCEL);
    const actions = panels(page).locator("[data-part=action]");
    expect(await operate(actions)).toEqual([]);
    expect(await actions.count()).toBe(2 * LOOKS.length);
  });

  it("the remaining time is readable", async () => {
    // A clock that stands still is not for the others.
    const apart = await browser.newPage();
    await apart.clock.install();
    site.show({ callbacks: LOOKS });
    await end(apart, site, "exchanging", CODE, "never");
    await apart.clock.fastForward("08:00");
    const times = apart.locator("[data-part=time]");
    await times.nth(LOOKS.length - 1).waitFor();
    expect(tooFaint(await measureContrast(times), "exchanging")).toEqual([]);
    await apart.close();
  });
});

describe("the card, in every preset and scheme", () => {
  const STATES: [status: string, answer: Answer][] = [
    ["loading", "never"],
    ["not-connected", { status: 200, json: { connected: false } }],
    ["connected", { status: 200, json: { connected: true } }],
    ["reconnect", { status: 200, json: { connected: false, reconnect: true } }],
    ["failed", { status: 404 }],
  ];

  it.each(STATES)("%s: texts, icon, actions and focus ring can be seen", async (status, answer) => {
    site.show({ cards: LOOKS });
    const cards = await openCards(page, site, status, answer);
    expect(
      tooFaint(
        await measureContrast(
          cards.locator(
            "[data-part=title], [data-part=text], [data-part=action], [data-part=hint], [data-part=hint] code, button",
          ),
        ),
        status,
      ),
    ).toEqual([]);
    expect(
      tooFaintLines(
        await measureContrast(cards.locator("[data-part=icon]")),
        status === "loading" ? "border" : "text",
        status,
      ),
    ).toEqual([]);
    expect(await operate(cards.getByRole("button"))).toEqual([]);
  });

  it("that disconnecting failed can be seen", async () => {
    site.show({ cards: LOOKS.map((look, index) => ({ ...look, subject: `user-${index}` })) });
    await openCards(page, site, "connected", ...LOOKS.map(() => ({ status: 200, json: { connected: true } })), {
      status: 404,
    });
    for (const button of await page.getByRole("button").all()) await button.click();
    const errors = page.locator("[data-part=error]");
    await errors.nth(LOOKS.length - 1).waitFor();
    expect(tooFaint(await measureContrast(errors), "failed")).toEqual([]);
  });
});

describe.each(SCHEMES)("the button, in every preset, on %s pages", (colorScheme) => {
  const buttons = LOOKS.filter((look) => look.colorScheme === colorScheme).flatMap((look) =>
    (["solid", "outline", "ghost"] as const).map((variant) => ({ ...look, variant })),
  );
  const button = () => page.locator("[data-fullscript=button]");
  const open = async (shown: NonNullable<Scene["buttons"]>) => {
    site.show({ buttons: shown });
    await page.goto(`${site.origin}/start`);
    await button()
      .nth(shown.length - 1)
      .waitFor();
  };
  /** Measures on each page. */
  async function measure(elements: Locator): Promise<Contrast[]> {
    const measured: Contrast[] = [];
    for (const background of PAGES[colorScheme]) {
      await page.evaluate((colour) => (document.body.style.background = colour), background);
      measured.push(
        ...(await measureContrast(elements)).map((each) => ({ ...each, name: `${each.name} on ${background}` })),
      );
    }
    return measured;
  }

  it("label, border and error are visible, and a disabled label is readable", async () => {
    // Another origin's redirect URI is refused at the click.
    const refused = buttons.map((each) => ({ ...each, redirectUri: "https://elsewhere.example/callback" }));
    await open([
      ...refused,
      ...buttons.map((each) => ({ ...each, disabled: true })),
      ...buttons.map((each) => ({ ...each, subject: null })),
    ]);
    const usable = page.locator("[data-fullscript=button]:enabled:not([aria-disabled])");
    expect(tooFaint(await measure(usable), "idle")).toEqual([]);
    expect(tooFaintLines(await measure(usable.and(page.locator("[data-variant=outline]"))), "border", "idle")).toEqual(
      [],
    );

    for (const each of await usable.all()) await each.press("Enter");
    const alerts = await measure(page.getByRole("alert"));
    expect(alerts).toHaveLength(2 * refused.length);
    expect(tooFaint(alerts, "failed")).toEqual([]);

    const disabled = await measure(page.locator(":disabled, [aria-disabled=true]"));
    expect(disabled).toHaveLength(4 * buttons.length);
    expect(tooFaint(disabled, "disabled", TEXT)).toEqual([]);
  });

  it("can be seen under the pointer, and so can the focus ring", async () => {
    await open(buttons);
    // The one with less contrast.
    await page.evaluate((colour) => (document.body.style.background = colour), PAGES[colorScheme][1]!);
    expect(await operate(button())).toEqual([]);
  });
});
