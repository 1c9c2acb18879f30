import { beforeAll, describe, expect, it } from "vitest";
import { CANCEL, CODE, end, panels } from "./arrive";
import type { Scene } from "./host/scene";
import { OURS } from "./startSite";
import { readReset3, readReset4 } from "./tailwind";
import { browser, page, site, visitSite } from "./visitSite";

// In development there is a hint for developers, which has a look as well.
visitSite({ mode: "development" });
const resets = {
  "Tailwind 3": await readReset3("tailwindcss-3"),
  "the first releases of Tailwind 3": await readReset3("tailwindcss-3-early"),
  "Tailwind 4": await readReset4(),
};

const layer = (name: string, css: string) => `@layer ${name} {\n${css}\n}`;
/** Inherited, and so the host's to choose; last, in every host, so that nothing else differs. */
const FONT = "html { font-family: sans-serif; line-height: 1.5 } body { margin: 8px }";

const buttons: NonNullable<Scene["buttons"]> = (["solid", "outline", "ghost"] as const).map((variant) => ({
  variant,
  icon: "★",
}));
/** Two actions, and a hint. */
const FAILED = { status: 403 };

/** How everything of ours looks, by what a reset could take away from it. */
function readLooks(): Promise<Record<string, string>> {
  return page.locator("[data-fullscript], [data-fullscript] *").evaluateAll((elements) => {
    const sides = (name: string) => ["top", "right", "bottom", "left"].map((side) => name.replace("*", side));
    const properties = [
      ...["padding-*", "margin-*", "border-*"].flatMap(sides),
      ...["display", "color", "background-color", "background-image", "opacity", "cursor", "border-top-left-radius"],
      ...[
        "font-size",
        "font-weight",
        "line-height",
        "letter-spacing",
        "text-align",
        "text-transform",
        "text-decoration-line",
        "outline-style",
      ],
    ];
    const looks: Record<string, string> = {};
    elements.forEach((element, index) => {
      const { fullscript, part, variant } = (element as HTMLElement).dataset;
      const name = [index, variant, part ?? fullscript ?? element.localName]
        .filter((each) => each !== undefined)
        .join(" ");
      // A developer's hint may have the host's own font for code.
      if (element.localName === "code") return;
      const { width, height } = element.getBoundingClientRect();
      looks[`${name}: size`] = `${width} × ${height}`;
      for (const property of properties) {
        const value = getComputedStyle(element).getPropertyValue(property);
        // A border of no width has no style either.
        looks[`${name}: ${property}`] = value.startsWith("0px ") && property.startsWith("border-") ? "none" : value;
      }
    });
    return looks;
  });
}

async function looksWith(...styles: string[]): Promise<Record<string, string>> {
  site.show({ buttons, callbacks: [{}], styles: [...styles, FONT] });
  await end(page, site, "failed", CODE, FAILED);
  return readLooks();
}

const differences = (own: Record<string, string>, other: Record<string, string>) =>
  Object.keys({ ...own, ...other })
    .filter((name) => own[name] !== other[name])
    .map((name) => `${name}: ${own[name]}, not ${other[name]}`);

describe("the stylesheet beside a reset", () => {
  let own: Awaited<ReturnType<typeof looksWith>>;
  beforeAll(async () => {
    own = await looksWith(OURS);
    expect(own).toMatchObject({ "0 solid button: padding-left": "18.4px", "13 title: font-size": "20px" });
  });

  const CELLS: [reset: keyof typeof resets, how: string, order: (reset: string) => string[]][] = [
    ["Tailwind 3", "before it", (reset) => [reset, OURS]],
    ["Tailwind 3", "after it", (reset) => [OURS, reset]],
    ["Tailwind 3", "in a layer after it", (reset) => [OURS, layer("base", reset)]],
    // Its reset of `[type="button"]` weighs as much as we do, so that there the order counts.
    ["the first releases of Tailwind 3", "before it", (reset) => [reset, OURS]],
    ["Tailwind 4", "in its layer before it", (reset) => [layer("base", reset), OURS]],
    ["Tailwind 4", "in its layer after it", (reset) => [OURS, layer("base", reset)]],
    ["Tailwind 4", "without a layer before it", (reset) => [reset, OURS]],
    ["Tailwind 4", "without a layer after it", (reset) => [OURS, reset]],
    [
      "Tailwind 4",
      "in its layer, and ours in a layer for components",
      (reset) => ["@layer theme, base, components, utilities;", layer("components", OURS), layer("base", reset)],
    ],
    [
      "Tailwind 3",
      "in a layer, and ours in a later one",
      (reset) => ["@layer reset, packages;", layer("packages", OURS), layer("reset", reset)],
    ],
  ];

  it.each(CELLS)("that of %s %s takes nothing away", async (reset, _, order) => {
    expect(resets[reset]).toContain("line-height: 1.5");
    expect(differences(own, await looksWith(...order(resets[reset])))).toEqual([]);
  });

  it("is the same imported into a layer by a host that has no reset", async () => {
    expect(differences(own, await looksWith(layer("packages", OURS)))).toEqual([]);
  });
});

