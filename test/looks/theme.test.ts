import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CANCEL, end, panels } from "./arrive";
import { OURS } from "./startSite";
import { browser, page, site, visitSite } from "./visitSite";

visitSite({ mode: "development" });

const buttons = () => page.locator("[data-fullscript=button]");
const open = async (count: number) => {
  await page.goto(`${site.origin}/start`);
  await buttons()
    .nth(count - 1)
    .waitFor();
};
const readBackgrounds = () =>
  buttons().evaluateAll((all) => all.map((button) => getComputedStyle(button).backgroundColor));

const [PURPLE, LILAC] = ["rgb(91, 42, 134)", "rgb(201, 167, 232)"];
const SCHEMES = { light: { accent: "#5b2a86" }, dark: { accent: "#c9a7e8" } };

describe("a theme for each color scheme", () => {
  it("follows `colorScheme`, and with auto the user's system", async () => {
    await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
    site.show({
      buttons: (["light", "dark", "auto"] as const).map((colorScheme) => ({ colorScheme, theme: SCHEMES })),
    });
    await open(3);
    expect(await readBackgrounds()).toEqual([PURPLE, LILAC, PURPLE]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await readBackgrounds()).toEqual([PURPLE, LILAC, LILAC]);
  });

  it("falls back to the preset in a scheme for which there is no token", async () => {
    const theme = { light: { accent: "#5b2a86" }, dark: {} };
    site.show({
      buttons: [{ colorScheme: "light", theme }, { colorScheme: "dark", theme }, { colorScheme: "dark" }],
    });
    await open(3);
    const [light, dark, preset] = await readBackgrounds();
    expect(light).toBe(PURPLE);
    expect(dark).toBe(preset);
  });
});

describe("the first frame", () => {
  const BRANDED =
    ".branded { --fullscript-accent: #5b2a86 } @media (prefers-color-scheme: dark) { .branded { --fullscript-accent: #c9a7e8 } }";

  it.each([
    ["the prop, rendered by the client", { theme: SCHEMES }, false],
    ["a class, rendered by the client", { className: "branded" }, false],
    ["a class, rendered by a server", { className: "branded" }, true],
  ])("has the host's colors, by %s", async (_, looks, isHydrated) => {
    for (const [colorScheme, expected] of [["light", PURPLE] as const, ["dark", LILAC] as const]) {
      const apart = await browser.newPage({ colorScheme });
      await apart.addInitScript(() => {
        const frames: string[] = [];
        Object.assign(window, { frames_: frames });
        const watch = () => {
          const button = document.querySelector("[data-fullscript=button]");
          if (button) frames.push(getComputedStyle(button).backgroundColor);
          if (frames.length < 20) requestAnimationFrame(watch);
        };
        requestAnimationFrame(watch);
      });
      site.show({ buttons: [{ ...looks, colorScheme: "auto" }], styles: [OURS, BRANDED], isHydrated });
      await apart.goto(`${site.origin}/start`);
      const frames = () => apart.evaluate(() => (window as unknown as { frames_: string[] }).frames_);
      await expect.poll(async () => (await frames()).length).toBe(20);
      expect(new Set(await frames())).toEqual(new Set([expected]));
      await apart.close();
    }
  });
});

describe("radius", () => {
  it("is the button's, and the panel and the card follow it up to 16 px", async () => {
    const radii = [0, 4, "0.5rem", 999, "999px"];
    site.show({
      buttons: radii.map((radius) => ({ theme: { radius } })),
      callbacks: radii.map((radius) => ({ theme: { radius } })),
    });
    await end(page, site, "cancelled", CANCEL);
    const read = (selector: string) =>
      page.locator(selector).evaluateAll((all) => all.map((each) => getComputedStyle(each).borderTopLeftRadius));
    expect(await read("[data-fullscript=button]")).toEqual(["0px", "4px", "8px", "999px", "999px"]);
    expect(await read("[data-fullscript=callback]")).toEqual(["0px", "6px", "12px", "16px", "16px"]);
    expect(await panels(page).count()).toBe(radii.length);
  });
});

describe("in development", () => {
  const messages: string[] = [];
  const listen = (message: { type: () => string; text: () => string }) => {
    if (message.type() === "warning" && message.text().includes("theme:"))
      messages.push(message.text().replace("react-fullscript-connect: ", ""));
  };
  beforeEach(() => {
    messages.length = 0;
    page.on("console", listen);
  });
  afterEach(() => {
    page.off("console", listen);
  });
  /** The last button's warning comes after those of the others. */
  const LAST = { theme: { surface: "red", danger: "red" } };
  const LAST_MESSAGE = "theme: `danger` on `surface` has a contrast of 1.00:1, below 4.5:1.";

  it("a translucent accent and a contrast below 4.5:1 are reported once, as the scheme has them", async () => {
    const theme = { light: { accent: "#5b2a86" }, dark: { accent: "#5b2a86", onAccent: "#0b1f17" } };
    site.show({
      buttons: [
        { theme: { accent: "rgb(91 42 134 / 50%)" } },
        { theme: { accent: "rgb(91 42 134 / 50%)" } },
        { theme, colorScheme: "light" },
        { theme, colorScheme: "dark" },
        { className: "faint" },
        LAST,
      ],
      styles: [OURS, ".faint { --fullscript-muted-text: #bbb }"],
    });
    await open(6);
    await expect.poll(() => messages).toContain(LAST_MESSAGE);
    expect(messages).toEqual([
      "theme: `accent` is translucent, so its contrast depends on the page.",
      "theme: `onAccent` on `accent` has a contrast of 1.73:1, below 4.5:1.",
      "theme: `onAccent` on `accentHover` has a contrast of 1.49:1, below 4.5:1.",
      "theme: `mutedText` on `surface` has a contrast of 1.92:1, below 4.5:1.",
      expect.stringContaining("`link` on `surface`"),
      expect.stringContaining("`text` on `surface`"),
      expect.stringContaining("`mutedText` on `surface`"),
      LAST_MESSAGE,
    ]);
  });

  it("nothing is reported about presets, or about one accent", async () => {
    const looks = (["forest", "coal", "green", { accent: "yellow" }, { accent: "black" }] as const).flatMap((theme) =>
      (["light", "dark"] as const).map((colorScheme) => ({ theme, colorScheme })),
    );
    site.show({ buttons: [...looks, LAST] });
    await open(looks.length + 1);
    await expect.poll(() => messages).toContain(LAST_MESSAGE);
    expect(messages.filter((message) => !/on `surface`/.test(message))).toEqual([]);
    expect(messages).toHaveLength(4);
  });
});
