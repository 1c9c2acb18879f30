import type { FullscriptTokens } from "react-fullscript-connect";
import { kebab } from "./tokens";

/** Returns the `theme` prop of the components. */
export const toThemeProp = (tokens: FullscriptTokens): string =>
  `theme={${JSON.stringify(tokens, undefined, 2).replace(/^( +)"(\w+)"/gm, "$1$2")}}`;

/** Returns a rule for the host's stylesheet. */
export const toCss = (tokens: FullscriptTokens): string =>
  [
    ":root {",
    ...Object.entries(tokens).map(([name, value]) => `  --fullscript-${kebab(name)}: ${String(value)};`),
    "}",
  ].join("\n");
