import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Who is measured: the module with its `Around`, `Button` and `Callback`, and what it is called in the tables. */
export const CONTENDERS = {
  plain: { module: "contenders/plain.tsx", title: "plain element", isWindow: false },
  "by-hand": { module: "contenders/by-hand.tsx", title: "by hand, 30 lines", isWindow: false },
  fullscript: { module: "contenders/fullscript.tsx", title: "react-fullscript-connect", isWindow: false },
  "fullscript-idempotent": {
    module: "contenders/fullscript-idempotent.tsx",
    title: "react-fullscript-connect, idempotent endpoint",
    isWindow: false,
  },
  "fullscript-hook": {
    module: "contenders/fullscript-hook.tsx",
    title: "react-fullscript-connect's hook with the heading by hand, idempotent endpoint",
    isWindow: false,
  },
  "fullscript-window": {
    module: "contenders/fullscript-window.tsx",
    title: "react-fullscript-connect, in a window",
    isWindow: true,
  },
  "react-use-oauth2": {
    module: "peers/react-use-oauth2.tsx",
    title: "@tasoskakour/react-use-oauth2, in a window",
    isWindow: true,
  },
  "react-oidc-context": {
    module: "peers/react-oidc-context.tsx",
    title: "react-oidc-context, oidc-client-ts",
    isWindow: false,
  },
  "auth0-react": { module: "peers/auth0-react.tsx", title: "@auth0/auth0-react", isWindow: false },
} as const;

export type ContenderName = keyof typeof CONTENDERS;

export const NAMES = Object.keys(CONTENDERS) as ContenderName[];

/** Returns the title of a contender, or the name itself if it is none. */
export const titleOf = (name: string): string =>
  (CONTENDERS as Record<string, { title: string } | undefined>)[name]?.title ?? name;

/** One contender for each package. */
export const CODES: ContenderName[] = NAMES.filter((name) => !name.startsWith("fullscript-"));

/** Those that connect anything. */
export const CONNECTING: ContenderName[] = NAMES.filter((name) => name !== "plain");

const PACKAGES = [
  ["node_modules", "react"],
  ["node_modules", "react-dom"],
  ["node_modules", "@tanstack/react-query"],
  ["bench/peers/node_modules", "@tasoskakour/react-use-oauth2"],
  ["bench/peers/node_modules", "react-oidc-context"],
  ["bench/peers/node_modules", "oidc-client-ts"],
  ["bench/peers/node_modules", "@auth0/auth0-react"],
] as const;

/** As installed, not as asked for. */
export function readVersions(): Record<string, string> {
  return Object.fromEntries(
    PACKAGES.map(([folder, name]) => [
      name,
      (JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")) as { version: string }).version,
    ]),
  );
}
