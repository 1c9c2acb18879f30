import { html } from "hono/html";
import { alert, layout, type Html } from "./layout";

interface SignUpPage {
  request: string;
  name: string;
  email: string;
  error?: string;
}

export function signUpPage({ request, name, email, error }: SignUpPage): Html {
  return layout({
    title: "Sign up",
    content: html`<h1>Create a Fullscript account</h1>
      <p class="hint">This is a local sandbox: the account lasts until the sandbox stops, and no e-mail is sent.</p>
      ${alert(error)}
      <form method="post" action="/sign-up">
        <input type="hidden" name="request" value="${request}" />
        <label for="name">Name</label>
        <input id="name" name="name" autocomplete="name" required value="${name}" />
        <label for="email">E-mail</label>
        <input id="email" name="email" type="email" autocomplete="email" required value="${email}" />
        <button class="primary" type="submit">Sign up</button>
      </form>
      <hr />
      <p>Already have an account? <a href="/sign-in?${new URLSearchParams({ request }).toString()}">Sign in</a></p>`,
  });
}
