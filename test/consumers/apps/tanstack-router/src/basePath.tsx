import { createRootRoute, createRoute, createRouter, useNavigate } from "@tanstack/react-router";
import { FullscriptCallback, type FullscriptConfig, FullscriptConnectButton } from "react-fullscript-connect";

const fullscript: FullscriptConfig = {
  clientId: "base-paths",
  redirectUri: `${location.origin}/app/callback`,
  environment: { authorizationEndpoint: `http://127.0.0.1:${location.port}/authorize` },
  endpoint: "/api/fullscript/connection",
};

function Integrations() {
  return (
    <main>
      <h1>Integrations</h1>
      <FullscriptConnectButton {...fullscript}>Connect</FullscriptConnectButton>
    </main>
  );
}

function Callback() {
  const navigate = useNavigate();
  return (
    <FullscriptCallback
      {...fullscript}
      basePath="/app"
      fallbackTo="/integrations"
      navigate={(href) => void navigate({ href, replace: true })}
    />
  );
}

/** An app under a base path. */
export function createBasedRouter() {
  const rootRoute = createRootRoute();
  const getParentRoute = () => rootRoute;
  return createRouter({
    basepath: "/app",
    routeTree: rootRoute.addChildren([
      createRoute({ getParentRoute, path: "/integrations", component: Integrations }),
      createRoute({ getParentRoute, path: "/callback", component: Callback }),
    ]),
  });
}
