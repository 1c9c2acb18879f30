import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

// From a folder of its own: one project cannot have two majors.
const require = createRequire(join(import.meta.dirname, "tailwind/package.json"));

/** The reset of a Tailwind 3, as `@tailwind base` gives it: in no layer. */
export async function readReset3(name: "tailwindcss-3" | "tailwindcss-3-early"): Promise<string> {
  const postcss = require("postcss") as (plugins: unknown[]) => {
    process: (css: string, options: { from: undefined }) => Promise<{ css: string }>;
  };
  const tailwind = require(name) as (config: object) => unknown;
  // Of nothing but the reset; with no content at all it would warn.
  const { css } = await postcss([tailwind({ content: [{ raw: "" }] })]).process("@tailwind base;", { from: undefined });
  return css;
}

/** Returns the reset of Tailwind 4, without the layer into which its own `index.css` puts it. */
export const readReset4 = (): Promise<string> => compileTailwind4('@import "tailwindcss/preflight.css";');

/** Compiles a stylesheet with Tailwind 4, for these class names. */
export async function compileTailwind4(css: string, candidates: string[] = []): Promise<string> {
  const { compile } = require("tailwindcss") as {
    compile: (css: string, options: object) => Promise<{ build: (candidates: string[]) => string }>;
  };
  const loadStylesheet = async (id: string) => ({
    path: id,
    base: "/",
    content: readFileSync(require.resolve(id), "utf8"),
  });
  return (await compile(css, { loadStylesheet })).build(candidates);
}
