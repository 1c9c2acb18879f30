import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { CODE, end, panels } from "./arrive";
import { page, site, visitSite } from "./visitSite";

visitSite();

/** The contrast between the lightest and the darkest pixel of a part of the screen. */
async function contrastInPicture(
  element: Locator,
  [left, top, right, bottom]: [number, number, number, number],
): Promise<number> {
  const box = (await element.boundingBox())!;
  const clip = { x: box.x + left, y: box.y + top, width: box.width - left + right, height: box.height - top + bottom };
  const picture = (await page.screenshot({ clip })).toString("base64");
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
    canvas.drawImage(bitmap, 0, 0);
    const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
    const linear = (value: number) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    const luminances = Array.from({ length: data.length / 4 }, (_, pixel) => {
      const [red = 0, green = 0, blue = 0] = data.slice(4 * pixel);
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    });
    return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
  }, picture);
}

const ALL: [number, number, number, number] = [0, 0, 0, 0];

describe.each(["light", "dark"] as const)("with the user's own few colours, %s ones", (colorScheme) => {
  beforeAll(() => page.emulateMedia({ forcedColors: "active", colorScheme, reducedMotion: "reduce" }));

  it("each button has a border that can be seen, and a focus ring", async () => {
    site.show({ buttons: (["solid", "outline", "ghost"] as const).map((variant) => ({ variant })) });
    await page.goto(`${site.origin}/start`);
    await page.getByRole("button").nth(2).waitFor();
    for (const button of await page.getByRole("button").all()) {
      const { width } = (await button.boundingBox())!;
      // From outside, across its start edge, as far as the padding goes.
      expect(await contrastInPicture(button, [-2, 15, 8 - width, -15])).toBeGreaterThanOrEqual(3);
      await page.keyboard.press("Tab");
      expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
      // Outside of the button alone.
      expect(await contrastInPicture(button, [-8, 15, -width - 1, -15])).toBeGreaterThanOrEqual(3);
    }
  });

  it.each<[string, Parameters<typeof end>[4]]>([
    ["connected", { status: 200 }],
    ["expired", { status: 400, json: { error: "invalid_grant" } }],
    ["failed", { status: 404 }],
    ["exchanging", "never"],
  ])("the icon of %s can be seen, and so can its actions' borders", async (status, answer) => {
    site.show({ callbacks: [{ colorScheme: "auto" }] });
    await end(page, site, status, CODE, answer);
    await panels(page)
      .locator("svg")
      .evaluate((icon) => Promise.all(icon.getAnimations().map(({ finished }) => finished)).then(() => undefined));
    expect(await contrastInPicture(panels(page).locator("svg"), ALL)).toBeGreaterThanOrEqual(3);
    for (const action of await panels(page).getByRole("button").all()) {
      const { width } = (await action.boundingBox())!;
      expect(await contrastInPicture(action, [-2, 15, 8 - width, -15])).toBeGreaterThanOrEqual(3);
    }
  });
});

describe("motion", () => {
  const spinner = () => panels(page).locator("svg");
  const readAnimations = () =>
    spinner().evaluate((icon) =>
      icon.getAnimations().map((animation) => {
        const { delay, duration, fill, iterations } = animation.effect!.getComputedTiming();
        const frames = (animation.effect as KeyframeEffect).getKeyframes();
        return {
          name: (animation as CSSAnimation).animationName,
          delay,
          duration,
          fill,
          iterations: String(iterations),
          from: frames[0]!.opacity,
        };
      }),
    );

  it("stops with reduced motion, and progress is still visible", async () => {
    await page.emulateMedia({ forcedColors: "none", colorScheme: "light", reducedMotion: "reduce" });
    site.show({ buttons: [{}], callbacks: [{}] });
    await end(page, site, "exchanging", CODE, "never");
    // It is there all at once, when an exchange takes its time.
    for (const animation of await readAnimations())
      expect(animation).toEqual({
        name: "fullscript-appear",
        delay: 400,
        duration: 0,
        fill: "backwards",
        iterations: "1",
        from: "0",
      });
    await spinner().evaluate((icon) =>
      Promise.all(icon.getAnimations().map(({ finished }) => finished)).then(() => undefined),
    );
    expect(await contrastInPicture(spinner(), ALL)).toBeGreaterThanOrEqual(3);
    await page.getByRole("button").hover();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });

  it.each([
    ["reduce", [["fullscript-appear", 400]]],
    [
      "no-preference",
      [
        ["fullscript-turn", 0],
        ["fullscript-appear", 400],
      ],
    ],
  ] as const)(
    "(%s) or not, nothing is seen of the spinner before an exchange takes its time",
    async (reducedMotion, expected) => {
      await page.emulateMedia({ forcedColors: "none", colorScheme: "light", reducedMotion });
      site.show({ callbacks: [{}] });
      await end(page, site, "exchanging", CODE, "never");
      // Begun again and stopped at once, because an animation that has ended is no longer listed.
      await spinner().evaluate((icon) => {
        const anew = icon.cloneNode(true) as Element;
        icon.replaceWith(anew);
        for (const animation of anew.getAnimations()) animation.pause();
      });
      expect((await readAnimations()).map(({ name, delay }) => [name, delay])).toEqual(expected);
      const opacityAt = (time: number) =>
        spinner().evaluate((icon, at) => {
          const appear = icon
            .getAnimations()
            .find((animation) => (animation as CSSAnimation).animationName === "fullscript-appear")!;
          appear.pause();
          appear.currentTime = at;
          return getComputedStyle(icon).opacity;
        }, time);
      expect(await opacityAt(0)).toBe("0");
      expect(await opacityAt(399)).toBe("0");
      expect(await opacityAt(600)).toBe("1");
    },
  );
});
