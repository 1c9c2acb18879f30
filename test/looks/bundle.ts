import { join } from "node:path";
import { build } from "esbuild";

/** The host's script, with the package as it was built. */
export async function bundle(mode: "development" | "production"): Promise<string> {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(import.meta.dirname, "host/main.tsx")],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    target: "es2022",
    define: { "process.env.NODE_ENV": JSON.stringify(mode) },
    // Not the project's own, whose paths lead to the source.
    tsconfigRaw: { compilerOptions: { jsx: "react-jsx" } },
    logLevel: "error",
  });
  const fromSource = Object.keys(metafile.inputs).filter((path) => /^src\//.test(path));
  if (fromSource.length > 0) throw new Error(`The host was bundled from the source, not from dist/: ${fromSource.join()}`);
  return outputFiles[0]!.text;
}
