import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";
import { fetch } from "../../sandbox/localFetch";
import { Visitor } from "../../sandbox/Visitor";
import { type AuthorizationServer, OTHER_REDIRECT_URI, REDIRECT_URI } from "./AuthorizationServer";
import { startFront } from "./startFront";

const CLIENT = { client_id: "clinic", client_secret: "clinic-secret" };

/**
 * A certified server of others, with its own rules of codes, rotation and revocation. It wants forms, as RFC 6749 has it, where
 * Fullscript documents JSON: the front translates, and fails on demand, and no more.
 */
export async function startOidcProvider(): Promise<AuthorizationServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // It warns, from its import on, of Node 20 and of what is for development alone.
  const logs = [vi.spyOn(console, "info").mockReturnValue(), vi.spyOn(console, "warn").mockReturnValue()];
  const { default: Provider } = await import("oidc-provider");
  const provider = new Provider(origin, {
    clients: [
      {
        ...CLIENT,
        redirect_uris: [REDIRECT_URI, OTHER_REDIRECT_URI],
        grant_types: ["authorization_code", "refresh_token"],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    cookies: { keys: ["test"] },
    features: {
      revocation: { enabled: true, allowedPolicy: () => true },
      introspection: { enabled: true, allowedPolicy: () => true },
      devInteractions: { enabled: true },
    },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: {
      AuthorizationCode: 600,
      AccessToken: 7_200,
      IdToken: 3_600,
      RefreshToken: 30 * 86_400,
      Grant: 30 * 86_400,
      Interaction: 600,
      Session: 86_400,
    },
  });
  const listener = provider.callback();
  server.on("request", (request, response) => void listener(request, response));
  for (const log of logs) log.mockRestore();

  const front = await startFront(origin, (body) => new URLSearchParams(JSON.parse(body) as Record<string, string>));

  return {
    inabilities: {
      "resource owner":
        "RFC 6749 knows no such member: the owner would be in an ID token, which Fullscript does not have",
    },
    settings: {
      environment: { tokenEndpoint: `${front.origin}/token`, revocationEndpoint: `${front.origin}/token/revocation` },
      ...{ clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret, redirectUri: REDIRECT_URI, fetch },
    },
    async authorize(redirectUri) {
      const visitor = new Visitor();
      const query = new URLSearchParams({
        client_id: CLIENT.client_id,
        redirect_uri: redirectUri,
        response_type: "code",
        scope: "openid",
        state: "fsc1.state",
      });
      const signIn = await visitor.open(`${origin}/auth?${query.toString()}`);
      const consent = await visitor.press(signIn, "Sign-in", { login: "dr-ada", password: "any" });
      const back = await visitor.press(consent, "Continue");
      return back.url.searchParams.get("code")!;
    },
    async isLive(token) {
      const answer = await fetch(`${origin}/token/introspection`, {
        method: "POST",
        body: new URLSearchParams({ ...CLIENT, token }),
      });
      return ((await answer.json()) as { active: boolean }).active;
    },
    async takeBack(accessToken) {
      const { grantId = "" } = (await provider.AccessToken.find(accessToken)) ?? {};
      await (await provider.Grant.find(grantId))!.destroy();
    },
    tokenRequests: () => front.tokenRequests,
    fail(failure) {
      front.failure = failure;
    },
    goDown: front.goDown,
    comeBack: front.comeBack,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await front.goDown();
    },
  };
}
