// @vitest-environment node
import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { filesIn, installTarball, problemsIn, TEMPLATE, writeProject } from "../e2e/hostProject";
import { SESSION, STORE, YOURS } from "../recipes/startRecipe";
import { PAGES, readPage } from "./pages";

// Every page's snippets, beside the README's app, as a host's project. test/e2e, test/recipes and test/consumers also run some of them.
const PACKAGES = [
  ...[
    "@tanstack/react-query",
    "@tanstack/react-router",
    "react",
    "react-dom",
    "react-router",
    "@types/react",
    "@types/react-dom",
    "@types/node",
  ],
  ...["vite", "@vitejs/plugin-react", "vitest", "@testing-library/react", "@testing-library/dom", "@playwright/test"],
  ...["express", "fastify", "hono", "@hono/node-server", "@types/express", "pg", "@types/pg", "postgres"],
];
const HANDLER = filesIn("docs/server.md").get("handler.ts")!;
/** What a page leaves to its host. */
const STUBS: Partial<Record<string, Record<string, string>>> = {
  "docs/backend.md": { "session.ts": SESSION, "store.ts": STORE },
  "docs/embed.md": { "fullscriptHandler.ts": HANDLER },
  "docs/endpoint.md": { "yours.ts": YOURS },
  "docs/fullscript-api.md": { "fullscriptHandler.ts": HANDLER },
  "docs/migration.md": {
    "src/secret.d.ts": "interface ImportMetaEnv { readonly VITE_FULLSCRIPT_CLIENT_SECRET: string }",
  },
  "docs/start/nextjs.md": {
    "next.d.ts": 'declare module "next/navigation" { export function useRouter(): { replace: (to: string) => void } }',
  },
};
const LANGUAGES = ["ts", "tsx", "sh", "json", "http", "text", ""];

const pages = PAGES.filter((page) => filesIn(page).size > 0);
const folderOf = (page: string) => page.replace(/\W/g, "-");
const stubsOf = (page: string) => STUBS[page] ?? {};
const app = Object.fromEntries(filesIn("README.md"));
const project = writeProject(
  pages.flatMap((page) =>
    Object.entries({ ...app, ...TEMPLATE, ...stubsOf(page), ...Object.fromEntries(filesIn(page)) }).map(
      ([name, code]) => [`${folderOf(page)}/${name}`, code] as [string, string],
    ),
  ),
  PACKAGES,
);

installTarball(project);

afterAll(() => rmSync(project, { recursive: true }));

describe("the snippets of", () => {
  it.each(PAGES)("%s name the file that they are, or need no compiler", (page) => {
    const blocks = [...readPage(page).matchAll(/^```(\w*)\n(.*?)^```$/gms)];
    expect(blocks.map(([, language]) => language).filter((language) => !LANGUAGES.includes(language!))).toEqual([]);
    expect(blocks.filter(([, language]) => /^tsx?$/.test(language!))).toHaveLength(filesIn(page).size);
  });

  it.each(pages.filter((page) => page.startsWith("docs/")))("%s fit the site's column: 80 characters", (page) => {
    const lines = [...filesIn(page).values()].flatMap((code) => code.split("\n"));
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it("every page compile", { timeout: 120_000 }, () => {
    const files = pages.flatMap((page) =>
      [...filesIn(page).keys(), ...Object.keys(stubsOf(page)), "src/vite-env.d.ts"].map(
        (name) => `${folderOf(page)}/${name}`,
      ),
    );
    expect(problemsIn(project, files)).toEqual([]);
  });
});
