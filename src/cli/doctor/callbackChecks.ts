import { type Check, failed, passed, skipped } from "./Check";
import { allowsConnection, policiesOf } from "./contentSecurityPolicy";
import { type Answer, CALLBACK_PARAMETERS } from "./visitor";

const SAFE_REFERRER_POLICIES = [
  "no-referrer",
  "same-origin",
  "origin",
  "strict-origin",
  "origin-when-cross-origin",
  "strict-origin-when-cross-origin",
];

/** What a browser gets when Fullscript sends it back. */
export const callbackChecks: readonly Check[] = [
  {
    id: "callback-page",
    title: "Callback page",
    needs: "redirect-uri",
    async run({ redirectUri }, { openCallback }) {
      const page = await openCallback();
      const { status, type, url } = page;
      if (!isSamePage(url, new URL(redirectUri))) {
        return failed(
          `It redirects to ${url.origin}${url.pathname}.`,
          "Serve the callback page without a redirect and without a sign-in: the code is lost on the way.",
        );
      }
      if (status !== 200) {
        return failed(
          `It answers ${status} on a fresh load.`,
          "Let your server answer this path with your app's HTML page, as for every route of a single-page app.",
        );
      }
      if (type !== "text/html") {
        return failed(`It answers ${type || "no type"} instead of HTML.`, "Serve your app's HTML page at this path.");
      }
      return passed("Your app answers with an HTML page.");
    },
  },
  {
    id: "callback-query",
    title: "Query string",
    needs: "callback-page",
    async run(_, { openCallback }) {
      const { url } = await openCallback();
      const lost = Object.entries(CALLBACK_PARAMETERS).filter(([name, value]) => url.searchParams.get(name) !== value);
      if (lost.length === 0) return passed("code and state arrive unchanged.");
      return failed(
        `A redirect to ${url.pathname} drops ${lost.map(([name]) => name).join(" and ")}.`,
        "Keep the query string in this redirect, or register the address that it leads to.",
      );
    },
  },
  {
    id: "callback-referrer-policy",
    title: "Referrer-Policy",
    needs: "callback-page",
    async run(_, { openCallback }) {
      const policy = referrerPolicyOf(await openCallback());
      if (SAFE_REFERRER_POLICIES.includes(policy)) return passed(policy);
      return failed(
        policy ? `It is ${policy}, so other sites receive the code.` : "The callback page sends none.",
        'Send Referrer-Policy: no-referrer with the callback page, or put <meta name="referrer" content="no-referrer"> into its head.',
      );
    },
  },
  {
    id: "callback-csp",
    title: "Content-Security-Policy",
    needs: "callback-page",
    async run({ endpoint }, { openCallback }) {
      if (endpoint === undefined) return skipped("Pass --endpoint to check it.");
      const page = await openCallback();
      const policies = policiesOf(page);
      if (policies.length === 0) return passed("None is sent, so nothing is blocked.");
      if (policies.every((policy) => allowsConnection(policy, new URL(endpoint), page.url)))
        return passed("It allows requests to the endpoint.");
      return failed("It blocks requests to the endpoint.", `Add ${new URL(endpoint).origin} to connect-src.`);
    },
  },
];

/** A redirect from http to https or to a trailing slash still leads to the callback page. */
function isSamePage(url: URL, expected: URL): boolean {
  const [path, expectedPath] = [url, expected].map(({ pathname }) => pathname.replace(/\/$/, ""));
  return url.hostname === expected.hostname && path === expectedPath;
}

/** The last policy that browsers know counts. A `<meta>` element is later than the header. */
function referrerPolicyOf({ headers, body }: Answer): string {
  const meta = /<meta\s[^>]*name=["']?referrer\b[^>]*>/i.exec(body)?.[0] ?? "";
  const content = /content=["']?([\w-]+)/i.exec(meta)?.[1];
  return (content ?? headers.get("referrer-policy") ?? "").replace(/.*,/, "").trim().toLowerCase();
}
