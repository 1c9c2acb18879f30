import { join } from "node:path";
import { build } from "esbuild";
import { type Front, startFront } from "./front";

/** Serves a host that is one page: its `main.tsx` with the package as it was built. */
export async function serveBundle(folder: string): Promise<Front> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, folder, "main.tsx")],
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    // Without the paths of tsconfig.json, which lead to the source.
    tsconfigRaw: "{}",
    define: { "process.env.NODE_ENV": '"development"' },
    logLevel: "error",
  });
  const script = outputFiles[0]!.text;
  const page = '<!doctype html><html lang="en"><title>Host</title><div id="root"></div><script type="module" src="/main.js"></script></html>';
  return startFront(({ url }, response) =>
    url === "/main.js"
      ? response.writeHead(200, { "content-type": "text/javascript" }).end(script)
      : response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page),
  );
}
