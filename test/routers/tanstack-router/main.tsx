import { createBrowserHistory, createRootRoute, createRoute, createRouter, Link, RouterProvider, useLoaderData, useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { StrictMode, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { FullscriptCallback, type FullscriptConfig, FullscriptConnectButton } from "react-fullscript-connect";

const configOf = (callback: string): FullscriptConfig => ({
  clientId: "routers",
  redirectUri: location.origin + callback,
  environment: { authorizationEndpoint: `http://127.0.0.1:${location.port}/authorize` },
  endpoint: "/api/fullscript/connection",
});

const history = createBrowserHistory();
let loads = 0;

function Integrations() {
  return (
    <main>
      <FullscriptConnectButton {...configOf("/fullscript/callback")}>Connect</FullscriptConnectButton>
      <FullscriptConnectButton {...configOf("/fullscript/replaced")}>Connect with replaceUrl</FullscriptConnectButton>
    </main>
  );
}

function Callback({ path, isReplacedByRouter }: { path: string; isReplacedByRouter: boolean }) {
  const router = useRouter();
  const navigate = useNavigate();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const loaded: unknown = useLoaderData({ strict: false });

  useEffect(() => {
    new Image().src = `http://127.0.0.1:${location.port}/pixel.svg`;
  }, []);

  return (
    <main>
      <FullscriptCallback {...configOf(path)} autoLeave={false} replaceUrl={isReplacedByRouter ? (url) => history.replace(url) : undefined} />
      <output data-testid="loads">{String(loaded)}</output>
      <output data-testid="search">{JSON.stringify(search)}</output>
      <button onClick={() => void router.invalidate()}>invalidate</button>
      <button onClick={() => void navigate({ to: ".", search: { x: 2 } })}>navigate</button>
      <button onClick={() => void navigate({ to: ".", search: (before: object) => ({ ...before, y: 2 }) })}>navigate with one more parameter</button>
      <Link to="/other">Other page</Link>
    </main>
  );
}

function Other() {
  return (
    <main>
      <h1>Other page</h1>
      <Link to="/integrations">Integrations</Link>
    </main>
  );
}

const rootRoute = createRootRoute();
const callback = (path: string, isReplacedByRouter: boolean) =>
  createRoute({
    getParentRoute: () => rootRoute,
    path,
    loaderDeps: ({ search }) => search,
    loader: () => ++loads,
    component: () => <Callback path={path} isReplacedByRouter={isReplacedByRouter} />,
  });
const router = createRouter({
  routeTree: rootRoute.addChildren([
    createRoute({ getParentRoute: () => rootRoute, path: "/integrations", component: Integrations }),
    callback("/fullscript/callback", false),
    callback("/fullscript/replaced", true),
    createRoute({ getParentRoute: () => rootRoute, path: "/other", component: Other }),
  ]),
  history,
  defaultPreload: "intent",
});

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
);
