import {
  type AnyRoute,
  createRoute,
  Link,
  useLoaderData,
  useNavigate,
  useRouter,
  useSearch,
} from "@tanstack/react-router";
import { useEffect } from "react";
import { FullscriptCallback, type FullscriptConfig, FullscriptConnectButton } from "react-fullscript-connect";

const configOf = (callback: string): FullscriptConfig => ({
  clientId: "routers",
  redirectUri: location.origin + callback,
  environment: { authorizationEndpoint: `http://127.0.0.1:${location.port}/authorize` },
  endpoint: "/api/fullscript/connection",
});

let loads = 0;

function Start() {
  return (
    <main>
      <FullscriptConnectButton {...configOf("/router/callback")}>Connect</FullscriptConnectButton>
      <FullscriptConnectButton {...configOf("/router/replaced")}>Connect with replaceUrl</FullscriptConnectButton>
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
      <FullscriptCallback
        {...configOf(path)}
        autoLeave={false}
        replaceUrl={isReplacedByRouter ? (url) => router.history.replace(url) : undefined}
      />
      <output data-testid="loads">{String(loaded)}</output>
      <output data-testid="search">{JSON.stringify(search)}</output>
      <button onClick={() => void router.invalidate()}>invalidate</button>
      <button onClick={() => void navigate({ to: ".", search: { x: 2 } })}>navigate</button>
      <button onClick={() => void navigate({ to: ".", search: (before: object) => ({ ...before, y: 2 }) })}>
        navigate with one more parameter
      </button>
      <Link to="/router/other">Other page</Link>
    </main>
  );
}

function Other() {
  return (
    <main>
      <h1>Other page</h1>
      <Link to="/router/start">Integrations</Link>
    </main>
  );
}

/** Pages on which the router writes the URL and loads the page again. */
export function operations(parent: AnyRoute): AnyRoute[] {
  const getParentRoute = () => parent;
  const callback = (path: string, isReplacedByRouter: boolean) =>
    createRoute({
      getParentRoute,
      path,
      loaderDeps: ({ search }) => search,
      loader: () => ++loads,
      component: () => <Callback path={path} isReplacedByRouter={isReplacedByRouter} />,
    });
  return [
    createRoute({ getParentRoute, path: "/router/start", component: Start }),
    callback("/router/callback", false),
    callback("/router/replaced", true),
    createRoute({ getParentRoute, path: "/router/other", component: Other }),
  ];
}
