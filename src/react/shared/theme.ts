/** Design tokens, each a custom property `--fullscript-*` of the stylesheet, e.g. `accent` is `--fullscript-accent`. Values are CSS. */
export interface FullscriptTokens {
  /** Fill of the main action. */
  accent?: string | undefined;
  /** Fill of the main action under the pointer. */
  accentHover?: string | undefined;
  /** Text on `accent`. */
  onAccent?: string | undefined;
  /** The accent as text and line on `surface`. */
  link?: string | undefined;
  /** Ground of the panel and the card. */
  surface?: string | undefined;
  /** Headings on `surface`. */
  text?: string | undefined;
  /** Text below them, and what is said beside the button. */
  mutedText?: string | undefined;
  /** Edge of the panel and the card. */
  border?: string | undefined;
  /** The focus ring. */
  focus?: string | undefined;
  /** Sign of what has worked. */
  success?: string | undefined;
  /** Sign of what has failed, and the button's error. */
  danger?: string | undefined;
  /** Of the button's corners; the panel's and the card's are half as large again. @default 8px */
  radius?: string | undefined;
  /** @default the page's own */
  fontFamily?: string | undefined;
}

/** A preset in Fullscript's colours, by name, or tokens of the host's own. */
export type FullscriptTheme = "forest" | "coal" | "green" | FullscriptTokens;

/** How a component looks, beside its own props. */
export interface ThemeProps {
  /** A preset (`"forest"`, `"coal"`, `"green"`), or tokens of one's own, e.g. `{ accent: "#5b2a86", radius: "999px" }`. @default "forest" */
  theme?: FullscriptTheme | undefined;
  /** `"auto"` is what the user's system prefers. @default "light" */
  colorScheme?: "light" | "dark" | "auto" | undefined;
}

/** The attributes that the stylesheet reads. */
export function themeAttributes({
  theme = "forest",
  colorScheme,
}: ThemeProps): Record<`data-${string}`, string | undefined> {
  return { "data-theme": typeof theme === "string" ? theme : "custom", "data-color-scheme": colorScheme };
}

/** Sets a theme's tokens by the DOM, because a strict `style-src` blocks a `style` attribute in server markup. */
export function applyTokens(element: HTMLElement, theme: FullscriptTheme | null): () => void {
  const properties =
    typeof theme === "object"
      ? Object.entries<unknown>({ ...theme })
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => [propertyOf(name), String(value)] as const)
      : [];
  for (const [property, value] of properties) element.style.setProperty(property, value);
  return () => {
    for (const [property] of properties) element.style.removeProperty(property);
  };
}

const propertyOf = (token: string) => `--fullscript-${token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
