import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { ViteDevServer } from "vite";

const HEADERS = {
  // The callback's URL holds a code: no request from this app says where it comes from.
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Vite answers for files, the app for everything else: URLs that can hold a code never pass through Vite. */
export function createListener(app: Hono, frontEnd: ViteDevServer, redirectUri: string): RequestListener {
  const listen = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const answer = (request: IncomingMessage, response: ServerResponse) => void listen(request, response);
  const hosts = new Set(["localhost", "127.0.0.1", "[::1]", new URL(redirectUri).hostname]);

  return (request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const { headers, url = "/" } = request;
    // Under another name this may be a stranger's page that has pointed its own domain here.
    if (!hosts.has((headers.host ?? "").replace(/:\d+$/, ""))) return refuse(response);
    if (!isFile(url)) return answer(request, response);
    frontEnd.middlewares(request, response, () => {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("There is no such file.");
    });
  };
}

/** Vite's own paths, and whatever has an extension. */
function isFile(url: string): boolean {
  const [path = ""] = url.split("?");
  return path.startsWith("/@") || (/\.\w+$/.test(path) && !path.startsWith("/api/"));
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { "Content-Type": "application/json" }).end('{"error":"unknown_host"}');
}
