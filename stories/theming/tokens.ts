import type { FullscriptTokens } from "react-fullscript-connect";

export type TokenName = keyof FullscriptTokens;

/** What a token paints, for who turns it. */
export const COLOURS = [
  ["accent", "Main action"],
  ["accentHover", "Main action, under the pointer"],
  ["onAccent", "Text on the main action"],
  ["link", "Other actions, and the spinner"],
  ["surface", "Panel"],
  ["text", "Headings"],
  ["mutedText", "Text"],
  ["border", "Edge of the panel"],
  ["focus", "Focus ring"],
  ["success", "Sign of success"],
  ["danger", "Sign and text of failure"],
] as const satisfies readonly (readonly [TokenName, string])[];

/** What is seen on what, and how much contrast it takes: 4.5 for text, 3 for what is no text. @see WCAG 2.2, 1.4.3 and 1.4.11 */
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
] as const satisfies readonly (readonly [TokenName, TokenName, number])[];

/** `accentHover` is `accent-hover` in CSS. */
export const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What the stylesheet makes of a preset, asked of the stylesheet, so that it is written in one place. */
export function readPreset(preset: string, scheme: string): Required<FullscriptTokens> {
  const probe = document.createElement("div");
  Object.assign(probe.dataset, { fullscript: "probe", theme: preset, colorScheme: scheme });
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const names = [...COLOURS.map(([name]) => name), "radius", "fontFamily"] as const;
  const tokens = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--fs-${kebab(name)}`).trim()]));
  probe.remove();
  return tokens as unknown as Required<FullscriptTokens>;
}
