import "react-fullscript-connect/styles.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { Fragment, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { App } from "./App";
import { queryClient } from "./queryClient";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root.");

const Mode = import.meta.env.VITE_STRICT_MODE === "false" ? Fragment : StrictMode;

createRoot(root).render(
  <Mode>
    <QueryClientProvider client={queryClient}>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </QueryClientProvider>
  </Mode>,
);
