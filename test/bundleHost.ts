import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

export type Mode = "development" | "production";

/** A test host's script, with the package as it was built. `entry` is its path from this folder. */
export async function bundleHost(entry: string, mode: Mode): Promise<string> {
  if (!existsSync(join(import.meta.dirname, "../dist/index.js")))
    throw new Error("There is no dist/. The hosts run on what was built: npm run build.");
  const { outputFiles, metafile } = await build({
    entryPoints: [join(import.meta.dirname, entry)],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2022",
    minify: mode === "production",
    define: { "process.env.NODE_ENV": JSON.stringify(mode) },
    // Not the project's own, whose paths lead to the source.
    tsconfigRaw: { compilerOptions: { jsx: "react-jsx" } },
    logLevel: "warning",
  });
  const fromSource = Object.keys(metafile.inputs).filter((path) => /^src\//.test(path));
  if (fromSource.length > 0)
    throw new Error(`The host was bundled from the source, not from dist/: ${fromSource.join()}`);
  return outputFiles[0]!.text;
}
