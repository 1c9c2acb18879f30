import { html } from "hono/html";
import type { Html } from "./layout";

/** `request` is the authorization request that continues after the next sign-in, as a query string. */
export function signOutForm(request: string): Html {
  return html`<form class="inline" method="post" action="/sign-out">
    <input type="hidden" name="request" value="${request}" />
    <button class="link" type="submit">Sign out</button>
  </form>`;
}
