import { fetch } from "./localFetch";

export interface Page {
  url: URL;
  status: number;
  html: string;
  headers: Headers;
}

/** A browser of the simplest kind: it keeps cookies, follows redirects and submits forms, and stops where it leaves the sandbox. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  async open(
    url: string | URL,
    init: Omit<RequestInit, "headers"> & { headers?: Record<string, string> } = {},
  ): Promise<Page> {
    const target = new URL(url);
    const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
    const response = await fetch(target, { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
    response.headers.getSetCookie().forEach((line) => this.#keep(line));
    const location = response.headers.get("location");
    const next = location === null ? undefined : new URL(location, target);
    if (next?.origin === target.origin) return this.open(next);
    return { url: next ?? target, status: response.status, html: await response.text(), headers: response.headers };
  }

  /** Presses a button, with the form's own values unless others are given. */
  press(page: Page, button: string, values: Record<string, string> = {}): Promise<Page> {
    const form = [...page.html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].find(([, , content]) =>
      content?.includes(`>${button}</button>`),
    );
    if (!form) throw new Error(`No form with a button "${button}" at ${page.url.pathname}: ${page.html}`);
    const [, action = "", content = ""] = form;
    const fields = [...content.matchAll(/<input[^>]*>/g)].map(([input]) => [
      attribute(input, "name"),
      attribute(input, "value"),
    ]);
    const pressed = new RegExp(`<button[^>]*>${button}</button>`).exec(content)?.[0] ?? "";
    const body = new URLSearchParams({ ...(Object.fromEntries(fields) as Record<string, string>), ...values });
    if (attribute(pressed, "name") !== "") body.set(attribute(pressed, "name"), attribute(pressed, "value"));
    return this.open(new URL(decode(action), page.url), { method: "POST", body });
  }

  follow(page: Page, link: string): Promise<Page> {
    const href = new RegExp(`<a [^>]*href="([^"]*)"[^>]*>${link}</a>`).exec(page.html)?.[1];
    if (href === undefined) throw new Error(`No link "${link}" at ${page.url.pathname}: ${page.html}`);
    return this.open(new URL(decode(href), page.url));
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", value = ""] = pair.split("=");
    if (attributes.includes("Max-Age=0")) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

function attribute(element: string, name: string): string {
  return decode(new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1] ?? "");
}

function decode(text: string): string {
  return text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (entity) => ({ "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' })[entity] ?? "'",
  );
}
