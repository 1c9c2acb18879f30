import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GLOBALS } from "../../.storybook/globals";
import { WCAG } from "../../.storybook/wcag";
import { serve, type Served } from "../serve";
import { openBrowser } from "./openBrowser";

interface Entry {
  id: string;
  type: "docs" | "story";
  tags: string[];
}

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

let folder: string;
let site: Served;
let browser: Browser;
let entries: Record<string, Entry>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "storybook-"));
  await promisify(execFile)("npx", ["storybook", "build", "--quiet", "--output-dir", folder], {
    env: { ...process.env, NODE_ENV: "production" },
  });
  ({ entries } = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as { entries: Record<string, Entry> });
  site = await serve(({ url = "/" }, response) => {
    const path = join(folder, new URL(url, "http://localhost").pathname);
    try {
      response.writeHead(200, { "content-type": TYPES[extname(path)] }).end(readFileSync(path));
    } catch {
      response.writeHead(404).end();
    }
  });
  browser = await openBrowser();
}, 240_000);
afterAll(async () => {
  await browser.close();
  await site.close();
  rmSync(folder, { recursive: true });
});

/** What the runs of the stories leave out: pages of text, and stories that are nothing without a Storybook around them. */
const leftOut = () => Object.values(entries).filter(({ type, tags }) => type === "docs" || !tags.includes("test"));

async function open(page: Page, { id, type }: Entry, globals: object): Promise<void> {
  const set = Object.entries(globals)
    .map((pair) => pair.join(":"))
    .join(";");
  await page.goto(`${site.origin}/iframe.html?id=${id}&viewMode=${type}&globals=${set}`);
  // The last of a page of text to appear are the stories and the props in it.
  if (type === "docs") await page.waitForLoadState("networkidle");
  else await page.locator("[data-fullscript]").first().waitFor();
  await page.locator("#storybook-docs h1, #storybook-root h2").first().waitFor();
}

async function findProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values } }),
    WCAG,
  );
  const problems = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
  const [width, room] = await page.evaluate(
    () => [document.documentElement.scrollWidth, document.documentElement.clientWidth] as const,
  );
  return width > room ? [...problems, `it is ${width} px wide`] : problems;
}

/** Each story and page that is shown in this one or linked to. */
async function readReferences(page: Page): Promise<string[]> {
  const addresses = await page
    .locator("a[href], iframe[src]")
    .evaluateAll((all) =>
      all.map((each) => (each instanceof HTMLAnchorElement ? each.href : (each as HTMLIFrameElement).src)),
    );
  return addresses
    .map((address) => new URL(address).searchParams)
    .flatMap((query) => query.get("path")?.split("/").at(-1) ?? query.get("id") ?? []);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** `npm run test:weekly` adds dark. */
const SCHEMES = process.env.WEEKLY ? (["light", "dark"] as const) : (["light"] as const);

describe.each(SCHEMES)("Storybook's pages beside the tested stories, %s", (scheme) => {
  it(
    "have nothing that axe objects to, scroll in one direction alone, and lead to what there is",
    { timeout: 180_000 },
    async () => {
      const page = await browser.newPage({ colorScheme: scheme });
      const problems: string[] = [];
      for (const entry of leftOut()) {
        await open(page, entry, GLOBALS[scheme]);
        for (const width of [1280, 320]) {
          await page.setViewportSize({ width, height: 900 });
          problems.push(...(await findProblems(page)).map((problem) => `${entry.id}, ${width} px wide: ${problem}`));
        }
        const references = await readReferences(page);
        problems.push(...references.filter((id) => !entries[id]).map((id) => `${entry.id}: there is no ${id}`));
      }
      expect(problems).toEqual([]);
      expect(leftOut().map(({ id }) => id)).toEqual(
        expect.arrayContaining([
          "accessibility--docs",
          "fullscriptcallback-docs--docs",
          "fullscriptcallback-all-states--all-states",
        ]),
      );
    },
  );
});
