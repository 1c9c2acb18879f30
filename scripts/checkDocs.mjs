// Checks pages of the built site in Chromium: axe with every rule, nothing wider than the screen, no missing file.
// Usage, after `npm run build:docs`: npm run check:docs
import { join } from "node:path";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { preview } from "vite";
import { ensureChromium } from "./chromium.mjs";

const PAGES = [
  "",
  "start/vite",
  "callback",
  "theming",
  "troubleshooting",
  "components",
  "errors",
  "openapi",
  "api/testing",
];
const SCREENS = [
  { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  { colorScheme: "light", viewport: { width: 390, height: 844 } },
  { colorScheme: "dark", viewport: { width: 390, height: 844 } },
];

const site = await preview({
  configFile: false,
  root: join(import.meta.dirname, "../docs/.vitepress"),
  base: process.env.DOCS_BASE ?? "/",
  appType: "mpa",
  preview: { port: 0 },
  logLevel: "error",
});
const origin = site.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath: ensureChromium() });
const problems = [];

async function check(page, name) {
  const { violations } = await page.evaluate(() => window.axe.run());
  for (const { id, nodes } of violations) {
    for (const { html, failureSummary } of nodes) problems.push(`${name}: ${id}: ${html} ${failureSummary}`);
  }
  const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (width > room) problems.push(`${name}: the page is ${width} px wide`);
}

for (const screen of SCREENS) {
  const context = await browser.newContext({ ...screen, reducedMotion: "reduce" });
  await context.addInitScript(axe.source);
  const page = await context.newPage();
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.url()}: ${response.status()}`);
  });
  for (const path of PAGES) {
    await page.goto(`${origin}${path}`, { waitUntil: "networkidle" });
    // Vue names this button as soon as it runs.
    await page.locator('.VPSwitchAppearance:not([title=""])').first().waitFor({ state: "attached" });
    await check(page, `/${path}, ${screen.viewport.width} px, ${screen.colorScheme}`);
  }
  await context.close();
}
await browser.close();
await site.close();

console.log(`${SCREENS.length * PAGES.length} views, ${problems.length} problems`);
if (problems.length) {
  console.error([...new Set(problems)].join("\n"));
  process.exitCode = 1;
}
