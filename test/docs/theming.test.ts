// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  ExchangingState,
  ConnectionCardState,
  FullscriptAuthStatus,
  FullscriptCallbackProps,
  FullscriptCallbackState,
  FullscriptConnectButtonProps,
  FullscriptConnectionCardProps,
  FullscriptTheme,
  FullscriptTokens,
  ThemeProps,
} from "react-fullscript-connect";
import { describe, expect, it } from "vitest";
import { readPage, root } from "./pages";

// docs/theming.md, held against the stylesheet, the components and their types.
const css = readFileSync(join(root, "src/styles.css"), "utf8");
const source = readdirSync(join(root, "src/react"), { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join(root, "src/react", name), "utf8"))
  .join("\n");
/** Each table's rows, by the header. */
const tables = new Map(
  [...readPage("docs/theming.md").matchAll(/^(\|.+\|)\n\|[-|]+\|\n((?:\|.*\n)+)/gm)].map(([, header, rows]) => [
    header!,
    rows!
      .trim()
      .split("\n")
      .map((row) =>
        row
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  ]),
);
const names = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
const bare = (rows: string[][]) => rows.map((row) => row.map((cell) => cell.replaceAll("`", "")));
const unique = (found: Iterable<RegExpMatchArray>) => [...new Set([...found].map(([, name]) => name!))].sort();
const kebab = (token: string) => token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const tokens = bare(tables.get("| token | custom property | for | light | dark |")!);
const presets = bare(tables.get("| preset | token | light | dark |")!);
const attributes = tables.get("| attribute | on | values |")!;
const parts = tables.get("| part | of | class |")!;

/** What the stylesheet falls back to without an accent: the same in both schemes, or one for each. */
function defaultsIn(rule: string): Map<string, string[]> {
  const values = [
    ...onOneLine(rule).matchAll(
      /var\(--fullscript-([\w-]+), (?:var\(--fs-own-\w+, )?(?:var\(--fs-light, ([^)]+)\) var\(--fs-dark, ([^)]+)\)|([^)]+))\)/g,
    ),
  ];
  return new Map(values.map(([, name, light, dark, both]) => [name!, [light ?? both!, dark ?? both!]]));
}
const onOneLine = (rule: string) => rule.replace(/\s+/g, " ").replace(/(?<=\() | (?=\))/g, "");
const ruleOf = (selector: string) => css.slice(css.indexOf(`${selector} {`)).split("}")[0]!;

/** Every member of a union, and no other: the compiler says so. */
const all = <Union extends string>(members: Record<Union, true>) => Object.keys(members).sort();

