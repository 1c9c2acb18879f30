import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { folderOf, run } from "./apps";

const tsc = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));

/** Returns what TypeScript reports for a project, including each `@ts-expect-error` above a line without an error. */
async function problemsIn(project: string): Promise<string> {
  const { stdout } = await run(process.execPath, [tsc, "--project", project], { cwd: folderOf("") }).catch(
    (error: unknown) => error as { stdout: string },
  );
  return stdout;
}

// `next build` checks the types of the Next.js app.
it.each([
  ["node16, its libraries too", "typescript/tsconfig.node16.json"],
  ["bundler, its libraries too", "typescript/tsconfig.bundler.json"],
  ["moduleResolution node, TypeScript's old default", "typescript/tsconfig.node10.json"],
  ["CommonJS, its libraries too", "commonjs/tsconfig.json"],
  ["React 18.2's types", "react-18/tsconfig.json"],
  // In one run, which is faster: they share the types of React.
  ["the apps on React 19", "tsconfig.json"],
])(
  "compiles, and reports each misuse: %s",
  async (_, project) => {
    expect(await problemsIn(join(folderOf(""), project))).toBe("");
    // On a busy machine, the compiler takes as long as a build.
  },
  240_000,
);
