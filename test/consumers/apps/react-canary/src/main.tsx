import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { useFullscriptAuth, useFullscriptCallback, useFullscriptConnection } from "react-fullscript-connect";
import { fullscript } from "./fullscript";

function Integrations() {
  const { authorize } = useFullscriptAuth(fullscript);
  const { data, disconnect } = useFullscriptConnection(fullscript);
  if (!data) return <p>…</p>;
  return data.connected ? (
    <button onClick={() => disconnect.mutate()}>Disconnect my Fullscript account</button>
  ) : (
    <button onClick={() => authorize()}>Connect my Fullscript account</button>
  );
}

function Callback() {
  const callback = useFullscriptCallback(fullscript);
  switch (callback.status) {
    case "cancelled":
      return (
        <>
          <h1>Connection cancelled</h1>
          <button onClick={callback.restart}>Connect again</button>
        </>
      );
    case "failed":
      return <h1>{callback.error.message}</h1>;
    default:
      return <h1>{callback.status}</h1>;
  }
}

const queryClient = new QueryClient();

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <main>{location.pathname === "/fullscript/callback" ? <Callback /> : <Integrations />}</main>
    </QueryClientProvider>
  </StrictMode>,
);
