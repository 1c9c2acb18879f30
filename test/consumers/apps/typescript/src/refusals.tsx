// What must not compile: where a type has become `any`, its line here is an error.
import {
  FullscriptCallback,
  FullscriptConnectButton,
  type FullscriptConfig,
  FullscriptError,
  type FullscriptMessages,
  type Outcome,
  useFullscriptAuth,
} from "react-fullscript-connect";
import { createAuthorizationRequest } from "react-fullscript-connect/core";
import { fr } from "react-fullscript-connect/locales/fr";
import { createConnectionHandler, createMemoryStore } from "react-fullscript-connect/server";
import { createFakeFullscript } from "react-fullscript-connect/testing";
// @ts-expect-error No such language.
import "react-fullscript-connect/locales/xx";
import { fullscript } from "./uses.js";

// @ts-expect-error The client secret stays on the server.
export const withSecret: FullscriptConfig = { ...fullscript, clientSecret: "secret" };
// @ts-expect-error No such environment.
export const withEnvironment: FullscriptConfig = { ...fullscript, environment: "eu" };
// @ts-expect-error The client id is missing.
export const withoutClient: FullscriptConfig = {
  redirectUri: "https://clinic.example/",
  environment: "us",
  endpoint: "/api",
};

export const buttons = [
  // @ts-expect-error No such intent.
  <FullscriptConnectButton key="1" {...fullscript} intent="prescribe" />,
  // @ts-expect-error A function is not JSON.
  <FullscriptConnectButton key="2" {...fullscript} appState={{ then: () => undefined }} />,
  // @ts-expect-error No such token.
  <FullscriptConnectButton key="3" {...fullscript} theme={{ colour: "red" }} />,
  // @ts-expect-error The callback needs to know where to post.
  <FullscriptCallback key="4" />,
  // @ts-expect-error No such part.
  <FullscriptCallback key="5" endpoint="/api" classNames={{ heading: "big" }} />,
];

export function Mistakes() {
  const { status, authorize } = useFullscriptAuth(fullscript);
  // @ts-expect-error No such status.
  if (status === "loading") return null;
  // @ts-expect-error No such mode.
  return <button onClick={() => authorize({ mode: "tab" })}>{status}</button>;
}

export function read(outcome: Outcome<{ plan: string }>): string {
  // @ts-expect-error Only a connection that was made has data.
  const early = outcome.connection;
  if (outcome.status !== "connected") return String(early);
  // @ts-expect-error The host's type has no such member.
  return String(outcome.connection?.token);
}

// @ts-expect-error A language has every text.
export const partial: FullscriptMessages = { lang: "de", connect: "Verbinden" };
// @ts-expect-error Texts are not for change.
fr.connect = "Lier mon compte";
// @ts-expect-error No such error code.
export const error = new FullscriptError("unknown", "A message");
// @ts-expect-error An authorization request needs the redirect URI.
export const request = createAuthorizationRequest({ clientId: "client-id", environment: "us" });
// @ts-expect-error The server half needs the secret.
export const handler = createConnectionHandler({
  environment: "us",
  clientId: "id",
  redirectUri: "https://clinic.example/",
  store: createMemoryStore(),
  getUser: () => null,
});
export const broken = createConnectionHandler({
  environment: "us",
  clientId: "id",
  clientSecret: "s",
  redirectUri: "https://clinic.example/",
  // @ts-expect-error A store implements five methods.
  store: {},
  getUser: () => null,
});
// @ts-expect-error No such failure.
createFakeFullscript().fail(418);
