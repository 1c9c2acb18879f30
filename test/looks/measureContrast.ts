import type { Locator } from "playwright-core";

/** What text needs. @see WCAG 2.2, 1.4.3 */
export const TEXT = 4.5;
/** What edges, icons and focus rings need. @see WCAG 2.2, 1.4.11 */
export const NOT_TEXT = 3;

/** Contrast ratios of what is painted, after all transparency. */
export interface Contrast {
  /** Its part, or else its component, with the variant where it has one. */
  name: string;
  theme: string;
  scheme: string;
  /** Of the text, or of an icon's line, on what is behind it. */
  text: number;
  /** Of the border's first edge on what is around the element; 1 where there is none. */
  border: number;
  /** Of the background on what is around the element; 1 if there is none. */
  fill: number;
  /** The background as painted. */
  background: readonly [red: number, green: number, blue: number];
  /** Of the focus ring on what is around the element; 1 where there is none. */
  ring: number;
}

/** Measures elements as they are now. */
export const measureContrast = (elements: Locator): Promise<Contrast[]> => elements.evaluateAll(measureElements);

/**
 * Measures elements of the page in which it runs: colours and backgrounds are painted over one another by the browser itself.
 * @see WCAG 2.2, "contrast ratio" and "relative luminance"
 */
export async function measureElements(targets: Element[]): Promise<Contrast[]> {
  type Colour = readonly [red: number, green: number, blue: number];
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })!;
  const rgb = ([red, green, blue]: Colour) => `rgb(${red} ${green} ${blue})`;
  /** One over the other, the first below. */
  const paint = (...layers: [colour: string, alpha?: number][]): Colour => {
    for (const [colour, alpha = 1] of layers) {
      canvas.globalAlpha = alpha;
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  };
  const linear = (value: number) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const luminance = ([red, green, blue]: Colour) =>
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const ratio = (one: Colour, other: Colour) =>
    (Math.max(luminance(one), luminance(other)) + 0.05) / (Math.min(luminance(one), luminance(other)) + 0.05);

  const measure = async (target: Element) => {
    // What is still appearing, or on its way to another colour, is not yet to be judged.
    await Promise.all(
      target
        .getAnimations()
        .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
        .map(({ finished }) => finished),
    );
    const ancestors = (of: Element | null): Element[] => (of ? [...ancestors(of.parentElement), of] : []);
    const around = paint(
      ["#fff"],
      ...ancestors(target.parentElement).map((each): [string] => [getComputedStyle(each).backgroundColor]),
    );
    const style = getComputedStyle(target);
    const seen = (...layers: string[]) =>
      paint(
        [rgb(around)],
        [rgb(paint([rgb(around)], ...layers.map((layer): [string] => [layer]))), Number(style.opacity)],
      );
    const component = target.closest<HTMLElement>("[data-fullscript]")!.dataset;
    const { part = component.fullscript!, variant } = (target as HTMLElement).dataset;
    return {
      name: [variant, part].filter(Boolean).join(" "),
      theme: component.theme!,
      scheme: component.colorScheme!,
      text: ratio(seen(style.backgroundColor, style.color), seen(style.backgroundColor)),
      border: parseFloat(style.borderTopWidth) > 0 ? ratio(seen(style.borderTopColor), around) : 1,
      fill: ratio(seen(style.backgroundColor), around),
      background: seen(style.backgroundColor),
      ring:
        style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
          ? ratio(seen(style.outlineColor), around)
          : 1,
    };
  };
  const measured = [];
  for (const target of targets) measured.push(await measure(target));
  return measured;
}
