import { html } from "hono/html";
import { DEMO_PRACTITIONER, DEMO_STAFF } from "../accounts";
import { alert, layout, type Html } from "./layout";

interface SignInPage {
  request: string;
  email: string;
  password: string;
  error?: string;
}

export function signInPage({ request, email, password, error }: SignInPage): Html {
  const withRequest = new URLSearchParams({ request }).toString();
  return layout({
    title: "Sign in",
    content: html`<h1>Sign in to Fullscript</h1>
      <p class="hint">This is a local sandbox: any e-mail and any password will do. Do not type a real password.</p>
      ${alert(error)}
      <form method="post" action="/sign-in">
        <input type="hidden" name="request" value="${request}" />
        <label for="email">E-mail</label>
        <input id="email" name="email" type="email" autocomplete="off" required value="${email}" />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="off" required value="${password}" />
        <button class="primary" type="submit">Sign in</button>
      </form>
      ${demoAccounts(email, withRequest)}
      <hr />
      <p>New to Fullscript? <a href="/sign-up?${withRequest}">Sign up</a></p>`,
  });
}

function demoAccounts(email: string, withRequest: string): Html {
  const filledIn = [DEMO_PRACTITIONER, DEMO_STAFF].find((account) => account.email === email);
  const other =
    filledIn === DEMO_STAFF
      ? html`<a href="/sign-in?${withRequest}">Use the demo practitioner</a>`
      : html`<a href="/sign-in?account=staff&amp;${withRequest}">Use the demo staff member</a>`;
  return html`${filledIn ? html`<p class="hint">Filled in for you: ${filledIn.name}, a demo ${filledIn === DEMO_STAFF ? "staff member" : "practitioner"}.</p>` : ""}
    <p class="hint">${other}</p>`;
}
