import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { folderOf, run } from "./apps";

const tsc = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));

/** What TypeScript has against a project; a `@ts-expect-error` that nothing is wrong under is among it. */
async function problemsIn(project: string): Promise<string> {
  const { stdout } = await run(process.execPath, [tsc, "--project", project], { cwd: folderOf("") }).catch(
    (error: unknown) => error as { stdout: string },
  );
  return stdout;
}

// Next.js has checked its app when it built it.
it.each([
  ["node16, its libraries too", "typescript/tsconfig.node16.json"],
  ["bundler, its libraries too", "typescript/tsconfig.bundler.json"],
  ["CommonJS, its libraries too", "commonjs/tsconfig.json"],
  ["React 18.2's types", "react-18/tsconfig.json"],
  // At once, which is faster: they have the same types of React.
  ["the apps on React 19", "tsconfig.json"],
])(
  "compiles, and refuses what it should: %s",
  async (_, project) => {
    expect(await problemsIn(join(folderOf(""), project))).toBe("");
    // A compiler's run is as long as a build on a busy machine.
  },
  240_000,
);
