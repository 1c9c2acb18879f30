import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Fragment, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createAuthorizationRequest } from "react-fullscript-connect/core";
import { CallbackPage } from "./CallbackPage";
import { fullscript, variant } from "./config";
import { StartPage } from "./StartPage";
import { CALLBACK } from "./variant";

const Mode = variant.isStrict ? StrictMode : Fragment;

const PAGES: Record<string, () => React.ReactElement> = {
  [CALLBACK]: CallbackPage,
  "/start": StartPage,
  // Whoever lands here has lost where they were.
  "/landing": () => <main data-page="landing" />,
};
const Page = PAGES[location.pathname] ?? Fragment;

window.begin = () => createAuthorizationRequest(fullscript).url;
if (variant.isHeld && location.pathname === CALLBACK) {
  await new Promise<void>((resolve) => (window.mount = resolve));
  delete window.mount;
}
createRoot(document.getElementById("root")!).render(
  <Mode>
    {variant.hasQueryClientProvider ? (
      <QueryClientProvider client={new QueryClient()}>
        <Page />
      </QueryClientProvider>
    ) : (
      <Page />
    )}
  </Mode>,
);
