import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { AuthProvider, useAuth } from "react-oidc-context";
import { FullscriptCallback, FullscriptConnectionCard } from "react-fullscript-connect";
import "react-fullscript-connect/styles.css";
import { fullscript } from "./fullscript";

/** Where the other SDK's own response arrives: on a page of the app's, or on the callback page. */
const RETURNS = { "Sign in": "/integrations", "Sign in by the callback page": "/fullscript/callback" };

function Account() {
  const { user, error, signinRedirect } = useAuth();
  return (
    <header>
      {user ? <p>Signed in as {user.profile.sub}</p> : <p>Signed out</p>}
      {error && <p data-testid="other-error">{error.message}</p>}
      {Object.entries(RETURNS).map(([label, path]) => (
        <button key={label} onClick={() => void signinRedirect({ redirect_uri: location.origin + path })}>
          {label}
        </button>
      ))}
    </header>
  );
}

const queryClient = new QueryClient();
const isCallback = location.pathname === "/fullscript/callback";

export function App() {
  return (
    <AuthProvider
      authority={import.meta.env.VITE_OIDC_AUTHORITY}
      client_id="clinic"
      redirect_uri={`${location.origin}/integrations`}
      onSigninCallback={() => history.replaceState({}, "", location.pathname)}
    >
      <QueryClientProvider client={queryClient}>
        <Account />
        <main>
          {isCallback ? <FullscriptCallback {...fullscript} /> : <FullscriptConnectionCard {...fullscript} />}
        </main>
      </QueryClientProvider>
    </AuthProvider>
  );
}
