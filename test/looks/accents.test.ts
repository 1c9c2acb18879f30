import fc from "../properties";
import { COLORS, EXTREMES } from "./accents";
import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { CODE, end, panels } from "./arrive";
import { type Contrast, measureContrast, NOT_TEXT, TEXT } from "./measureContrast";
import { OURS } from "./startSite";
import { page, site, visitSite } from "./visitSite";

const SCHEMES = ["light", "dark"] as const;
const FORCED = { rest: [], hover: ["hover"], active: ["hover", "active"], focus: ["focus", "focus-visible"] };
type State = keyof typeof FORCED;
const STATES = Object.keys(FORCED) as State[];

/** The host's page, as far from white and black as hosts go, and a brand in a custom property of its own. */
const HOST = `
  [data-row]:has(> [data-color-scheme=light]) { background: #f4f5f7 }
  [data-row]:has(> [data-color-scheme=dark]) { background: #1e1e1e }
  :root { --brand: #7a1fd1 }`;

visitSite();

/** Puts every button into one state, without a pointer that would have to visit each. */
async function forceStates(): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { root } = await session.send("DOM.getDocument");
  for (const state of STATES) {
    const selector = `.${state}`;
    const { nodeIds } = await session.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector });
    for (const nodeId of nodeIds)
      await session.send("CSS.forcePseudoState", { nodeId, forcedPseudoClasses: FORCED[state] });
  }
}

/** As a class of the host's does. */
const setAccent = (accent: string) =>
  page.locator("main").evaluate((main, value) => main.style.setProperty("--fullscript-accent", value), accent);

const buttons = () => page.locator("main [data-row] > [data-fullscript=button]");
const BUTTONS = SCHEMES.flatMap((colorScheme) => [
  { colorScheme, variant: "outline" as const, className: "rest" as const },
  ...(["solid", "ghost"] as const).flatMap((variant) =>
    STATES.map((className) => ({ colorScheme, variant, className })),
  ),
]);

/** What is wrong with one painted button, if anything. */
function findFaults(state: State, variant: string, now: Contrast, rest: Contrast): string[] {
  const faults: string[] = [];
  if (now.text < TEXT) faults.push(`text ${now.text.toFixed(2)}`);
  if (variant !== "ghost" && Math.max(now.border, now.fill) < NOT_TEXT)
    faults.push(`edge ${now.border.toFixed(2)}, fill ${now.fill.toFixed(2)}`);
  if (state === "focus" && now.ring < NOT_TEXT) faults.push(`ring ${now.ring.toFixed(2)}`);
  // As far apart as gray 255 and gray 248, at the least.
  if ((state === "hover" || state === "active") && distance(now.background, rest.background) < 7)
    faults.push(`like rest: rgb(${now.background.join(" ")})`);
  return faults;
}

const distance = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((value, index) => Math.abs(value - other[index]!)));

async function measureButtons(accent: string): Promise<string[]> {
  await setAccent(accent);
  const measured = await measureContrast(buttons());
  expect(measured).toHaveLength(BUTTONS.length);
  return BUTTONS.flatMap(({ colorScheme, className, variant }, index) => {
    const rest = BUTTONS.findIndex((each) => each.colorScheme === colorScheme && each.variant === variant);
    return findFaults(className, variant, measured[index]!, measured[rest]!).map(
      (fault) => `${accent}, ${colorScheme}, ${variant}, ${className}: ${fault}`,
    );
  });
}

describe("one accent, of any color", () => {
  beforeAll(async () => {
    // Without the transition, which would be measured under way.
    await page.emulateMedia({ reducedMotion: "reduce" });
    site.show({ buttons: BUTTONS, callbacks: SCHEMES.map((colorScheme) => ({ colorScheme })), styles: [OURS, HOST] });
    // An exchange under way: the panel has a spinner in the accent.
    await end(page, site, "exchanging", CODE, "never");
    await forceStates();
  });

  const paintedBy = (elements: Locator, accent: string) => setAccent(accent).then(() => measureContrast(elements));

  it.each([
    ["the extremes", EXTREMES],
    ["500 random ones", fc.sample(COLORS, 500)],
  ])(
    "%s: texts, edges and focus rings can be seen, and hovering changes something",
    { timeout: 180_000 },
    async (_, accents) => {
      const faults: string[] = [];
      for (const accent of accents) faults.push(...(await measureButtons(accent)));
      expect(faults).toEqual([]);
    },
  );

  it("the spinner can be seen in all of them", async () => {
    const faint: string[] = [];
    for (const accent of [...EXTREMES, ...fc.sample(COLORS, 50)]) {
      for (const { border, scheme } of await paintedBy(panels(page).locator("[data-part=icon]"), accent))
        if (border < NOT_TEXT) faint.push(`${accent}, ${scheme}: ${border}`);
    }
    expect(faint).toEqual([]);
  });

  it("a prop does what a class does", async () => {
    const accent = "#5b2a86";
    site.show({
      buttons: SCHEMES.flatMap((colorScheme) => [
        { colorScheme, className: "branded" },
        { colorScheme, theme: { accent } },
      ]),
      styles: [OURS, HOST, `.branded { --fullscript-accent: ${accent} }`],
    });
    await page.goto(`${site.origin}/start`);
    await buttons().nth(3).waitFor();
    const painted = (await measureContrast(buttons())).map(({ theme: _, ...contrast }) => contrast);
    expect(painted[0]).toEqual(painted[1]);
    expect(painted[2]).toEqual(painted[3]);
    expect(painted[0]!.background).toEqual([0x5b, 0x2a, 0x86]);
  });
});

describe("a browser without relative colors", () => {
  it("shows the preset's values beside the accent", async () => {
    const withoutSupport = OURS.replace(/@supports[^{]+\{.*?\n\}\n/gs, "");
    expect(withoutSupport).not.toContain("from var(");
    expect(OURS.length - withoutSupport.length).toBeGreaterThan(1000);
    site.show({
      buttons: SCHEMES.flatMap((colorScheme) => [
        { colorScheme, theme: { accent: "#5b2a86" } },
        { colorScheme, theme: { accent: "#5b2a86" }, variant: "ghost" as const },
      ]),
      styles: [withoutSupport],
    });
    await page.goto(`${site.origin}/start`);
    await buttons().nth(3).waitFor();
    const readColors = () =>
      buttons().evaluateAll((all) =>
        all.map((each) => [getComputedStyle(each).backgroundColor, getComputedStyle(each).color]),
      );
    expect(await readColors()).toEqual([
      ["rgb(91, 42, 134)", "rgb(255, 255, 255)"],
      ["rgba(0, 0, 0, 0)", "rgb(27, 83, 63)"],
      ["rgb(91, 42, 134)", "rgb(11, 31, 23)"],
      ["rgba(0, 0, 0, 0)", "rgb(159, 216, 190)"],
    ]);
    await buttons().first().hover();
    await expect.poll(readColors).toContainEqual(["rgb(18, 58, 44)", "rgb(255, 255, 255)"]);
  });
});
