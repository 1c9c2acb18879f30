import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { composeStories } from "@storybook/react-vite";
import { render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import * as stories from "../../stories/pictures/Pictures.stories";
import { PAGES, readPage, root } from "./pages";

// `npm run pictures` takes the pictures and writes down their texts. A text that has changed since then makes them old.
const folder = join(root, "docs/public/pictures");
const texts = JSON.parse(readFileSync(join(folder, "texts.json"), "utf8")) as Record<string, string>;

describe("the pictures of the docs", () => {
  it.each(Object.entries(composeStories(stories, { initialGlobals: { scheme: "light", language: "en" } })))(
    "show the texts of today: %s",
    (name, Story) => {
      const { container } = render(<Story />);
      // Only development shows the error to the developer, and the pictures are of a build.
      for (const hint of container.querySelectorAll('[data-part="hint"]')) hint.remove();
      expect(container.textContent).toBe(texts[name.toLowerCase()]);
    },
  );

  it("are taken in light and dark, and no other picture is left", () => {
    const names = Object.keys(texts).flatMap((story) => [`${story}-dark.png`, `${story}-light.png`]);
    expect(readdirSync(folder).sort()).toEqual([...names, "texts.json"].sort());
  });

  it("are the only pictures that a page shows", () => {
    const shown = PAGES.flatMap((page) =>
      [...readPage(page).matchAll(/!\[[^\]]*\]\(([^)]+\.png)\)/g)].map(([, path]) => path!),
    );
    for (const path of shown) expect(path).toMatch(/(^|\/)pictures\/(flow|outcomes|buttons)-(light|dark)\.png$/);
  });
});
