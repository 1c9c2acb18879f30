import { vi } from "vitest";
import { serve, type Served } from "../serve";

/** Somebody else's authorization server, where the users of the app have their accounts. */
export async function startOidcProvider(redirectUris: string[]): Promise<Served> {
  const server = await serve((request, response) => void listener(request, response));
  // It warns, from its import on, of Node 20 and of what is for development alone.
  const logs = [vi.spyOn(console, "info").mockReturnValue(), vi.spyOn(console, "warn").mockReturnValue()];
  const { default: Provider } = await import("oidc-provider");
  const provider = new Provider(server.origin, {
    clients: [{ client_id: "clinic", redirect_uris: redirectUris, token_endpoint_auth_method: "none" }],
    clientBasedCORS: () => true,
    cookies: { keys: ["test"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    ttl: {
      AuthorizationCode: 600,
      AccessToken: 7_200,
      IdToken: 3_600,
      Grant: 86_400,
      Interaction: 600,
      Session: 86_400,
    },
  });
  const listener = provider.callback();
  for (const log of logs) log.mockRestore();
  return server;
}
