import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

/** Every page that is written by hand, by its path in the repository. */
export const PAGES: readonly string[] = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...pagesIn("docs")].filter(
  (page) => !page.startsWith("docs/api/"),
);

function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !/^(node_modules|\.vitepress)/.test(name))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .sort();
}

export function readPage(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** A page without its code blocks, in which a `#` is no heading and brackets are no link. */
export function proseOf(text: string): string {
  return text.replace(/^```.*?^```$/gms, "");
}

export interface Section {
  level: number;
  title: string;
  /** What stands between this heading and the next one of any level. */
  text: string;
}

export function sectionsOf(text: string): Section[] {
  const parts = proseOf(text)
    .split(/^(#{1,6}) (.+)$/m)
    .slice(1);
  return Array.from({ length: parts.length / 3 }, (_, index) => ({
    level: parts[index * 3]!.length,
    title: parts[index * 3 + 1]!,
    text: parts[index * 3 + 2]!,
  }));
}
