import { html } from "hono/html";
import type { Refusal } from "../authorizationRequest";
import type { Settings } from "../options";
import { layout, type Html } from "./layout";

/** Where Fullscript shows a bare 404, this says to the developer which part did not match. */
export function refusalPage(settings: Settings, { refused, given }: Refusal): Html {
  const { what, registered } = explain(refused, settings);
  return layout({
    title: "Page not found",
    wide: true,
    content: html`<p class="status">404</p>
      <h1>Page not found</h1>
      <p>This is all that Fullscript shows, and it never sends the user back to your app. The sandbox adds why:</p>
      <p class="alert">${what}</p>
      <dl class="facts">
        <div>
          <dt>Your app sent</dt>
          <dd>${given === null ? "nothing" : html`<code>${given}</code>`}</dd>
        </div>
        <div>
          <dt>Registered</dt>
          <dd>${registered.map((value) => html`<code>${value}</code>`)}</dd>
        </div>
      </dl>
      <p class="hint">
        The comparison is character by character: scheme, host, port, path and a closing slash all count.
      </p>`,
  });
}

function explain(
  refused: Refusal["refused"],
  { clientId, redirectUris }: Settings,
): { what: string; registered: readonly string[] } {
  switch (refused) {
    case "client_id":
      return { what: "The client_id is not the one of a registered app.", registered: [clientId] };
    case "redirect_uri":
      return {
        what: "The redirect_uri is not exactly one of those registered for this app.",
        registered: redirectUris,
      };
    case "response_type":
      return { what: "The response_type is missing.", registered: ["code"] };
    default:
      return refused satisfies never;
  }
}
