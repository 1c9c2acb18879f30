import { afterEach, describe, expect, it } from "vitest";
import stylesheet from "react-fullscript-connect/styles.css?raw";
import { COLORS, EXTREMES } from "../looks/accents";
import { type Contrast, measureElements, NOT_TEXT, TEXT } from "../looks/measureContrast";
import fc from "../properties";

// test/looks/accents.test.ts measures many more colors in Chromium. Here each engine computes and paints some of them by itself.

/** The block of relative colors, with its condition. */
const RELATIVE = /@supports \((.+)\) \{\n[^]*?\n\}\n/;

/** What is measured: the components' own markup, and the state under the pointer, which no page can bring about. */
const markup = (scheme: "light" | "dark") => `
  <div style="background: ${scheme === "light" ? "#f4f5f7" : "#1e1e1e"}">
    ${["solid", "outline", "ghost"].map((variant) => `<button data-fullscript="button" data-theme="custom" data-color-scheme="${scheme}" data-variant="${variant}">Connect</button>`).join("")}
    <button data-fullscript="button" data-theme="custom" data-color-scheme="${scheme}" data-variant="solid"
      style="background: var(--fs-accent-hover); outline: 3px solid var(--fs-focus)">Connect</button>
    <section data-fullscript="callback" data-theme="custom" data-color-scheme="${scheme}" data-status="exchanging">
      <span data-part="icon"></span><div data-part="body"></div>
    </section>
  </div>`;

function show(styles: string): HTMLElement {
  document.head.insertAdjacentHTML(
    "beforeend",
    `<style data-test>${styles}
    [data-fullscript], [data-part] { transition: none !important; animation: none !important }
    :root { --brand: #7a1fd1 }</style>`,
  );
  document.body.innerHTML = `<main>${markup("light")}${markup("dark")}</main>`;
  return document.querySelector("main")!;
}

afterEach(() => {
  for (const style of document.querySelectorAll("style[data-test]")) style.remove();
  document.body.innerHTML = "";
});

/** The contrast of each kind in one scheme, from the elements of {@link markup} in turn. */
const toKinds = ([solid, outline, ghost, pointed, icon]: Contrast[]) => ({
  "text on the accent": solid!.text,
  "edge of the accent": Math.max(solid!.border, solid!.fill),
  "outline, text": outline!.text,
  "outline, edge": outline!.border,
  "ghost, text": ghost!.text,
  "text under the pointer": pointed!.text,
  "focus ring": pointed!.ring,
  spinner: icon!.border,
});
type Kind = keyof ReturnType<typeof toKinds>;
const needed = (kind: Kind) => (kind.includes("text") ? TEXT : NOT_TEXT);

describe("relative colors", () => {
  it("are supported", () => {
    expect(CSS.supports(RELATIVE.exec(stylesheet)![1]!)).toBe(true);
  });

  it(
    "make texts, edges, spinners and focus rings that can be seen, from any accent",
    { timeout: 180_000 },
    async () => {
      const main = show(stylesheet);
      const targets = [...main.querySelectorAll("button, [data-part=icon]")];
      const lowest: Record<string, [ratio: number, accent: string]> = {};
      const faint: string[] = [];
      for (const accent of [...EXTREMES, ...fc.sample(COLORS, 40)]) {
        main.style.setProperty("--fullscript-accent", accent);
        const measured = await measureElements(targets);
        for (const scheme of ["light", "dark"]) {
          const kinds = toKinds(measured.filter((each) => each.scheme === scheme));
          for (const [kind, ratio] of Object.entries(kinds) as [Kind, number][]) {
            const name = `${scheme}, ${kind}`;
            if (ratio < (lowest[name]?.[0] ?? Infinity)) lowest[name] = [ratio, accent];
            if (ratio < needed(kind)) faint.push(`${accent}, ${name}: ${ratio.toFixed(2)}`);
          }
        }
      }
      console.log(
        Object.entries(lowest)
          .map(([name, [ratio, accent]]) => `${name}: at least ${ratio.toFixed(2)}, with ${accent}`)
          .join("\n"),
      );
      expect(faint).toEqual([]);
    },
  );

  it("put black text on light accents and white text on dark ones", () => {
    const main = show(stylesheet);
    const [solid] = main.querySelectorAll("button");
    const paintedWith = (accent: string) => {
      main.style.setProperty("--fullscript-accent", accent);
      const { backgroundColor, color } = getComputedStyle(solid!);
      return [toHex(backgroundColor), toHex(color)];
    };
    expect(["white", "black", "yellow", "blue", "#757575", "#767676"].map(paintedWith)).toEqual([
      ["#ffffff", "#000000"],
      ["#000000", "#ffffff"],
      ["#ffff00", "#000000"],
      ["#0000ff", "#ffffff"],
      ["#757575", "#ffffff"],
      ["#767676", "#000000"],
    ]);
  });
});

describe("without relative colors", () => {
  it("the accent is painted, and the rest is the preset's", () => {
    const main = show(stylesheet.replace(RELATIVE, ""));
    main.style.setProperty("--fullscript-accent", "#5b2a86");
    const painted = [...main.querySelectorAll("[data-variant=solid]:not([style]), [data-variant=ghost]")].map(
      (each) => [toHex(getComputedStyle(each).backgroundColor), toHex(getComputedStyle(each).color)],
    );
    expect(painted).toEqual([
      ["#5b2a86", "#ffffff"],
      ["rgba(0, 0, 0, 0)", "#1b533f"],
      ["#5b2a86", "#0b1f17"],
      ["rgba(0, 0, 0, 0)", "#9fd8be"],
    ]);
  });
});

/** As a canvas names an opaque color; each engine names computed ones differently. */
function toHex(color: string): string {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
  if (alpha < 255) return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
  return `#${[red, green, blue].map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
