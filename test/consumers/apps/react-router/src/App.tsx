import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { FullscriptCallback, FullscriptConnectButton, FullscriptConnectionCard } from "react-fullscript-connect";
import "react-fullscript-connect/styles.css";
import { createBrowserRouter, useNavigate } from "react-router";
import { RouterProvider } from "react-router/dom";
import { createBasedRouter, Plain } from "./basePath";
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

function Patient() {
  return (
    <main>
      <h1>Patient 42</h1>
      <FullscriptConnectButton
        {...fullscript}
        intent="treatment-plan"
        appState={{ patient: "42" }}
        appStateIn="storage"
      />
    </main>
  );
}

function Callback() {
  const navigate = useNavigate();
  return <FullscriptCallback {...fullscript} navigate={(to) => void navigate(to, { replace: true })} />;
}

const queryClient = new QueryClient();
const router =
  createBasedRouter() ??
  createBrowserRouter([
    { path: "/integrations", element: <Integrations /> },
    { path: "/patients/42", element: <Patient /> },
    { path: "/fullscript/callback", element: <Callback /> },
    { path: "/plain/", element: <Plain /> },
    ...operations,
  ]);

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