describe("a host's own classes", () => {
  const PARTS = ["icon", "title", "text", "time", "actions", "action", "hint"] as const;
  const classNames = { root: "plain", ...Object.fromEntries(PARTS.map((part) => [part, "plain"])) };
  const PLAIN =
    ".plain { margin: 3px; padding: 5px; border: 7px double rgb(1 2 3); border-radius: 11px; background: rgb(4 5 6); color: rgb(7 8 9); font: 300 13px / 17px monospace; cursor: help; min-block-size: 19px }";

  const readPlain = () =>
    page.locator(".plain").evaluateAll((elements) =>
      elements.map((element) => {
        const { margin, padding, border, borderRadius, backgroundColor, color, font, cursor, minBlockSize } =
          getComputedStyle(element);
        return { margin, padding, border, borderRadius, backgroundColor, color, font, cursor, minBlockSize };
      }),
    );
  const plain = {
    margin: "3px",
    padding: "5px",
    border: "7px double rgb(1, 2, 3)",
    borderRadius: "11px",
    backgroundColor: "rgb(4, 5, 6)",
    color: "rgb(7, 8, 9)",
    font: "300 13px / 17px monospace",
    cursor: "help",
    minBlockSize: "19px",
  };

  const HOSTS: [how: string, styles: string[]][] = [
    ["a plain rule that comes later", [OURS, PLAIN]],
    [
      "a utility in a layer after ours",
      ["@layer base, components, utilities;", layer("components", OURS), layer("utilities", PLAIN)],
    ],
    ["a plain rule anywhere, where ours is in a layer", [PLAIN, layer("packages", OURS)]],
  ];

  it.each(HOSTS)("win over each part, by %s", async (_, styles) => {
    const looks = [{}, { theme: "green", colorScheme: "dark" }] as const;
    site.show({
      styles,
      callbacks: looks.map((look) => ({ ...look, classNames })),
      buttons: looks.flatMap((look) =>
        (["solid", "outline", "ghost"] as const).map((variant) => ({
          ...look,
          variant,
          size: "large" as const,
          className: "plain",
        })),
      ),
    });
    await end(page, site, "failed", CODE, FAILED);
    // Six buttons, and of each panel: root, icon, title, text, actions, two actions, hint.
    expect(await readPlain()).toEqual(Array(6 + 2 * 8).fill(plain));
    await page.getByRole("button").first().hover();
    expect(await readPlain()).toEqual(Array(6 + 2 * 8).fill(plain));
  });

  it("override the remaining time and the spinner", async () => {
    const apart = await browser.newPage();
    await apart.clock.install();
    site.show({ styles: [OURS, PLAIN], callbacks: [{ classNames: { icon: "plain", time: "plain" } }] });
    await end(apart, site, "exchanging", CODE, "never");
    await apart.clock.fastForward("08:00");
    await apart.locator("[data-part=time]").waitFor();
    const padded = await apart
      .locator(".plain")
      .evaluateAll((elements) =>
        elements.map((element) => [getComputedStyle(element).padding, getComputedStyle(element).border]),
      );
    expect(padded).toEqual([
      ["5px", plain.border],
      ["5px", plain.border],
    ]);
    await apart.close();
  });

  it("are spread over what a host sets on an element around: a token", async () => {
    site.show({
      styles: [OURS, "main { --fullscript-accent: rgb(10 20 30); --fullscript-radius: 3px }"],
      buttons: [{}, { theme: { accent: "rgb(40 50 60)" } }],
    });
    await page.goto(`${site.origin}/start`);
    await page.getByRole("button").nth(1).waitFor();
    const read = await page
      .getByRole("button")
      .evaluateAll((elements) =>
        elements.map((element) => [getComputedStyle(element).backgroundColor, getComputedStyle(element).borderRadius]),
      );
    expect(read).toEqual([
      ["rgb(10, 20, 30)", "3px"],
      ["rgb(40, 50, 60)", "3px"],
    ]);
  });
});

describe("without the stylesheet", () => {
  it("the button leaves, the outcome is shown with a small icon, and its actions work", async () => {
    site.show({ styles: [], buttons: [{ icon: "★" }], callbacks: [{}] });
    await page.goto(`${site.origin}/start`);
    await Promise.all([
      page.waitForURL(`${site.origin}/authorize?**`),
      page.getByRole("button", { name: "Connect my Fullscript account" }).click(),
    ]);
    await end(page, site, "cancelled", CANCEL);
    const heading = page.getByRole("heading", { name: "Connection cancelled" });
    expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await panels(page).locator("svg").boundingBox()).toMatchObject({ width: 44, height: 44 });
    await page.getByRole("button", { name: "Go back" }).click();
    await page.waitForURL(`${site.origin}/start`);
  });
});
