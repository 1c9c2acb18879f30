import { readFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { extname, join } from "node:path";

const TYPES: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
};

/** Serves a built page: its files, and for every path that names none the page itself. */
export function serveFiles(folder: string): RequestListener {
  return ({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const name = extname(pathname) === "" ? "index.html" : pathname;
    response.writeHead(200, { "content-type": TYPES[extname(name)] }).end(readFileSync(join(folder, name)));
  };
}
