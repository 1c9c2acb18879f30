import type { FullscriptTokens } from "react-fullscript-connect";

export type TokenName = keyof FullscriptTokens;
/** The colors that the stylesheet computes, by token. */
export type Palette = Record<ColorName, string>;

/** The tokens that follow from `accent` or from the preset, and what each paints. */
export const COLORS = [
  ["accentHover", "Main action under the pointer"],
  ["onAccent", "Text on the main action"],
  ["link", "Other actions and the spinner"],
  ["focus", "Focus ring"],
  ["surface", "Panel"],
  ["text", "Headings"],
  ["mutedText", "Text"],
  ["border", "Edge of the panel"],
  ["success", "Icon of success"],
  ["danger", "Icon and text of failure"],
] as const satisfies readonly (readonly [TokenName, string])[];

type ColorName = "accent" | (typeof COLORS)[number][0];

/** What is shown on what, and the contrast it needs: 4.5 for text and 3 for the rest. @see WCAG 2.2, 1.4.3 and 1.4.11 */
export const PAIRS = [
  ["onAccent", "accent", 4.5],
  ["onAccent", "accentHover", 4.5],
  ["link", "surface", 4.5],
  ["text", "surface", 4.5],
  ["mutedText", "surface", 4.5],
  ["danger", "surface", 4.5],
  ["success", "surface", 3],
  ["focus", "surface", 3],
  ["border", "surface", 3],
] as const satisfies readonly (readonly [ColorName, ColorName, number])[];

/** `accentHover` is `accent-hover` in CSS. */
export const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Returns the colors that the stylesheet computes from a host's tokens in one color scheme. */
export function readPalette(tokens: FullscriptTokens, scheme: "light" | "dark"): Palette {
  const probe = document.createElement("div");
  Object.assign(probe.dataset, { fullscript: "probe", colorScheme: scheme });
  for (const [name, value] of Object.entries<string>({ ...tokens } as Record<string, string>))
    probe.style.setProperty(`--fullscript-${kebab(name)}`, value);
  document.body.append(probe);
  const palette = Object.fromEntries(
    ["accent", ...COLORS.map(([name]) => name)].map((name) => {
      probe.style.color = `var(--fs-${kebab(name)})`;
      return [name, getComputedStyle(probe).color];
    }),
  ) as Palette;
  probe.remove();
  return palette;
}
