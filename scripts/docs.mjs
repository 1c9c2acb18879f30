// Serves or builds the documentation site, with Storybook under /storybook. Usage: node scripts/docs.mjs dev|build
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const docs = join(root, "docs");
const storybook = join(docs, "public/storybook");
const command = process.argv[2];
if (command !== "dev" && command !== "build") throw new Error("Usage: node scripts/docs.mjs dev|build");

const run = (program, ...parameters) => execFileSync(program, parameters, { cwd: root, stdio: "inherit" });

if (!existsSync(join(docs, "node_modules/vitepress"))) run("npm", "ci", "--prefix", "docs");
if (command === "build" || !existsSync(storybook)) {
  run("npx", "storybook", "build", "--quiet", "--output-dir", "docs/public/storybook");
}

// VitePress checks links between pages; a story that a page embeds is checked here.
const stories = JSON.parse(readFileSync(join(storybook, "index.json"), "utf8")).entries;
for (const name of readdirSync(docs, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".md"))) {
  if (name.startsWith("node_modules")) continue;
  for (const [embedded] of readFileSync(join(docs, name), "utf8").matchAll(/<Story .*?>/g)) {
    for (const [, id] of embedded.matchAll(/ (?:id|more)="([^"]+)"/g)) {
      if (!stories[id]) throw new Error(`docs/${name} embeds the story ${id}, which Storybook doesn't have.`);
    }
  }
}

run("npx", "--prefix", "docs", "vitepress", command, "docs");
