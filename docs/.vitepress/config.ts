import { join } from "node:path";
import { defineConfig } from "vitepress";
import llmstxt from "vitepress-plugin-llms";
import pkg from "../../package.json" with { type: "json" };

/** A page of GitHub: the repository's address, as package.json has it. */
const repository = pkg.repository.url.replace(/^git\+/, "").replace(/\.git$/, "");

export default defineConfig({
  title: "react-fullscript-connect",
  description: pkg.description,
  lang: "en-US",
  // GitHub Pages serves a project under its name.
  base: process.env.DOCS_BASE ?? "/",
  cleanUrls: true,
  lastUpdated: true,
  srcExclude: ["README.md", "api/README.md", "node_modules/**"],
  // Storybook is built beside the site; scripts/docs.mjs checks the stories that pages embed.
  ignoreDeadLinks: [/^\/storybook\//, /^\/llms/, /^https?:\/\/(localhost|127\.0\.0\.1)/],
  head: [["link", { rel: "icon", href: `${process.env.DOCS_BASE ?? "/"}icon.svg`, type: "image/svg+xml" }]],
  markdown: {
    // The default themes miss a contrast of 4.5:1.
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (md) => {
      const render = md.renderer.rules.code_inline!;
      md.renderer.rules.code_inline = (tokens, index, ...rest) => {
        const token = tokens[index]!;
        // Vue reads `{{` inside inline code otherwise, as in `theme={{ accent }}`.
        token.attrSet("v-pre", "");
        // A name such as `--fullscript-accent` must not break at a hyphen; a long one may, because a phone is narrow.
        if (/^\S{1,28}$/.test(token.content)) token.attrJoin("class", "name");
        return render(tokens, index, ...rest);
      };
      // The boxes of a checklist, as GitHub shows them.
      md.core.ruler.push("boxes", ({ tokens }) => {
        for (const { children } of tokens) {
          if (children?.[0]) children[0].content = children[0].content.replace(/^\[ \] /, "☐ ");
        }
      });
      // A table scrolls inside its frame, so that its columns can be wider than a phone.
      md.renderer.rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
      md.renderer.rules.table_close = () => "</table></div>\n";
    },
  },
  vite: {
    plugins: [llmstxt({ ignoreFiles: ["api/**"] })],
    resolve: {
      // VitePress's way to replace a part of its theme.
      alias: [{ find: /^\.\/VPHome\.vue$/, replacement: join(import.meta.dirname, "theme/Home.vue") }],
    },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    editLink: { pattern: `${repository}/edit/main/docs/:path`, text: "Edit this page" },
    socialLinks: [{ icon: "github", link: repository }],
    nav: [
      { text: "Start", link: "/start/vite" },
      { text: "Guides", link: "/button" },
      { text: "Reference", link: "/components" },
      { text: "Troubleshooting", link: "/troubleshooting" },
      { text: "Storybook", link: "/storybook/", target: "_blank" },
    ],
    sidebar: [
      {
        text: "Start",
        items: [
          { text: "Vite and React Router", link: "/start/vite" },
          { text: "Next.js", link: "/start/nextjs" },
          { text: "TanStack Router", link: "/start/tanstack-router" },
          { text: "React Router's data router", link: "/start/react-router" },
          { text: "No router", link: "/start/no-router" },
          { text: "Fullscript's dashboard", link: "/dashboard" },
          { text: "The local sandbox", link: "/sandbox" },
        ],
      },
      {
        text: "Guides",
        items: [
          { text: "Connect button", link: "/button" },
          { text: "Callback page", link: "/callback" },
          { text: "Connection card", link: "/card" },
          { text: "Your own UI", link: "/own-ui" },
          { text: "Theming", link: "/theming" },
          { text: "Languages", link: "/languages" },
          { text: "Popups and EHR frames", link: "/popup" },
          { text: "Testing", link: "/testing" },
          { text: "Backend by framework", link: "/backend" },
          { text: "PostgreSQL store", link: "/postgres" },
          { text: "Fullscript's API", link: "/fullscript-api" },
          { text: "Fullscript Embed", link: "/embed" },
          { text: "Going to production", link: "/production" },
          { text: "Migrate from your own code", link: "/migration" },
          // In a group, because llms.txt lists only pages of groups.
          { text: "Troubleshooting", link: "/troubleshooting" },
        ],
      },
      {
        text: "Reference",
        items: [
          { text: "Components", link: "/components" },
          { text: "Hooks", link: "/hooks" },
          { text: "Configuration", link: "/configuration" },
          { text: "Server", link: "/server" },
          { text: "Command line", link: "/cli" },
          { text: "The endpoint", link: "/endpoint" },
          { text: "OpenAPI", link: "/openapi" },
          { text: "Errors", link: "/errors" },
        ],
      },
      {
        text: "Reference from docstrings",
        items: [
          { text: "react-fullscript-connect", link: "/api/index" },
          { text: "/core", link: "/api/core" },
          { text: "/server", link: "/api/server" },
          { text: "/postgres", link: "/api/postgres" },
          { text: "/testing", link: "/api/testing" },
          { text: "/locales/en", link: "/api/locales/en" },
          { text: "/locales/fr", link: "/api/locales/fr" },
        ],
      },
      {
        text: "Concepts",
        items: [
          { text: "How it works", link: "/concepts" },
          { text: "Exactly one exchange", link: "/one-exchange" },
          { text: "Security and threats", link: "/security" },
          { text: "What is known of Fullscript", link: "/fullscript" },
        ],
      },
      {
        text: "Project",
        items: [
          { text: "Use an AI assistant", link: "/ai" },
          { text: "Changelog", link: "/changelog" },
          { text: "Upgrades and support", link: "/upgrade-policy" },
          { text: "Accessibility", link: "/accessibility" },
          { text: "Browsers", link: "/browsers" },
          { text: "Benchmarks", link: "/benchmarks" },
        ],
      },
    ],
    footer: { message: "MIT license. Not made or endorsed by Fullscript; the name is theirs." },
  },
});
