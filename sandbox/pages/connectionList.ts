import { html } from "hono/html";
import type { Account } from "../accounts";
import type { Html } from "./layout";

/** Everyone who has connected the app, each with a button that ends the connection here, as a user can at Fullscript. */
export function connectionList(owners: readonly Account[]): Html {
  if (owners.length === 0) return html`<p class="hint">None yet.</p>`;
  return html`<p class="hint">Revoke one to see what your app does when Fullscript answers 401 to its tokens.</p>
    <ul class="connections">
      ${owners.map(
        ({ id, name, email, type }) =>
          html`<li>
            <span><strong>${name}</strong> (${email}, ${type.toLowerCase()})</span>
            <form method="post" action="/sandbox/revoke">
              <input type="hidden" name="owner" value="${id}" />
              <button type="submit" aria-label="Revoke the connection of ${name}">Revoke</button>
            </form>
          </li>`,
      )}
    </ul>`;
}
