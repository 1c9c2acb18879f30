import type { FullscriptTokens } from "react-fullscript-connect";
import { kebab } from "./tokens";

/** For the `theme` of the button and the callback. */
export const toThemeProp = (tokens: FullscriptTokens) =>
  `theme={${JSON.stringify(tokens, undefined, 2).replace(/^( +)"(\w+)"/gm, "$1$2")}}`;

/** For a stylesheet of the host's, on any element around. */
export const toCss = (tokens: FullscriptTokens) =>
  [
    ":root {",
    ...Object.entries(tokens).map(([name, value]) => `  --fullscript-${kebab(name)}: ${String(value)};`),
    "}",
  ].join("\n");
