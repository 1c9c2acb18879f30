import { html } from "hono/html";
import { layout, type Html } from "./layout";

/** Stays where it is: the link in the e-mail opens another tab and goes on there, as it does from a real mailbox. */
export function checkEmailPage({ name, email }: { name: string; email: string }, confirmUrl: string): Html {
  return layout({
    title: "Check your e-mail",
    content: html`<h1>Check your e-mail</h1>
      <p>We have sent a link to <strong>${email}</strong>. Open it to go on; this tab can then be closed.</p>
      <p class="hint">A sandbox sends nothing, so here is the e-mail that would have arrived:</p>
      <article class="email" aria-label="E-mail">
        <dl>
          <div>
            <dt>From</dt>
            <dd>Fullscript sandbox</dd>
          </div>
          <div>
            <dt>To</dt>
            <dd>${email}</dd>
          </div>
          <div>
            <dt>Subject</dt>
            <dd>Confirm your e-mail address</dd>
          </div>
        </dl>
        <p>Hello ${name},</p>
        <p>welcome to Fullscript. One more step and your account is ready.</p>
        <p><a class="primary" href="${confirmUrl}" target="_blank" rel="noopener">Confirm my e-mail and continue</a></p>
        <p class="hint">The link opens in a new tab.</p>
      </article>`,
  });
}
