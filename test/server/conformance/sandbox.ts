import { startSandbox } from "../../../sandbox";
import { fetch } from "../../sandbox/localFetch";
import { authorizeUrl, CLIENT } from "../../sandbox/start";
import { Visitor } from "../../sandbox/Visitor";
import { type AuthorizationServer, OTHER_REDIRECT_URI, REDIRECT_URI } from "./AuthorizationServer";
import { startFront } from "./startFront";

/** The project's stand-in, over HTTP. Its grants are decided by a library of others. */
export async function startSandboxServer(): Promise<AuthorizationServer> {
  const { client_id: clientId, client_secret: clientSecret } = CLIENT;
  const sandbox = await startSandbox({
    port: 0,
    clientId,
    clientSecret,
    redirectUris: [REDIRECT_URI, OTHER_REDIRECT_URI],
    now: () => Date.now(),
  });
  const front = await startFront(sandbox.origin);
  const { switches, endpoints } = sandbox;

  return {
    inabilities: {},
    settings: {
      environment: {
        tokenEndpoint: `${front.origin}/api/oauth/token`,
        revocationEndpoint: `${front.origin}/api/oauth/revoke`,
      },
      ...{ clientId, clientSecret, redirectUri: REDIRECT_URI, fetch },
    },
    async authorize(redirectUri) {
      const visitor = new Visitor();
      const signIn = await visitor.open(authorizeUrl(sandbox, { redirect_uri: redirectUri }));
      // Someone new each time: who has a live grant gets no consent page.
      const consent = await visitor.press(signIn, "Sign in", { email: `${crypto.randomUUID()}@example.com` });
      const back = await visitor.press(consent, "Authorize");
      return back.url.searchParams.get("code")!;
    },
    async isLive(accessToken) {
      const { status } = await fetch(`${sandbox.origin}/sandbox/resource-owner`, {
        headers: { Authorization: `Bearer ${accessToken}` },
      });
      return status === 200;
    },
    async takeBack(token) {
      await fetch(endpoints.revocationEndpoint, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...CLIENT, token }),
      });
    },
    tokenRequests: () => front.tokenRequests,
    fail(failure) {
      const tokenFailure = failure === "pending" ? "hang" : failure === "lost" ? "drop" : failure;
      switches.set({ tokenFailure, tokenFailureTimes: 1 });
    },
    goDown: front.goDown,
    comeBack: front.comeBack,
    close: async () => {
      await Promise.all([front.goDown(), sandbox.close()]);
    },
  };
}
