import { useEffect } from "react";
import { FullscriptCallback, type FullscriptConfig, FullscriptConnectButton } from "react-fullscript-connect";
import { Link, type RouteObject, useLoaderData, useNavigate, useRevalidator, useSearchParams } from "react-router";

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
  const navigate = useNavigate();
  const revalidator = useRevalidator();
  const [search, setSearch] = useSearchParams();

  useEffect(() => {
    new Image().src = `http://127.0.0.1:${location.port}/pixel.svg`;
  }, []);

  return (
    <main>
      <FullscriptCallback
        {...configOf(path)}
        autoLeave={false}
        replaceUrl={isReplacedByRouter ? (url) => void navigate(url, { replace: true }) : undefined}
      />
      <output data-testid="loads">{useLoaderData<number>()}</output>
      <output data-testid="search">{search.toString()}</output>
      <button onClick={() => void revalidator.revalidate()}>revalidate</button>
      <button onClick={() => void navigate(".")}>navigate</button>
      <button onClick={() => setSearch({ x: "2" })}>setSearchParams</button>
      <button onClick={() => setSearch((before) => new URLSearchParams([...before, ["y", "2"]]))}>
        setSearchParams with one more parameter
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

const loader = () => ++loads;

/** Pages on which the router writes the URL and loads the page again. */
export const operations: RouteObject[] = [
  { path: "/router/start", element: <Start /> },
  { path: "/router/callback", loader, element: <Callback path="/router/callback" isReplacedByRouter={false} /> },
  { path: "/router/replaced", loader, element: <Callback path="/router/replaced" isReplacedByRouter /> },
  { path: "/router/other", element: <Other /> },
];
