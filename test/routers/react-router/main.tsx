import { StrictMode, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { FullscriptCallback, type FullscriptConfig, FullscriptConnectButton } from "react-fullscript-connect";
import { createBrowserRouter, Link, useLoaderData, useNavigate, useRevalidator, useSearchParams } from "react-router";
import { RouterProvider } from "react-router/dom";

const configOf = (callback: string): FullscriptConfig => ({
  clientId: "routers",
  redirectUri: location.origin + callback,
  environment: { authorizationEndpoint: `http://127.0.0.1:${location.port}/authorize` },
  endpoint: "/api/fullscript/connection",
});

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
      <button onClick={() => setSearch((before) => new URLSearchParams([...before, ["y", "2"]]))}>setSearchParams with one more parameter</button>
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

const loader = () => ++loads;
const router = createBrowserRouter([
  { path: "/integrations", element: <Integrations /> },
  { path: "/fullscript/callback", loader, element: <Callback path="/fullscript/callback" isReplacedByRouter={false} /> },
  { path: "/fullscript/replaced", loader, element: <Callback path="/fullscript/replaced" isReplacedByRouter /> },
  { path: "/other", element: <Other /> },
]);

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
);
