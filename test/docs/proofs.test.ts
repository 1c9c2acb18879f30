// @vitest-environment node
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FULLSCRIPT_ORIGINS } from "react-fullscript-connect/core";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { PAGES, readPage, root } from "./pages";

// What the docs claim, they name a test for: `test/…` “its title”.
const PROOF = /`(test\/[^`]+)` “([^”]+)”/g;
const proofsIn = (text: string) => [...text.matchAll(PROOF)].map(([, file, title]) => ({ file: file!, title: title! }));

/** Every title that a test of this file may have: what it is called with, or a row of its table. */
function titlesIn(file: string): Set<string> {
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    const isTitle =
      (ts.isCallExpression(parent) &&
        parent.arguments[0] === node &&
        /^(it|test|describe)\b(?!.*\.(skip|todo))/s.test(parent.expression.getText())) ||
      ts.isArrayLiteralExpression(parent);
    if (isTitle && ts.isStringLiteralLike(node)) titles.add(node.text);
    else if (isTitle && ts.isTemplateExpression(node)) titles.add(node.getText().slice(1, -1));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(
    ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true),
    visit,
  );
  return titles;
}

/** The rows of the tables below this heading whose last column is "shown by". */
function rowsOf(page: string): string[] {
  const [, table] = /^\|.*\| shown by \|\n\|[-|]+\|\n((?:\|.*\n)+)/m.exec(readPage(page))!;
  return table!.trim().split("\n");
}

const named = PAGES.flatMap((page) => proofsIn(readPage(page)).map((proof) => ({ page, ...proof })));

describe("what the docs claim", () => {
  it.each(named)("in $page is shown by $file: $title", ({ file, title }) => {
    expect(existsSync(join(root, file)), file).toBe(true);
    expect([...titlesIn(file)]).toContain(title);
  });

  it.each(["docs/security.md", "docs/accessibility.md"].flatMap((page) => rowsOf(page).map((row) => [page, row])))(
    "%s: each row names a test: %s",
    (_, row) => {
      const cells = row.split(" | ");
      expect(proofsIn(cells.at(-1)!).length).toBeGreaterThan(0);
      // Nothing else is in there that only looks like a proof.
      expect(
        cells
          .at(-1)!
          .replace(PROOF, "")
          .replace(/<br>|\|/g, "")
          .trim(),
      ).toBe("");
    },
  );

  it("matches the hosts that the package uses", () => {
    const hosts = [...readPage("docs/fullscript.md").matchAll(/^\| `([\w-]+)` \| `(https:\S+?)` \|/gm)].map(
      ([, name, url]) => [name, url],
    );
    expect(hosts).toEqual(
      Object.entries(FULLSCRIPT_ORIGINS).map(([name, origin]) => [name, `${origin}/api/oauth/authorize`]),
    );
  });
});
