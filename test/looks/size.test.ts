import { fr } from "react-fullscript-connect/locales/fr";
import type { FullscriptMessages } from "react-fullscript-connect";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, CANCEL, CODE, end } from "./arrive";
import { page, site, visitSite } from "./visitSite";

// In development there is a hint for developers, with long words of code.
visitSite({ mode: "development" });

/** What makes a text longer; the first word is as German can have it. */
const MORE = " Nahrungsergänzungsmittelempfehlung und so weiter und so fort, bis auch der längste Satz zu Ende ist";
/** Every text 40 % longer than in French. */
const long = Object.fromEntries(
  Object.entries<string>({ ...fr }).map(([name, text]) => [
    name,
    name === "lang" ? "de" : text + MORE.slice(0, Math.ceil(text.length * 0.4)),
  ]),
) as unknown as FullscriptMessages;
/** One that no line can hold. */
const LONG_WORD = "Nahrungsergänzungsmittelempfehlungen empfehlen";
const LANGUAGES = [{}, { messages: fr }, { messages: long }];
const EACH = (["ltr", "rtl"] as const).flatMap((dir) => LANGUAGES.map((language) => ({ ...language, dir })));
const INTENTS = ["connect", "treatment-plan", "reconnect"] as const;
const SIZES = ["small", "medium", "large"] as const;
const BUTTONS = EACH.flatMap((each) =>
  [...INTENTS.map((intent) => ({ ...each, intent })), { ...each, messages: { connect: LONG_WORD } }].flatMap((button) =>
    SIZES.map((size) => ({ ...button, size, icon: "★" })),
  ),
);

/** What is wider than its place, and what sticks out of it. */
function findClipped(): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const clipped = root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} px wide`] : [];
    for (const element of document.querySelectorAll<HTMLElement>(
      "[data-fullscript], [data-fullscript] *:not(svg *, br)",
    )) {
      const name = `${element.dataset.part ?? element.dataset.fullscript ?? element.localName}: ${element.textContent}`;
      const around = (
        element.parentElement!.closest("[data-fullscript]") ?? element.closest("[data-row]")!
      ).getBoundingClientRect();
      const box = element.getBoundingClientRect();
      // A pixel's part is the rounding's.
      if (
        box.left < around.left - 1 ||
        box.right > around.right + 1 ||
        box.top < around.top - 1 ||
        box.bottom > around.bottom + 1
      )
        clipped.push(`${name} sticks out`);
      if (getComputedStyle(element).display !== "inline" && element.scrollWidth > element.clientWidth + 1)
        clipped.push(`${name} is cut`);
    }
    return clipped;
  });
}

const targets = () =>
  page
    .getByRole("button")
    .evaluateAll((buttons) =>
      buttons.map((button) => button.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height)),
    );

const SCREENS: [how: string, width: number, fontSize: string][] = [
  ["320 px wide, which is 1280 px at 400 %", 320, "100%"],
  ["640 px wide, with text of 200 %", 640, "200%"],
];
const OUTCOMES: [status: string, response: Record<string, string>, answer: Answer][] = [
  ["exchanging", CODE, "never"],
  ["cancelled", CANCEL, { status: 200 }],
  ["failed", { code: "a-code", state: `fsc1.${"A".repeat(43)}.` }, { status: 200 }],
];

describe.each(SCREENS)("on a screen %s", (_, width, fontSize) => {
  beforeAll(() => page.setViewportSize({ width, height: 800 }));
  const enlarge = () => page.evaluate((size) => (document.documentElement.style.fontSize = size), fontSize);

  it.each(OUTCOMES)(
    "the callback fits when %s, in three languages and both directions",
    async (status, response, answer) => {
      site.show({ callbacks: EACH });
      await end(page, site, status, response, answer);
      await enlarge();
      expect(await findClipped()).toEqual([]);
      for (const target of await targets()) expect(target).toBeGreaterThanOrEqual(34);
      expect(
        await page.evaluate(() => parseFloat(getComputedStyle(document.querySelector("[data-part=text]")!).fontSize)),
      ).toBe(16 * (parseFloat(fontSize) / 100));
    },
  );

  it("the button fits in every size, in three languages and both directions, also with what went wrong", async () => {
    site.show({
      buttons: [...BUTTONS, ...EACH.map((each) => ({ ...each, redirectUri: "https://elsewhere.example/callback" }))],
    });
    await page.goto(`${site.origin}/start`);
    await page.getByRole("button").nth(BUTTONS.length).waitFor();
    for (const button of (await page.getByRole("button").all()).slice(BUTTONS.length)) await button.press("Enter");
    expect(await page.getByRole("alert").count()).toBe(EACH.length);
    await enlarge();
    expect(await findClipped()).toEqual([]);
    for (const target of await targets()) expect(target).toBeGreaterThanOrEqual(34);
  });
});

describe("right to left", () => {
  it("mirrors the panel and the button", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    site.show({
      buttons: [
        { icon: "★", dir: "ltr" },
        { icon: "★", dir: "rtl" },
      ],
      callbacks: [{ dir: "ltr" }, { dir: "rtl" }],
    });
    await end(page, site, "cancelled", CANCEL);
    /** How far parts are from the side where a line begins. */
    const offsets = await page.locator("[data-row]").evaluateAll((rows) =>
      rows.map((row) => {
        const isMirrored = (row as HTMLElement).dir === "rtl";
        const frame = row.querySelector("[data-fullscript]")!.getBoundingClientRect();
        return [...row.querySelectorAll("[data-part=icon], [data-part=action], [data-part=label]")].map((part) => {
          const box = part.getBoundingClientRect();
          return Math.round(isMirrored ? frame.right - box.right : box.left - frame.left);
        });
      }),
    );
    expect(offsets[1]).toEqual(offsets[0]);
    expect(offsets[3]).toEqual(offsets[2]);
    expect(offsets[2]!.length).toBe(3);
  });
});

describe("the panel's padding", () => {
  it("follows the panel's own width, in a narrow column of a wide page as well", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    site.show({ callbacks: [{}, {}, {}] });
    await end(page, site, "cancelled", CANCEL);
    const paddings = await page.locator("[data-row]").evaluateAll((rows) =>
      rows.map((row, index) => {
        (row as HTMLElement).style.inlineSize = `${[320, 420, 900][index]}px`;
        return Math.round(parseFloat(getComputedStyle(row.querySelector("[data-fullscript]")!).paddingLeft));
      }),
    );
    expect(paddings).toEqual([20, 28, 40]);
  });
});

describe("the button's width", () => {
  it("keeps its size while redirecting, in every language and size", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.route(`${site.origin}/authorize?**`, (route) => route.fulfill({ status: 204 }));
    const buttons = LANGUAGES.flatMap((language) => [
      { ...language, size: "small" as const, icon: "★" },
      { ...language, intent: "recommend" as const },
    ]);
    site.show({ buttons });
    await page.goto(`${site.origin}/start`);
    await page
      .getByRole("button")
      .nth(buttons.length - 1)
      .waitFor();
    for (const button of await page.locator("[data-fullscript=button]").all()) {
      const idle = await button.boundingBox();
      await button.press("Enter");
      await button.and(page.locator("[data-status=redirecting]")).waitFor();
      expect((await button.boundingBox())?.width).toBe(idle?.width);
    }
  });
});
