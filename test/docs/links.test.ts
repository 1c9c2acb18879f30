// @vitest-environment node
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { PAGES, proseOf, readPage, root, sectionsOf } from "./pages";

const REFERENCE = readdirSync(join(root, "docs/api"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/api/${name}`);
/** The index, and pages that only the site has. */
const SITE_ONLY = ["docs/README.md", "docs/index.md", "docs/openapi.md"];
const ALL = [...PAGES, ...REFERENCE];

/** What GitHub makes of a heading. */
function slug(title: string): string {
  return title
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
    .replaceAll(" ", "-");
}

/** Where a page can be linked to: its headings, the second of a name with a number, and its own marks. */
function anchorsOf(page: string): Set<string> {
  const text = readPage(page);
  const anchors = new Set([...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id!));
  const seen = new Map<string, number>();
  for (const { title } of sectionsOf(text)) {
    const name = slug(title);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    anchors.add(count ? `${name}-${count}` : name);
  }
  return anchors;
}

const linksIn = (page: string) =>
  [...proseOf(readPage(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
/** Files of this repository that a text names; a host's own `src/App.tsx` is none. */
const filesIn = (page: string) =>
  [
    ...proseOf(readPage(page)).matchAll(
      /`((?:src\/(?:core|react|server|testing|locales)|test|docs|scripts|stories|sandbox|example|api)\/[\w./-]*)`/g,
    ),
  ].map(([, file]) => file!);

describe("every link leads somewhere", () => {
  it.each(ALL)("%s", (page) => {
    const dead = linksIn(page).filter((target) => {
      if (/^https?:/.test(target)) return !URL.canParse(target);
      const [path, anchor] = target.split("#");
      const file = path ? posix.join(dirname(page), path) : page;
      if (target.startsWith("/")) return !/^\/(storybook\/|llms)/.test(target);
      return !existsSync(join(root, file)) || (anchor !== undefined && !anchorsOf(file).has(anchor));
    });
    expect(dead).toEqual([]);
  });
});

it.each(PAGES)("every file that %s names is there", (page) => {
  expect(filesIn(page).filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

it("every page is reached from the index, and the index from the README", () => {
  const linked = linksIn("docs/README.md").map((target) => posix.join("docs", target.split("#")[0]!));
  expect(
    PAGES.filter((page) => page.startsWith("docs/") && !SITE_ONLY.includes(page) && !linked.includes(page)),
  ).toEqual([]);
  expect(linked).toEqual(expect.arrayContaining(["docs/openapi.yaml", "docs/api/README.md"]));
  expect(linksIn("README.md")).toContain("docs/README.md");
});
