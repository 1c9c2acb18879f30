import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { freePort } from "../../e2e/freePort";
import { fetch } from "../../sandbox/localFetch";

const packages = join(import.meta.dirname, "../packages");
const root = join(import.meta.dirname, "../../..");
const recipes = join(root, "docs/recipes");

/** Copies the package as it is published to where the recipes' own packages are. */
export function installPackage(): void {
  const target = join(packages, "node_modules/react-fullscript-connect");
  rmSync(target, { recursive: true, force: true });
  cpSync(join(root, "dist"), join(target, "dist"), { recursive: true });
  cpSync(join(root, "package.json"), join(target, "package.json"));
}

/** What a test changes in a recipe, each text exactly once in all of its files. */
export type Changes = Record<string, string>;

export interface Project {
  folder: string;
  files: string[];
  /** The port that replaces 3000. */
  port: number;
}

/** Writes a recipe, a file or a folder of docs/recipes, into a project of its own. */
export async function writeProject(recipe: string, changes: Changes): Promise<Project> {
  const port = await freePort();
  const folder = join(packages, ".projects", recipe.replace(/\.ts$/, ""));
  rmSync(folder, { recursive: true, force: true });
  const source = join(recipes, recipe);
  const paths = statSync(source).isDirectory()
    ? readdirSync(source, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => join(source, name))
    : [source];
  const found = new Map(Object.keys(changes).map((text) => [text, 0]));
  const files = paths.map((path) => {
    let code = readFileSync(path, "utf8");
    for (const [text, replacement] of Object.entries({ ...changes, "3000": String(port) })) {
      found.set(text, (found.get(text) ?? 0) + code.split(text).length - 1);
      code = code.replaceAll(text, () => replacement);
    }
    const file = join(folder, source === path ? "server.ts" : relative(source, path));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
    return file;
  });
  for (const text of Object.keys(changes))
    if (found.get(text) !== 1) throw new Error(`${recipe} has ${JSON.stringify(text)} ${found.get(text)} times.`);
  const { dependencies } = JSON.parse(readFileSync(join(packages, "package.json"), "utf8")) as { dependencies: object };
  const manifest = { type: "module", dependencies: { ...dependencies, "react-fullscript-connect": "*" } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  return { folder, files, port };
}

export interface Running {
  output: () => string;
  stop: () => Promise<void>;
}

/** Starts a program in the project, and waits until it answers on the project's port. */
export async function startProgram(
  { folder, port }: Project,
  [program, ...parameters]: [string, ...string[]],
  env: Record<string, string>,
): Promise<Running> {
  let said = "";
  const child: ChildProcess = spawn(program, parameters, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += String(chunk)));
  const exit = once(child, "exit");
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${folder} has ended:\n${said}`);
    const answers = await fetch(`http://localhost:${port}/api/fullscript/connection`).then(
      () => true,
      () => false,
    );
    if (answers) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    output: () => said,
    stop: async () => {
      child.kill("SIGKILL");
      await exit;
    },
  };
}
