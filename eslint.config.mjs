import { defineConfig } from "eslint/config";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const browserGlobals = [
  "window",
  "document",
  "location",
  "history",
  "navigator",
  "navigation",
  "localStorage",
  "sessionStorage",
  "indexedDB",
  "caches",
  "BroadcastChannel",
];

const noBrowserGlobals = [
  "error",
  ...browserGlobals.map((name) => ({
    name,
    message: "Browser APIs are reached through `Browser` and `CallbackBrowser` alone.",
  })),
];

/** Nobody imports inwards past an entry, and arrows run one way: index → react → core, server → core, postgres → server, testing → core and server, core → nothing. */
const mayNotImport = (...patterns) => ["error", { patterns: patterns.map(([regex, message]) => ({ regex, message })) }];
const pastAnEntry = [
  "^react-fullscript-connect/(?!core$|server$|postgres$|testing$|locales/\\w+$|styles\\.css(?:\\?raw)?$|package\\.json$)",
  "Only the published entries exist for the outside.",
];
const intoSrc = ["(^|/)src/", "Import the package by its public name."];
const packages = ["^[^.]", "This part uses nothing but itself."];

export default defineConfig(
  // Strangers' apps and the benchmarks' peers have packages and a tsconfig.json of their own, by which test/consumers/types.test.ts and `npm run bench` check them.
  {
    ignores: [
      "dist",
      ".stryker-tmp",
      "storybook-static",
      "coverage",
      "**/.data",
      "node_modules",
      // Checked by src/tsconfig.json.
      "src/globals.d.ts",
      "test/consumers/apps",
      "test/looks/hosts",
      "bench/peers",
      "docs/recipes",
      // The documentation site has packages of its own.
      "docs/.vitepress",
      "docs/node_modules",
      "docs/public",
      "**/.projects",
    ],
  },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked, reactHooks.configs.flat["recommended-latest"]],
    // One program for all files takes half the time of `projectService`.
    languageOptions: { parserOptions: { project: "tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `return end(…)` is how a function of no value ends early here.
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    files: ["src/**"],
    ignores: ["src/core/browser.ts", "src/core/callbackBrowser.ts"],
    rules: { "no-restricted-globals": noBrowserGlobals },
  },
  {
    files: ["src/core/**"],
    rules: {
      "no-restricted-imports": mayNotImport(packages, [
        "^\\.\\./(?:\\.\\.|index|react|server|testing|locales|postgres|cli)",
        "core imports nothing.",
      ]),
    },
  },
  {
    files: ["src/server/**"],
    rules: { "no-restricted-imports": mayNotImport(packages, ["^\\.\\./(?!core/)", "server imports core alone."]) },
  },
  {
    files: ["src/postgres/**"],
    rules: {
      "no-restricted-imports": mayNotImport(packages, [
        "^\\.\\./(?!core/|server/)",
        "postgres imports core and server alone.",
      ]),
    },
  },
  {
    files: ["src/testing/**"],
    rules: {
      "no-restricted-imports": mayNotImport(packages, [
        "^\\.\\./(?!core/|server/)",
        "testing imports core and server alone.",
      ]),
    },
  },
  {
    files: ["src/cli/**"],
    rules: {
      "no-restricted-imports": mayNotImport(
        ["^(?!\\.|node:)", "The command uses Node and nothing else."],
        ["^(?:\\.\\./)+(?!\\.\\./|core$|postgres$|sandbox$|Command$)", "the command imports entries alone."],
      ),
    },
  },
  {
    files: ["src/locales/**"],
    rules: { "no-restricted-imports": mayNotImport(packages, ["^\\.\\./", "a locale imports nothing."]) },
  },
  {
    files: ["src/react/**"],
    rules: {
      "no-restricted-imports": mayNotImport(
        ["^(?!\\.|react$|@tanstack/react-query$)", "Only the two peers."],
        [
          "^\\.\\./(?:\\.\\./(?!core/|locales/)|(?!\\.\\./|callback/|connect/|connection/|shared/))",
          "react imports core and locales alone.",
        ],
      ),
    },
  },
  {
    files: ["example/**", "sandbox/**", "stories/**", "test/**", "bench/**"],
    rules: { "no-restricted-imports": mayNotImport(pastAnEntry, intoSrc) },
  },
  // What core does for the package's own React half has no public name.
  {
    files: ["test/core/inside/**"],
    rules: {
      "no-restricted-imports": mayNotImport(pastAnEntry, ["(^|/)src/(?!core/)", "Only core's inside is tested here."]),
    },
  },
  {
    files: ["test/**"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/require-await": "off",
    },
  },
);
