// Takes the pictures of the README and the docs from Storybook, and writes down the texts that they show. Usage: npm run pictures
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { ensureChromium } from "./chromium.mjs";

const root = join(import.meta.dirname, "..");
const folder = join(root, "docs/public/pictures");
const storybook = join(root, "storybook-static");
const STORIES = ["flow", "outcomes", "buttons"];
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

execFileSync("npx", ["storybook", "build", "--quiet", "--output-dir", storybook], { cwd: root, stdio: "inherit" });
const server = createServer((request, response) => {
  const file = join(storybook, new URL(request.url, "http://localhost").pathname);
  if (!file.startsWith(storybook) || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" });
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launch({ executablePath: ensureChromium() });
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);

const texts = {};
for (const story of STORIES) {
  for (const scheme of ["light", "dark"]) {
    const page = await browser.newPage({
      viewport: { width: 1040, height: 600 },
      deviceScaleFactor: 2,
      reducedMotion: "reduce",
    });
    await page.goto(
      `http://127.0.0.1:${server.address().port}/iframe.html?id=pictures--${story}&viewMode=story&globals=scheme:${scheme}`,
    );
    const picture = page.locator(".picture");
    await picture.screenshot({ path: join(folder, `${story}-${scheme}.png`), animations: "disabled" });
    texts[story] = await picture.evaluate((element) => element.textContent);
    await page.close();
  }
}
writeFileSync(join(folder, "texts.json"), `${JSON.stringify(texts, undefined, 2)}\n`);
await browser.close();
server.close();
