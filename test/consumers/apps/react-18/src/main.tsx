import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { FullscriptCallback, FullscriptConnectionCard } from "react-fullscript-connect";
import "react-fullscript-connect/styles.css";
import { fullscript } from "./fullscript";

const queryClient = new QueryClient();
const isCallback = location.pathname === "/fullscript/callback";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <main>{isCallback ? <FullscriptCallback {...fullscript} /> : <FullscriptConnectionCard {...fullscript} />}</main>
    </QueryClientProvider>
  </StrictMode>,
);
