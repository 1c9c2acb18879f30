import { warn } from "../../core/report";
import { type FullscriptTheme, type FullscriptTokens, toKebabCase } from "./theme";

/** The CSS property that takes each token's values. */
const PROPERTIES: Readonly<Record<keyof FullscriptTokens, string>> = {
  accent: "color",
  accentHover: "color",
  onAccent: "color",
  link: "color",
  surface: "color",
  text: "color",
  mutedText: "color",
  border: "color",
  focus: "color",
  success: "color",
  danger: "color",
  radius: "border-radius",
  fontFamily: "font-family",
};

const PRESETS = ["forest", "coal", "green"] satisfies FullscriptTheme[];

/** What must be readable on what. */
const TEXTS = [
  ["onAccent", "accent"],
  ["onAccent", "accentHover"],
  ["link", "surface"],
  ["text", "surface"],
  ["mutedText", "surface"],
  ["danger", "surface"],
] as const satisfies readonly (readonly [keyof FullscriptTokens, keyof FullscriptTokens])[];
/** @see WCAG 2.2, 1.4.3 */
const MINIMUM = 4.5;

type Color = readonly [red: number, green: number, blue: number, alpha: number];

/** Reports mistakes in a theme to developers, whether it comes from the prop or from a class. Loaded in development alone. */
export function checkTheme(element: HTMLElement, theme: FullscriptTheme): void {
  const probe = element.ownerDocument.createElement("span");
  if (typeof theme === "string" && !PRESETS.includes(theme))
    warnOnce(`theme: ${JSON.stringify(theme)} is not a preset.`);
  if (typeof theme === "object") {
    const { light, dark, ...both } = theme;
    for (const tokens of [both, light, dark]) checkValues(tokens ?? {}, probe);
  }
  const view = element.ownerDocument.defaultView;
  // A test's DOM paints nothing.
  if (!element.isConnected || !view || !("OffscreenCanvas" in view)) return;
  const canvas = new view.OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  if (!canvas || !view.getComputedStyle(element).getPropertyValue("--fs-surface")) return;
  element.append(probe);
  const colorOf = (token: keyof FullscriptTokens): Color => {
    probe.style.color = `var(--fs-${toKebabCase(token)})`;
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = view.getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha];
  };
  if (colorOf("accent")[3] < 255) warnOnce("theme: `accent` is translucent, so its contrast depends on the page.");
  for (const [front, back] of TEXTS) {
    const ratio = contrastOf(colorOf(front), colorOf(back));
    if (ratio < MINIMUM)
      warnOnce(`theme: \`${front}\` on \`${back}\` has a contrast of ${ratio.toFixed(2)}:1, below ${MINIMUM}:1.`);
  }
  probe.remove();
}

function checkValues(tokens: object, probe: HTMLElement): void {
  for (const [name, value] of Object.entries<unknown>({ ...tokens })) {
    const property = Object.hasOwn(PROPERTIES, name) ? PROPERTIES[name as keyof FullscriptTokens] : undefined;
    if (!property) warnOnce(`theme: \`${name}\` is not a token.`);
    else if (value !== undefined && !isValid(property, value, probe))
      warnOnce(`theme: ${JSON.stringify(value)} is not a value for \`${name}\`.`);
  }
}

function isValid(property: string, value: unknown, { style }: HTMLElement): boolean {
  if (typeof value === "number") return property === "border-radius" && value >= 0;
  if (typeof value !== "string") return false;
  style.cssText = "";
  style.setProperty(property, value);
  return style.length > 0;
}

/** @see WCAG 2.2, "contrast ratio" and "relative luminance" */
function contrastOf(one: Color, other: Color): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(color: Color): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const warned = new Set<string>();

function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  warn(message);
}
