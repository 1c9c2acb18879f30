/**
 * Design tokens. Each is a custom property `--fullscript-*` of the stylesheet: `accent` is `--fullscript-accent`. Values are CSS.
 *
 * @example
 * const theme: FullscriptTokens = { accent: "#5b2a86", radius: 6 };
 */
export interface FullscriptTokens {
  /** Fill of the main action. Every other color of the brand follows from it. Opaque. */
  accent?: string | undefined;
  /** Fill of the main action under the pointer. @default from `accent` */
  accentHover?: string | undefined;
  /** Text on `accent`. @default black or white, by `accent` */
  onAccent?: string | undefined;
  /** The accent as text and lines on `surface`. @default from `accent` */
  link?: string | undefined;
  /** Background of the panel and the card. */
  surface?: string | undefined;
  /** Headings on `surface`. */
  text?: string | undefined;
  /** Text below the headings, and the note beside the button. */
  mutedText?: string | undefined;
  /** Edge of the panel and the card. */
  border?: string | undefined;
  /** The focus ring. @default from `accent` */
  focus?: string | undefined;
  /** Icon of a success. */
  success?: string | undefined;
  /** Icon of a failure, and the button's error. */
  danger?: string | undefined;
  /** The button's corners; a number is in pixels. The panel and the card have one and a half times as much, up to 16 px. @default 8 */
  radius?: string | number | undefined;
  /** @default the page's own */
  fontFamily?: string | undefined;
}

/** A preset in Fullscript's colors, or tokens. `light` and `dark` hold the tokens of one color scheme. */
export type FullscriptTheme =
  | "forest"
  | "coal"
  | "green"
  | (FullscriptTokens & { light?: FullscriptTokens | undefined; dark?: FullscriptTokens | undefined });

/** How a component looks. */
export interface ThemeProps {
  /**
   * A preset (`"forest"`, `"coal"`, `"green"`), or tokens, of which `accent` is enough: `{ accent: "#5b2a86" }`. One for each color
   * scheme: `{ light: { accent: "#5b2a86" }, dark: { accent: "#c9a7e8" } }`. @default "forest"
   */
  theme?: FullscriptTheme | undefined;
  /** `"auto"` follows the user's system. @default "light" */
  colorScheme?: "light" | "dark" | "auto" | undefined;
}

/**
 * Sets a theme's tokens and returns a function that removes them. Through the DOM, because a strict `style-src` blocks a `style`
 * attribute in server markup.
 */
export function applyTokens({ style }: HTMLElement, theme: FullscriptTheme): () => void {
  const { light, dark, ...both } = typeof theme === "object" ? { ...theme } : {};
  const inLight: FullscriptTokens = { ...both, ...light };
  const inDark: FullscriptTokens = { ...both, ...dark };
  const tokens = Object.keys({ ...inLight, ...inDark }) as (keyof FullscriptTokens)[];
  for (const token of tokens) {
    const [first, second] = [toCss(inLight[token]), toCss(inDark[token])];
    // The stylesheet's switches, of which one is empty and the other invalid.
    const value = first === second ? first : `var(--fs-light, ${first}) var(--fs-dark, ${second})`;
    style.setProperty(propertyOf(token), value);
  }
  return () => {
    for (const token of tokens) style.removeProperty(propertyOf(token));
  };
}

/** A token without a value is a property that nobody sets, which makes the whole token invalid. */
const toCss = (value: string | number = "var(--fs-unset)") => (typeof value === "number" ? `${value}px` : value);

const propertyOf = (token: string) => `--fullscript-${toKebabCase(token)}`;

/** `accentHover` is `accent-hover` in CSS. */
export function toKebabCase(token: string): string {
  return token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
