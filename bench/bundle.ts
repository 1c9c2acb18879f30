import { join } from "node:path";
import { build, type BuildOptions } from "esbuild";

/** A production bundle of this TypeScript, with the package as it was built. Imports are from this folder. */
export async function bundle(
  contents: string,
  { format = "esm", ...options }: Pick<BuildOptions, "alias" | "external" | "format" | "platform"> = {},
): Promise<string> {
  const { outputFiles, metafile } = await build({
    ...options,
    stdin: { contents, resolveDir: import.meta.dirname, loader: "tsx" },
    absWorkingDir: join(import.meta.dirname, ".."),
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format,
    target: "es2022",
    define: { "process.env.NODE_ENV": '"production"' },
    // Not the project's own, whose paths lead to the source.
    tsconfigRaw: { compilerOptions: { jsx: "react-jsx" } },
    logLevel: "error",
  });
  const fromSource = Object.keys(metafile.inputs).filter((path) => path.startsWith("src/"));
  if (fromSource.length > 0) throw new Error(`Bundled from the source, not from dist/: ${fromSource.join()}`);
  const [{ text } = { text: "" }] = outputFiles;
  return text;
}
