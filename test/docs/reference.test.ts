// @vitest-environment node
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { readPage, root, sectionsOf } from "./pages";

// The reference's tables, compared with the types: each prop, option and result has exactly one row.
const ENTRIES = ["src/index.ts", "src/server/index.ts", "src/postgres/index.ts"];
const program = ts.createProgram(
  ENTRIES.map((entry) => join(root, entry)),
  {
    ...ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)).config,
      ts.sys,
      root,
    ).options,
    noEmit: true,
  },
);
const checker = program.getTypeChecker();

/** The names of a type's members that this package declares, in every member of a union. */
function membersOf(entry: string, name: string): string[] {
  const module = checker.getSymbolAtLocation(program.getSourceFile(join(root, entry))!)!;
  const exported = checker.getExportsOfModule(module).find((symbol) => symbol.name === name)!;
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const members = (type.isUnion() ? type.types : [type]).flatMap((part) => checker.getPropertiesOfType(part));
  const isOurs = (member: ts.Symbol) =>
    (member.declarations ?? []).some(({ parent }) => parent.getSourceFile().fileName.startsWith(join(root, "src")));
  return [...new Set(members.filter(isOurs).map((member) => member.name))];
}

/** The first cell of each row of the tables in a section, as the names in it. */
function rowsIn(page: string, title: string): string[] {
  const section = sectionsOf(readPage(page)).find((candidate) => candidate.title === title)!;
  const rows = section.text.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((row) => /`([^`]+)`/.exec(row)![1]!);
}

const config = membersOf("src/index.ts", "FullscriptConfig");
const shared = rowsIn("docs/components.md", "Components");
const without = (names: string[], ...others: string[][]) =>
  names.filter((name) => !others.flat().includes(name)).sort();
const cardTakesFromButton = ["appState", "appStateIn", "returnTo", "mode", "resumeKey", "onConnected"];

describe("the reference has one row for each", () => {
  it("option of the configuration", () => {
    expect(rowsIn("docs/configuration.md", "Configuration").sort()).toEqual(config.sort());
  });

  it("prop of the button", () => {
    const props = without(membersOf("src/index.ts", "FullscriptConnectButtonProps"), config, shared);
    expect(without(rowsIn("docs/components.md", "FullscriptConnectButton"), ["children", "onClick"])).toEqual(props);
  });

  it("prop of the callback", () => {
    expect(rowsIn("docs/components.md", "FullscriptCallback").sort()).toEqual(
      without(membersOf("src/index.ts", "FullscriptCallbackProps"), config, shared),
    );
  });

  it("prop of the card", () => {
    expect(rowsIn("docs/components.md", "FullscriptConnectionCard").sort()).toEqual(
      without(membersOf("src/index.ts", "FullscriptConnectionCardProps"), config, shared, cardTakesFromButton),
    );
  });

  it("prop that all components share", () => {
    const all = ["FullscriptConnectButtonProps", "FullscriptCallbackProps", "FullscriptConnectionCardProps"];
    for (const name of all) expect(membersOf("src/index.ts", name)).toEqual(expect.arrayContaining(shared));
  });

  it("result of useFullscriptAuth", () => {
    expect(rowsIn("docs/hooks.md", "useFullscriptAuth").sort()).toEqual(
      membersOf("src/index.ts", "FullscriptAuth").sort(),
    );
  });

  it("member of the callback's states", () => {
    expect(rowsIn("docs/hooks.md", "useFullscriptCallback").sort()).toEqual(
      membersOf("src/index.ts", "FullscriptCallbackState").sort(),
    );
  });

  it("option of the connection handler", () => {
    expect(rowsIn("docs/server.md", "Options").sort()).toEqual(
      membersOf("src/server/index.ts", "ConnectionHandlerOptions").sort(),
    );
  });

  it("option of the PostgreSQL store", () => {
    expect(rowsIn("docs/postgres.md", "Options").sort()).toEqual(
      membersOf("src/postgres/index.ts", "PostgresStoreOptions").sort(),
    );
  });
});
