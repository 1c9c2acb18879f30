import { type Check, type CheckResult, failed, passed, skipped } from "./Check";
import type { Target } from "./readTarget";
import type { Answer, Visitor } from "./visitor";

/** An origin that no app lists. Names that end in `.invalid` belong to nobody. */
const FOREIGN_ORIGIN = "https://foreign.invalid";

/** A dev server without a proxy answers 404, or its page. */
const PROXY = "In development, let the dev server proxy it to your backend.";

/** The body of an exchange, with a code that was issued by nobody. */
const EXCHANGE = JSON.stringify({ code: "doctor", state: "fsc1.doctor", redirect_uri: "https://foreign.invalid/" });

/** What the endpoint answers to someone who is not signed in. Nobody's session is sent, so nothing can change. */
export const endpointChecks: readonly Check[] = [
  {
    id: "endpoint",
    title: "Endpoint",
    needs: "redirect-uri",
    run: forEndpoint(async ({ endpoint }, { getConnection }) => {
      const { status, type, redirectTarget } = await getConnection(endpoint);
      if (type === "text/html" || redirectTarget) {
        return failed(
          `GET answers ${status} with ${redirectTarget ? `a redirect to ${redirectTarget.pathname}` : "an HTML page"}.`,
          `Route this path to the connection handler, ahead of pages and sign-in redirects. ${PROXY}`,
        );
      }
      if (status === 404) return failed("GET answers 404.", `Mount the connection handler at this path. ${PROXY}`);
      if (status === 405)
        return failed("GET answers 405.", "Let the endpoint answer GET: the connection card needs it.");
      if (status !== 401) {
        return failed(
          `GET answers ${status} to someone who is not signed in.`,
          "Answer 401: return null from getUser for a request without a session.",
        );
      }
      if (!/\bjson$/.test(type)) return failed("Its 401 is not JSON.", "Answer with Content-Type: application/json.");
      return passed("GET answers 401 with JSON to someone who is not signed in.");
    }),
  },
  {
    id: "endpoint-no-store",
    title: "Caching",
    needs: "endpoint",
    run: forEndpoint(async ({ endpoint }, { getConnection }) => {
      const { headers } = await getConnection(endpoint);
      const cacheControl = headers.get("cache-control");
      if (/\bno-store\b/i.test(cacheControl ?? "")) return passed("Answers are no-store.");
      return failed(
        cacheControl === null ? "Answers have no Cache-Control." : `Answers have Cache-Control: ${cacheControl}.`,
        "Send Cache-Control: no-store, or one user sees another user's connection.",
      );
    }),
  },
  {
    id: "endpoint-cors",
    title: "CORS",
    needs: "endpoint",
    run: forEndpoint(async ({ endpoint, redirectUri }, { send, getConnection }) => {
      const { origin } = new URL(redirectUri);
      if (origin === new URL(endpoint).origin) return passed("The endpoint is on the app's own origin.");
      const preflight = await send(endpoint, {
        method: "OPTIONS",
        headers: {
          Origin: origin,
          "Access-Control-Request-Method": "DELETE",
          "Access-Control-Request-Headers": "content-type",
        },
      });
      const advice = `List ${origin} in allowedOrigins.`;
      if (preflight.status < 200 || preflight.status >= 300)
        return failed(`The preflight answers ${preflight.status}.`, advice);
      for (const [name, value] of [
        ["Access-Control-Allow-Origin", origin],
        ["Access-Control-Allow-Methods", "DELETE"],
        ["Access-Control-Allow-Headers", "content-type"],
      ] as const)
        if (!lists(preflight, name, value)) return failed(`The preflight's ${name} doesn't allow ${value}.`, advice);
      if (!lists(await getConnection(endpoint), "Access-Control-Allow-Origin", origin))
        return failed(`Only the preflight allows ${origin}.`, "Send Access-Control-Allow-Origin with every answer.");
      return passed(`${origin} may call the endpoint.`);
    }),
  },
  {
    id: "endpoint-content-type",
    title: "Content type",
    needs: "endpoint-cors",
    run: forEndpoint(async ({ endpoint, redirectUri }, { send }) => {
      const { origin } = new URL(redirectUri);
      const headers = { "Content-Type": "text/plain", Origin: origin };
      const { status } = await send(endpoint, { method: "POST", headers, body: EXCHANGE });
      if (status === 415) return passed("POST refuses what is not JSON.");
      return failed(
        `POST answers ${status} to text/plain instead of 415.`,
        "Refuse every content type but application/json: other sites can send a form without a preflight.",
      );
    }),
  },
  {
    id: "endpoint-foreign-origin",
    title: "Other origins",
    needs: "endpoint",
    run: forEndpoint(async ({ endpoint }, { send }) => {
      const headers = { "Content-Type": "application/json", Origin: FOREIGN_ORIGIN };
      const answer = await send(endpoint, { method: "POST", headers, body: EXCHANGE });
      const advice = "Compare Origin with your own origins before anything else, and answer 403 to all others.";
      if (answer.status !== 403)
        return failed(`POST answers ${answer.status} to another origin instead of 403.`, advice);
      if (lists(answer, "Access-Control-Allow-Origin", FOREIGN_ORIGIN))
        return failed("Access-Control-Allow-Origin allows every origin.", advice);
      return passed("POST refuses another origin.");
    }),
  },
];

type RunForEndpoint = (target: Target & { endpoint: string }, visitor: Visitor) => Promise<CheckResult>;

function forEndpoint(run: RunForEndpoint): Check["run"] {
  return (target, visitor) =>
    target.endpoint === undefined
      ? skipped("Pass --endpoint to check it.")
      : run({ ...target, endpoint: target.endpoint }, visitor);
}

/** Whether a CORS header names a value, or all. */
function lists({ headers }: Answer, name: string, value: string): boolean {
  const values = (headers.get(name) ?? "").toLowerCase().split(/\s*,\s*/);
  return values.includes("*") || values.includes(value.toLowerCase());
}
