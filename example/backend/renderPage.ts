import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ViteDevServer } from "vite";
import { NONCE } from "./createFrontEnd";

export interface Page {
  html: string;
  /** Its Content-Security-Policy. */
  policy: string;
}

/** The one page, under a strict policy: nothing from elsewhere, no inline script or style but Vite's own. */
export async function renderPage(frontEnd: ViteDevServer, frameAncestor: string): Promise<Page> {
  const nonce = randomBytes(16).toString("base64");
  const template = await readFile(join(frontEnd.config.root, "index.html"), "utf8");
  // Rendered for "/", always: the query string may hold a code.
  const html = (await frontEnd.transformIndexHtml("/", template)).replaceAll(NONCE, nonce);
  return { html, policy: createPolicy(nonce, frameAncestor) };
}

const createPolicy = (nonce: string, frameAncestor: string) =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    // Vite waits in a worker for a server that is gone to come back.
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
    // The one site that may have the clinic in a frame.
    `frame-ancestors ${frameAncestor}`,
  ].join("; ");
