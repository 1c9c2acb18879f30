import { html } from "hono/html";
import type { Account } from "../accounts";
import type { Site } from "../site";
import { connectionList } from "./connectionList";
import { layout, type Html } from "./layout";
import { logTable } from "./logTable";
import { signOutForm } from "./signOutForm";
import { switchForm } from "./switchForm";

/** Shows the settings to copy, the switches, the connections and the request log. */
export function homePage(
  { settings, origin, grants, switches, log }: Site,
  account: Account | undefined,
  error?: string,
): Html {
  const rows: [string, readonly string[]][] = [
    ["Authorization endpoint", [`${origin}/api/oauth/authorize`]],
    ["Token endpoint", [`${origin}/api/oauth/token`]],
    ["Revocation endpoint", [`${origin}/api/oauth/revoke`]],
    ["API base", [`${origin}/api`]],
    ["Client ID", [settings.clientId]],
    ["Client secret", [settings.clientSecret]],
    ["Redirect URIs", settings.redirectUris],
  ];
  return layout({
    title: "Home",
    wide: true,
    content: html`<h1>Fullscript sandbox</h1>
      <p>
        A local stand-in for Fullscript. Start with your app's “Connect my Fullscript account” button, which opens the
        pages of this sandbox.
      </p>
      <h2>Settings for your app</h2>
      <dl class="facts">
        ${rows.map(
          ([name, values]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${values.map((value) => html`<code>${value}</code>`)}</dd>
            </div>`,
        )}
      </dl>
      <p class="hint">This secret works only in this sandbox, so the page can show it. Never show a real one.</p>
      <h2>Failures</h2>
      ${switchForm(switches.get(), error)}
      <h2>Connections</h2>
      ${connectionList(grants.listOwners())}
      <h2>Requests</h2>
      ${logTable(log.entries())}
      <h2>Start over</h2>
      <div class="line">
        ${account ? html`Signed in as <strong>${account.name}</strong> (${account.email}). ${signOutForm("")}` : html`Nobody is signed in. <a href="/sign-in">Sign in</a>`}
      </div>
      <form method="post" action="/sandbox/reset">
        <button type="submit">Forget everything</button>
        <p class="hint">Ends every session and connection, and clears accounts, switches and the request log.</p>
      </form>`,
  });
}
