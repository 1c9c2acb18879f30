import { html } from "hono/html";
import { TOKEN_FAILURES, type Switches } from "../switches";
import { alert, type Html } from "./layout";

export function switchForm(switches: Switches, error: string | undefined): Html {
  return html`${alert(error)}
    <form class="switches" method="post" action="/sandbox/switches">
      <div>
        <label for="tokenFailure">Token endpoint</label>
        <select id="tokenFailure" name="tokenFailure">
          ${TOKEN_FAILURES.map((failure) => html`<option value="${failure}" ${failure === switches.tokenFailure ? html`selected` : ""}>${SENTENCES[failure]}</option>`)}
        </select>
      </div>
      ${count("tokenFailureTimes", "Fails this many times", switches.tokenFailureTimes, "empty: until switched off")}
      ${count("tokenDelayMs", "Answers after", switches.tokenDelayMs, "milliseconds")}
      ${count("retryAfterSeconds", "Retry-After", switches.retryAfterSeconds, "seconds, sent with 429 and 503")}
      ${count("codeLifetimeMs", "A new code lives for", switches.codeLifetimeMs, "milliseconds")}
      ${count("accessTokenLifetimeMs", "A new access token lives for", switches.accessTokenLifetimeMs, "milliseconds")}
      <button class="primary" type="submit">Save switches</button>
    </form>`;
}

function count(name: keyof Switches, label: string, value: number | null, unit: string): Html {
  const empty = name === "tokenFailureTimes";
  return html`<div>
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="number"
      min="${empty ? 1 : 0}"
      value="${value ?? ""}"
      aria-describedby="${name}-unit"
      ${empty ? "" : html`required`}
    />
    <span class="hint" id="${name}-unit">${unit}</span>
  </div>`;
}

const SENTENCES: Record<Switches["tokenFailure"], string> = {
  none: "Works",
  "429": "429: too many requests",
  "503": "503: down for maintenance",
  "500": "500: server error",
  "502": "502: bad gateway",
  drop: "Does it, then drops the connection",
  hang: "Never answers",
};
