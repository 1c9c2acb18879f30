import { html } from "hono/html";
import type { Account } from "../accounts";
import type { Site } from "../site";
import { layout, type Html } from "./layout";
import { logTable } from "./logTable";
import { switchForm } from "./switchForm";

/** The settings to copy, the switches and the request log. */
export function homePage(
  { settings, origin, switches, log }: Site,
  account: Account | undefined,
  error?: string,
): Html {
  const rows: [string, readonly string[]][] = [
    ["Authorization endpoint", [`${origin}/api/oauth/authorize`]],
    ["Token endpoint", [`${origin}/api/oauth/token`]],
    ["Revocation endpoint", [`${origin}/api/oauth/revoke`]],
    ["Client ID", [settings.clientId]],
    ["Client secret", [settings.clientSecret]],
    ["Redirect URIs", settings.redirectUris],
  ];
  return layout({
    title: "Home",
    wide: true,
    content: html`<h1>Fullscript sandbox</h1>
      <p>
        A stand-in for Fullscript's authorization server. Start from your app's “Connect my Fullscript account” button;
        it leads here.
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
      <p class="hint">
        The secret is this sandbox's own. It opens nothing anywhere else, so it may stand here; a real one never may.
      </p>
      <h2>What goes wrong</h2>
      ${switchForm(switches.get(), error)}
      <h2>Requests</h2>
      ${logTable(log.entries())}
      <h2>Start afresh</h2>
      <p>
        ${account ? html`Signed in as <strong>${account.name}</strong> (${account.email}). <a href="/sign-out">Sign out</a>` : html`Nobody is signed in. <a href="/sign-in">Sign in</a>`}
      </p>
      <form method="post" action="/sandbox/reset">
        <button type="submit">Forget everything</button>
        <p class="hint">Ends every session and connection, and clears accounts, switches and the request log.</p>
      </form>`,
  });
}
