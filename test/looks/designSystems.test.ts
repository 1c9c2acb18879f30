import { readFileSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WCAG } from "../../.storybook/wcag";
import { serve, type Served } from "../serve";
import { measureContrast, NOT_TEXT, TEXT } from "./measureContrast";
import { openBrowser } from "./openBrowser";
import { OURS } from "./startSite";
import { compileTailwind4 } from "./tailwind";

// Each design system is installed from test/looks/hosts, with its own components around ours.
const FOLDER = join(import.meta.dirname, "hosts");
const ROOT = join(import.meta.dirname, "../..");
const SYSTEMS = ["shadcn", "mui", "chakra", "mantine"] as const;

const files = new Map<string, string>();
let site: Served;
let browser: Browser;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: SYSTEMS.map((name) => join(FOLDER, `${name}.tsx`)),
    outdir: "/",
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    // One React, and the package as it was built.
    alias: {
      react: join(ROOT, "node_modules/react"),
      "react-dom": join(ROOT, "node_modules/react-dom"),
      "react-fullscript-connect": join(ROOT, "dist/index.js"),
    },
    tsconfigRaw: {},
    logLevel: "error",
  });
  for (const { path, text } of outputFiles) files.set(path, text);
  const page = readFileSync(join(FOLDER, "shadcn.tsx"), "utf8");
  const candidates = [...page.matchAll(/className="([^"]+)"/g)].flatMap(([, names]) => names!.split(" "));
  files.set("/shadcn.css", await compileTailwind4(readFileSync(join(FOLDER, "shadcn.css"), "utf8"), candidates));
  files.set("/ours.css", OURS);

  site = await serve(({ url = "/" }, response) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const file = files.get(pathname);
    if (file !== undefined)
      response.writeHead(200, { "content-type": pathname.endsWith("js") ? "text/javascript" : "text/css" }).end(file);
    else if (pathname === "/api/connection")
      response.writeHead(200, { "content-type": "application/json" }).end('{"connected":false}');
    else response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(renderPage(searchParams));
  });
  browser = await openBrowser();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await site.close();
});

function renderPage(search: URLSearchParams): string {
  const [system, scheme] = [search.get("system")!, search.get("scheme")!];
  const sheet = files.has(`/${system}.css`) ? `<link rel="stylesheet" href="/${system}.css">` : "";
  return `<!doctype html>
<html lang="en" class="${scheme}" data-scheme="${scheme}">
<title>Integrations</title>
${sheet}<link rel="stylesheet" href="/ours.css">
<div id="root"></div>
<script type="module" src="/${system}.js"></script>
</html>`;
}

describe.each(SYSTEMS)("in a page of %s", (system) => {
  it.each(["light", "dark"] as const)("%s: the host's accent is ours, and everything can be seen", async (scheme) => {
    const page = await browser.newPage({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.goto(`${site.origin}/?system=${system}&scheme=${scheme}`);
    const card = page.locator("[data-fullscript=card][data-status=not-connected]");
    await card.waitFor();

    const backgroundOf = (selector: string) =>
      page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await backgroundOf(".ours p > [data-variant=solid]")).toBe(await backgroundOf(".host-button"));

    const faint = (await measureContrast(page.locator("[data-fullscript=button], [data-part=title], [data-part=text]")))
      .filter(({ text }) => text < TEXT)
      .map(({ name, text }) => `${name}: ${text}`);
    expect(faint).toEqual([]);
    const edges = await measureContrast(page.locator("[data-variant=solid], [data-variant=outline]"));
    expect(edges.map(({ border, fill }) => Math.max(border, fill)).filter((edge) => edge < NOT_TEXT)).toEqual([]);
    await page.locator("[data-variant=ghost]").hover();
    const [ghost] = await measureContrast(page.locator("[data-variant=ghost]"));
    expect(ghost!.text).toBeGreaterThanOrEqual(TEXT);

    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(
      (values) => window.axe.run(".ours", { runOnly: { type: "tag", values } }),
      WCAG,
    );
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
    await page.close();
  });
});
