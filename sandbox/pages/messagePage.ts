import { html } from "hono/html";
import { layout, type Html } from "./layout";

/** A page that only says something. */
export function messagePage({ title, text }: { title: string; text: string }): Html {
  return layout({
    title,
    content: html`<h1>${title}</h1>
      <p>${text}</p>
      <p><a href="/">Sandbox home</a></p>`,
  });
}
