import { html } from "hono/html";
import type { Account } from "../accounts";
import type { Settings } from "../options";
import { SCOPES } from "../scopes";
import { layout, type Html } from "./layout";
import { signOutForm } from "./signOutForm";

export function consentPage({ appName }: Settings, account: Account, query: string): Html {
  return layout({
    title: "Authorize",
    content: html`<div class="parties" aria-hidden="true">
        <span>${initial(appName)}</span><i></i><span>${initial(account.name)}</span>
      </div>
      <h1>${appName} would like to connect to your Fullscript account</h1>
      <p>This will allow ${appName} to:</p>
      <ul class="scopes">
        ${SCOPES.map(({ sentence }) => html`<li>${sentence}</li>`)}
      </ul>
      <form method="post" action="/api/oauth/authorize">
        <input type="hidden" name="request" value="${query}" />
        <div class="actions">
          <button class="primary" type="submit" name="decision" value="authorize">Authorize</button>
          <button type="submit" name="decision" value="cancel">Cancel</button>
        </div>
      </form>
      <hr />
      <div class="hint">
        Signed in as <strong>${account.name}</strong> (${account.email}, ${account.type.toLowerCase()}).
        ${signOutForm(query)}
      </div>`,
  });
}

function initial(name: string): string {
  return /[\p{L}\p{N}]/u.exec(name.replace(/^Dr\.?\s+/, ""))?.[0].toUpperCase() ?? "";
}
