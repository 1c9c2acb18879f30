import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRootRoute, createRoute, createRouter, RouterProvider, useRouter } from "@tanstack/react-router";
import { FullscriptCallback, FullscriptConnectionCard } from "react-fullscript-connect";
import "react-fullscript-connect/styles.css";
import { createBasedRouter } from "./basePath";
import { fullscript } from "./fullscript";
import { operations } from "./operations";

function Integrations() {
  return (
    <main>
      <h1>Integrations</h1>
      <FullscriptConnectionCard {...fullscript} />
    </main>
  );
}

function Callback() {
  const { history } = useRouter();
  return <FullscriptCallback {...fullscript} navigate={(to) => history.replace(to)} />;
}

const queryClient = new QueryClient();
const rootRoute = createRootRoute();
const getParentRoute = () => rootRoute;
const router = createRouter({
  routeTree: rootRoute.addChildren([
    createRoute({ getParentRoute, path: "/integrations", component: Integrations }),
    createRoute({ getParentRoute, path: "/fullscript/callback", component: Callback }),
    ...operations(rootRoute),
  ]),
  defaultPreload: "intent",
});

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      {location.pathname.startsWith("/app/") ? (
        <RouterProvider router={createBasedRouter()} />
      ) : (
        <RouterProvider router={router} />
      )}
    </QueryClientProvider>
  );
}
