import { FullscriptCallback, type FullscriptConfig, FullscriptConnectButton } from "react-fullscript-connect";
import { createBrowserRouter, createHashRouter, useNavigate } from "react-router";

const configOf = (callback: string): FullscriptConfig => ({
  clientId: "base-paths",
  redirectUri: location.origin + callback,
  environment: { authorizationEndpoint: `http://127.0.0.1:${location.port}/authorize` },
  endpoint: "/api/fullscript/connection",
});

// Decided once, when the page loads: the callback stays after the URL has been cleaned.
const isCallback = /[?&](code|error)=/.test(location.search);

function Integrations({ callback }: { callback: string }) {
  return (
    <main>
      <h1>Integrations</h1>
      <FullscriptConnectButton {...configOf(callback)}>Connect</FullscriptConnectButton>
    </main>
  );
}

function Callback({ callback, basePath }: { callback: string; basePath: string }) {
  const navigate = useNavigate();
  return (
    <FullscriptCallback
      {...configOf(callback)}
      basePath={basePath}
      fallbackTo="/integrations"
      navigate={(to) => void navigate(to, { replace: true })}
    />
  );
}

/** An app under a base path, and one whose paths are in the hash. */
export function createBasedRouter() {
  if (location.pathname.startsWith("/app/"))
    return createBrowserRouter(
      [
        { path: "/integrations", element: <Integrations callback="/app/callback" /> },
        { path: "/callback", element: <Callback callback="/app/callback" basePath="/app" /> },
      ],
      { basename: "/app" },
    );
  if (location.pathname === "/hash/")
    return createHashRouter([
      { path: "/integrations", element: <Integrations callback="/hash/" /> },
      { path: "/", element: isCallback ? <Callback callback="/hash/" basePath="/hash/#" /> : <h1>Home</h1> },
    ]);
  return undefined;
}

/** An app that reads the hash when it loads, and has no router. */
export function Plain() {
  return isCallback ? (
    <FullscriptCallback {...configOf("/plain/")} />
  ) : location.hash.startsWith("#/integrations") ? (
    <Integrations callback="/plain/" />
  ) : (
    <h1>Home</h1>
  );
}