describe("docs/theming.md", () => {
  it("has every token of the stylesheet, with its default", () => {
    expect(
      new Map(tokens.map(([, property, , light, dark]) => [property!.replace("--fullscript-", ""), [light, dark]])),
    ).toEqual(defaultsIn(ruleOf("[data-fullscript]")));
    expect(tokens.map(([, property]) => property).sort()).toEqual(unique(css.matchAll(/var\((--fullscript-[\w-]+)/g)));
    expect(tokens.map(([name]) => name).sort()).toEqual(
      all<keyof FullscriptTokens>({
        ...{ accent: true, accentHover: true, onAccent: true, link: true, surface: true, border: true, text: true },
        ...{ mutedText: true, focus: true, success: true, danger: true, radius: true, fontFamily: true },
      }),
    );
  });

  it.each(["coal", "green"])("has what %s makes of them", (preset) => {
    const own = presets
      .filter(([name]) => name === preset)
      .map(([, token, light, dark]) => [kebab(token!), [light!, dark!]] as const);
    expect(new Map(own)).toEqual(defaultsIn(ruleOf(`[data-fullscript]:where([data-theme="${preset}"])`)));
  });

  it("has every attribute of the components and of the stylesheet", () => {
    const inSource = unique(source.matchAll(/\b(data-[a-z-]+)/g));
    const inCss = unique(css.matchAll(/\[(data-[a-z-]+)/g));
    expect(unique(attributes.map(([name]) => /`(.+)`/.exec(name!)!))).toEqual(inSource);
    expect(inSource).toEqual(expect.arrayContaining(inCss));
  });

  it("has every value of each", () => {
    const valuesOf = (name: string, on = "") =>
      names(attributes.find(([attribute, where]) => attribute === `\`${name}\`` && where!.startsWith(on))![2]!).sort();
    // The button's note and error have theirs by a variable.
    expect(valuesOf("data-fullscript")).toEqual(unique(css.matchAll(/data-fullscript="(\w+)"/g)));
    expect(valuesOf("data-fullscript")).toEqual(
      expect.arrayContaining(unique(source.matchAll(/data-fullscript="(\w+)"/g))),
    );
    expect(valuesOf("data-status", "the button")).toEqual(
      all<FullscriptAuthStatus>({
        idle: true,
        redirecting: true,
        awaiting: true,
        exchanging: true,
        connected: true,
        cancelled: true,
        expired: true,
        failed: true,
      }),
    );
    expect(valuesOf("data-status", "the callback")).toEqual(
      all<FullscriptCallbackState["status"]>({
        reading: true,
        exchanging: true,
        absent: true,
        delivered: true,
        connected: true,
        cancelled: true,
        expired: true,
        failed: true,
      }),
    );
    expect(valuesOf("data-status", "the card")).toEqual(
      all<ConnectionCardState["status"]>({
        loading: true,
        "not-connected": true,
        connected: true,
        reconnect: true,
        disconnecting: true,
        failed: true,
      }),
    );
    expect(valuesOf("data-waiting")).toEqual(
      all<NonNullable<ExchangingState["waiting"]>>({ offline: true, retry: true, "other-tab": true }),
    );
    expect(valuesOf("data-intent")).toEqual(
      all<NonNullable<FullscriptConnectButtonProps["intent"]>>({
        connect: true,
        "treatment-plan": true,
        recommend: true,
        reconnect: true,
      }),
    );
    expect(valuesOf("data-variant")).toEqual(
      all<NonNullable<FullscriptConnectButtonProps["variant"]>>({ solid: true, outline: true, ghost: true }),
    );
    expect(valuesOf("data-size")).toEqual(
      all<NonNullable<FullscriptConnectButtonProps["size"]>>({ small: true, medium: true, large: true }),
    );
    expect(valuesOf("data-theme")).toEqual(
      all<Extract<FullscriptTheme, string> | "custom">({ forest: true, coal: true, green: true, custom: true }),
    );
    expect(valuesOf("data-color-scheme")).toEqual(
      all<NonNullable<ThemeProps["colorScheme"]>>({ light: true, dark: true, auto: true }),
    );
  });

  it("has every part, and the class of each", () => {
    const inSource = unique(source.matchAll(/data-part="(\w+)"/g));
    expect(parts.map(([name]) => names(name!)[0]!).sort()).toEqual(inSource);
    expect(inSource).toEqual(expect.arrayContaining(unique(css.matchAll(/data-part="(\w+)"/g))));
    const classes = (of: string) =>
      parts
        .filter(([, where]) => where!.includes(of))
        .flatMap(([, , cell]) => names(cell!).slice(0, 1))
        .concat("root")
        .sort();
    expect(classes("callback")).toEqual(
      all<keyof NonNullable<FullscriptCallbackProps["classNames"]>>({
        root: true,
        icon: true,
        title: true,
        text: true,
        time: true,
        actions: true,
        action: true,
        hint: true,
      }),
    );
    expect(classes("card")).toEqual(
      all<keyof NonNullable<FullscriptConnectionCardProps["classNames"]>>({
        root: true,
        icon: true,
        title: true,
        text: true,
        error: true,
        actions: true,
        action: true,
        hint: true,
      }),
    );
  });
});
