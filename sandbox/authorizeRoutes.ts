import type { Context, Hono } from "hono";
import type { Account } from "./accounts";
import {
  MAX_QUERY_BYTES,
  parseAuthorizationRequest,
  type AuthorizationRequest,
  type Refusal,
} from "./authorizationRequest";
import { createAuthorizationResponse, type AuthorizationAnswer } from "./authorizationResponse";
import { consentPage } from "./pages/consentPage";
import { messagePage } from "./pages/messagePage";
import { refusalPage } from "./pages/refusalPage";
import { currentAccount, readForm, type SandboxEnv, type Site } from "./site";

const PATH = "/api/oauth/authorize";

/** The authorization endpoint, RFC 6749 §3.1: GET asks for consent, POST is the answer. */
export function authorizeRoutes(app: Hono<SandboxEnv>, site: Site): void {
  app
    .get(PATH, (c) => {
      const query = new URL(c.req.url).search.slice(1);
      if (Buffer.byteLength(query) > MAX_QUERY_BYTES) return refuseLength(c);
      const request = parseAuthorizationRequest(query, site.settings);
      if ("refused" in request) return refuse(c, request);
      if (request.responseType !== "code") return answer(c, request, { error: "unsupported_response_type" });
      const account = currentAccount(c, site);
      if (!account) return askToSignIn(c, request);
      if (site.grants.hasLiveGrant(account)) return issueCode(c, request, account);
      log(c, 200, "consent");
      return c.html(consentPage(site.settings, account, request.query));
    })
    .post(PATH, async (c) => {
      const form = await readForm(c);
      const request = parseAuthorizationRequest(form.get("request") ?? "", site.settings);
      if ("refused" in request) return refuse(c, request);
      if (form.get("decision") !== "authorize") return answer(c, request, { error: "access_denied" });
      // Someone may press this button on a page they came Back to, having signed out or authorized meanwhile: each press is a decision of its own.
      const account = currentAccount(c, site);
      return account ? issueCode(c, request, account) : askToSignIn(c, request);
    });

  function issueCode(c: Context, request: AuthorizationRequest, account: Account): Response {
    const code = site.grants.issueCode(
      account,
      request.redirectUri,
      site.settings.now() + site.switches.get().codeLifetimeMs,
    );
    return answer(c, request, { code });
  }

  function answer(c: Context, request: AuthorizationRequest, given: AuthorizationAnswer): Response {
    log(c, 303, "code" in given ? "code_issued" : given.error);
    c.header("Cache-Control", "no-store"); // the page before it may be kept, a code may not
    return c.redirect(createAuthorizationResponse(request, given), 303);
  }

  function askToSignIn(c: Context, request: AuthorizationRequest): Response {
    log(c, 303, "sign_in");
    return c.redirect(`/sign-in?${new URLSearchParams({ request: request.query }).toString()}`, 303);
  }

  function refuse(c: Context, refusal: Refusal): Response | Promise<Response> {
    log(c, 404, refusal.refused);
    return c.html(refusalPage(site.settings, refusal), 404);
  }

  function refuseLength(c: Context): Response | Promise<Response> {
    log(c, 414, "query_too_long");
    return c.html(
      messagePage({
        title: "Request too long",
        text: `The query is longer than ${MAX_QUERY_BYTES} bytes. A state travels in URLs: keep it small.`,
      }),
      414,
    );
  }

  function log(c: Context, status: number, outcome: string): void {
    site.log.add({ method: c.req.method, path: PATH, status, outcome });
  }
}
