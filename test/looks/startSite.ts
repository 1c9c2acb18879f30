import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createElement, StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { inject } from "vitest";
import type { Mode } from "../bundleHost";
import { serve } from "../serve";
import { App } from "./host/App";
import { type Scene } from "./host/scene";

/** The stylesheet as it was built. */
export const OURS = readFileSync(join(import.meta.dirname, "../../dist/styles.css"), "utf8");

export interface SiteOptions {
  mode?: Mode;
}

/** What the next page that is opened looks like. */
export interface Shown extends Scene {
  /** Style sheets, in turn. @default ours alone */
  styles?: readonly string[];
  lang?: string;
}

/** A host app behind a server of its own, under the strictest policy that a host may have. */
export interface Site {
  origin: string;
  show: (shown: Shown) => void;
  close: () => Promise<void>;
}

export const POLICY = "default-src 'self'; style-src 'self'; script-src 'self'";

export async function startSite({ mode = "production" }: SiteOptions = {}): Promise<Site> {
  const script = readFileSync(join(inject("looksFolder"), `${mode}.js`), "utf8");
  let shown: Shown = {};
  const { origin, close } = await serve((request, response) => {
    const { pathname: path } = new URL(request.url ?? "/", origin);
    const sheet = /^\/style-(\d+)\.css$/.exec(path)?.[1];
    const send = (type: string, body: string, headers = {}) =>
      response
        .writeHead(200, { "content-type": `${type}; charset=utf-8`, "content-security-policy": POLICY, ...headers })
        .end(body);
    if (path === "/host.js") send("text/javascript", script, { "cache-control": "max-age=3600" });
    else if (sheet) send("text/css", stylesOf(shown)[Number(sheet)]!);
    else if (path === "/favicon.ico") response.writeHead(204).end();
    else send("text/html", renderPage(shown, origin, path));
  });
  return { origin, show: (next) => (shown = next), close };
}

const stylesOf = ({ styles = [OURS] }: Shown) => styles;

function renderPage(shown: Shown, origin: string, path: string): string {
  const { styles: _styles, lang = "en", ...scene } = shown;
  const app = createElement(StrictMode, null, createElement(App, { scene, origin, path }));
  return `<!doctype html>
<html lang="${lang}" data-scene="${JSON.stringify(scene).replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Host</title>
${stylesOf(shown)
  .map((_, index) => `<link rel="stylesheet" href="/style-${index}.css">`)
  .join("\n")}
<div id="root">${scene.isHydrated ? renderToString(app) : ""}</div>
<script type="module" src="/host.js"></script>
</html>`;
}
