import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startHttpDatabase } from "./startHttpDatabase";
import type { Result } from "./suite";

// What `npm run build` made, on each runtime. Each installs itself by `npm ci --prefix test/runtimes/packages`.
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "runtimes-"));
const modules = join(import.meta.dirname, "packages/node_modules");
let database: Awaited<ReturnType<typeof startHttpDatabase>>;

beforeAll(async () => {
  database = await startHttpDatabase();
  await build({
    entryPoints: [join(import.meta.dirname, "main.ts"), join(import.meta.dirname, "worker.ts")],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    target: "es2022",
    // Without the paths of tsconfig.json, which lead to the source.
    tsconfigRaw: "{}",
  });
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

/** npm installs a program as a package for this machine. Bun's install script, if npm lets it run, moves the program from there. */
function findProgram(scope: string, path: string, moved = path): string {
  const [name] = readdirSync(join(modules, scope));
  const program = join(modules, scope, name!, path);
  return existsSync(program) ? program : join(modules, moved);
}

async function runProgram(program: string, ...parameters: string[]): Promise<Result[]> {
  const { stdout } = await run(program, [...parameters, join(folder, "main.mjs"), database.url], { cwd: folder });
  return JSON.parse(stdout) as Result[];
}

async function runWorkerd(): Promise<Result[]> {
  const { Miniflare } = createRequire(join(modules, "index.js"))("miniflare") as {
    Miniflare: new (options: object) => {
      dispatchFetch: (url: string) => Promise<Response>;
      dispose: () => Promise<void>;
    };
  };
  const worker = new Miniflare({
    modules: true,
    script: readFileSync(join(folder, "worker.mjs"), "utf8"),
    compatibilityDate: "2026-01-01",
  });
  try {
    const response = await worker.dispatchFetch(`http://localhost/?database=${encodeURIComponent(database.url)}`);
    return (await response.json()) as Result[];
  } finally {
    await worker.dispose();
  }
}

it.each<[string, () => Promise<Result[]>]>([
  ["Node", () => runProgram(process.execPath)],
  ["Deno", () => runProgram(findProgram("@deno", "deno"), "run", "--allow-net", "--quiet")],
  ["Bun", () => runProgram(findProgram("@oven", "bin/bun", "bun/bin/bun.exe"))],
  ["workerd", runWorkerd],
])("the handler and the store work on %s", async (_, runAll) => {
  const results = await runAll();
  expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(results.length).toBeGreaterThanOrEqual(30);
});
