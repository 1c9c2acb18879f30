import { html } from "hono/html";
import type { LogEntry } from "../requestLog";
import type { Html } from "./layout";

/** The newest first; the rest is in the JSON. */
export function logTable(entries: readonly LogEntry[]): Html {
  if (entries.length === 0) return html`<p class="hint">None yet.</p>`;
  const newest = entries.slice(-SHOWN).reverse();
  return html`<p class="hint" id="log-caption">
      ${newest.length} of ${entries.length}, newest first. No codes, tokens, secrets or states are kept.
    </p>
    <div class="scroll" role="region" aria-labelledby="log-caption" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Request</th>
            <th scope="col">Answer</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          ${newest.map(row)}
        </tbody>
      </table>
    </div>
    <p><a href="/sandbox/log">All as JSON</a></p>`;
}

const SHOWN = 20;

function row({ at, method, path, status, outcome, grantType }: LogEntry): Html {
  return html`<tr>
    <td><time datetime="${at}">${at.slice(11, 19)}</time></td>
    <td>${method} ${path}</td>
    <td>${status ?? "none"}</td>
    <td>${outcome}${grantType ? ` (${grantType})` : ""}</td>
  </tr>`;
}
