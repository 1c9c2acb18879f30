import { createFakeFullscript } from "react-fullscript-connect/testing";
import { type AuthorizationServer, REDIRECT_URI } from "./AuthorizationServer";

/** The one that hosts get for their own tests. */
export async function startFake(): Promise<AuthorizationServer> {
  const fullscript = createFakeFullscript({ redirectUri: REDIRECT_URI });
  return {
    inabilities: {},
    settings: fullscript.settings,
    authorize: async (redirectUri) => fullscript.createCode({ redirectUri }),
    isLive: async (accessToken) => fullscript.isLive(accessToken),
    takeBack: async () => fullscript.revoke(),
    tokenRequests: () => fullscript.requests.filter(({ kind }) => kind !== "revocation").length,
    fail: (failure) => fullscript.fail(failure === "429" ? 429 : failure === "503" ? 503 : failure),
    goDown: async () => fullscript.fail("unreachable"),
    comeBack: async () => undefined,
    close: async () => undefined,
  };
}
