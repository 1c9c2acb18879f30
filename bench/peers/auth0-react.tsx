import { Auth0Provider, useAuth0 } from "@auth0/auth0-react";
import type { ReactNode } from "react";
import { CLIENT_ID, ORIGIN, redirectUriOf } from "../pages/settings";

export const Around = ({ children }: { children: ReactNode }) => (
  <Auth0Provider
    domain={ORIGIN}
    clientId={CLIENT_ID}
    authorizationParams={{ redirect_uri: redirectUriOf("auth0-react") }}
  >
    {children}
  </Auth0Provider>
);

export function Button() {
  const { loginWithRedirect } = useAuth0();
  return (
    <button type="button" onClick={() => void loginWithRedirect()}>
      Connect
    </button>
  );
}

export function Callback() {
  const { isAuthenticated, error } = useAuth0();
  return (
    <section data-status={isAuthenticated ? "connected" : error ? "failed" : "exchanging"}>
      <h2>{error?.message}</h2>
    </section>
  );
}
