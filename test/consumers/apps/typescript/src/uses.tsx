// Every entry, as hosts use it.
import { useState } from "react";
import {
  type ConnectedOutcome,
  forgetTransactions,
  FullscriptCallback,
  FullscriptConnectButton,
  FullscriptConnectionCard,
  type FullscriptConfig,
  FullscriptError,
  type FullscriptErrorCode,
  type FullscriptMessages,
  useFullscriptAuth,
  useFullscriptCallback,
  useFullscriptConnection,
} from "react-fullscript-connect";
import { createAuthorizationRequest, decodeState, parseAuthorizationResponse } from "react-fullscript-connect/core";
import { en } from "react-fullscript-connect/locales/en";
import { fr } from "react-fullscript-connect/locales/fr";
import {
  type ConnectionHandler,
  type ConnectionStore,
  createConnectionHandler,
  createMemoryStore,
  toNodeListener,
} from "react-fullscript-connect/server";
import "react-fullscript-connect/styles.css";
import {
  callbackUrl,
  connectionStoreChecks,
  createFakeFullscript,
  mockEndpoint,
} from "react-fullscript-connect/testing";

export const fullscript: FullscriptConfig = {
  clientId: "client-id",
  redirectUri: "https://clinic.example/fullscript/callback",
  environment: "us-snd",
  endpoint: (environment) => (environment === "ca" ? "/api/ca/connection" : "/api/us/connection"),
  headers: async () => ({ "X-CSRF-Token": "token" }),
  idempotent: true,
  subject: "user-1",
};

export function Page({ isDark }: { isDark: boolean }) {
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  return (
    <>
      <FullscriptConnectButton
        {...fullscript}
        ref={setButton}
        intent="recommend"
        aria-describedby="help"
        theme={{ accent: "#5b2a86" }}
        onClick={(event) => event.preventDefault()}
      />
      <FullscriptConnectionCard
        {...fullscript}
        colorScheme={isDark ? "dark" : "light"}
        messages={fr}
        onDisconnect={(event) => event.preventDefault()}
      />
      <FullscriptCallback<{ plan: string }>
        {...fullscript}
        onConnected={({ connection }) => console.log(connection?.plan, button?.name)}
        messages={{ connectAgain: "Once more" }}
      />
    </>
  );
}

export function OwnCallback() {
  const callback = useFullscriptCallback<{ plan: string }>(fullscript);
  switch (callback.status) {
    case "connected":
      return <button onClick={callback.leave}>{callback.connection?.plan}</button>;
    case "failed":
      return <button onClick={callback.retry}>{callback.error.code satisfies FullscriptErrorCode}</button>;
    case "exchanging":
      return <time>{new Date(callback.expiresAt).toISOString()}</time>;
    case "cancelled":
    case "expired":
      return <button onClick={callback.restart}>Again</button>;
    case "absent":
    case "delivered":
      return <button onClick={callback.leave}>Back</button>;
    case "reading":
      return null;
    default:
      return callback satisfies never;
  }
}

export function OwnButton() {
  const { status, error, authorize } = useFullscriptAuth({
    ...fullscript,
    appState: { patient: "42" },
    appStateIn: "storage",
  });
  const { data, disconnect } = useFullscriptConnection(fullscript);
  if (data?.connected) return <button onClick={() => disconnect.mutate()}>{data.resource_owner?.type}</button>;
  return (
    <button onClick={() => authorize({ returnTo: "/patients/42" })}>
      {error instanceof FullscriptError ? error.code : status}
    </button>
  );
}

export const german: FullscriptMessages = { ...en, lang: "de", connect: "Mein Fullscript-Konto verbinden" };
export const planOf = ({ connection }: ConnectedOutcome<{ plan: string }>): string | undefined => connection?.plan;
export const signOut = (): void => forgetTransactions();

export function leave(): string {
  const { url, state } = createAuthorizationRequest(fullscript, { appState: ["a", 1, null], returnTo: "/" });
  const response = parseAuthorizationResponse(new URL(url).search);
  return `${JSON.stringify(decodeState(state))} ${JSON.stringify(response)}`;
}

const store: ConnectionStore = createMemoryStore();
const handler: ConnectionHandler = createConnectionHandler({
  environment: "us-snd",
  clientId: "client-id",
  clientSecret: "client-secret",
  redirectUri: fullscript.redirectUri,
  store,
  getUser: (request) => (request.headers.has("cookie") ? { id: "user-1" } : null),
});
export const listener = toNodeListener(handler);
export const token: Promise<string | undefined> = handler.getAccessToken({ id: "user-1" });
export const answer: Promise<Response> = handler(new Request("https://clinic.example/api/us/connection"));

export const fake = createFakeFullscript({ redirectUri: fullscript.redirectUri });
export const testing = [callbackUrl, mockEndpoint, connectionStoreChecks] as const;
