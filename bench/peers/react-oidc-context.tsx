import type { ReactNode } from "react";
import { AuthProvider, useAuth } from "react-oidc-context";
import { AUTHORIZE, CLIENT_ID, ORIGIN, redirectUriOf, TOKEN_ENDPOINT } from "../pages/settings";

const settings = {
  authority: ORIGIN,
  client_id: CLIENT_ID,
  redirect_uri: redirectUriOf("react-oidc-context"),
  // Given, so that it need not be asked for.
  metadata: { issuer: `${ORIGIN}/`, authorization_endpoint: AUTHORIZE, token_endpoint: TOKEN_ENDPOINT },
  onSigninCallback: () => history.replaceState(null, "", location.pathname),
};

export const Around = ({ children }: { children: ReactNode }) => <AuthProvider {...settings}>{children}</AuthProvider>;

export function Button() {
  const { signinRedirect } = useAuth();
  return (
    <button type="button" onClick={() => void signinRedirect()}>
      Connect
    </button>
  );
}

export function Callback() {
  const { isAuthenticated, error } = useAuth();
  return (
    <section data-status={isAuthenticated ? "connected" : error ? "failed" : "exchanging"}>
      <h2>{error?.message}</h2>
    </section>
  );
}
