import { html } from "hono/html";

/** Escaped HTML; what is put into an `html` template as a plain string is escaped there. */
export type Html = ReturnType<typeof html>;

interface Layout {
  title: string;
  content: Html;
  /** Wider, for pages that are more than one form. */
  wide?: boolean;
}

export function layout({ title, content, wide = false }: Layout): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Fullscript sandbox</title>
        <link rel="stylesheet" href="/sandbox/styles.css" />
        <link rel="icon" href="/sandbox/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <header class="bar">
          <a class="wordmark" href="/">Fullscript <span>sandbox</span></a>
          <p class="note">Local stand-in, nothing leaves this machine</p>
        </header>
        <main class="card${wide ? " wide" : ""}">${content}</main>
      </body>
    </html>`;
}

export function alert(message: string | undefined): Html | "" {
  return message === undefined ? "" : html`<p class="alert" role="alert">${message}</p>`;
}
