// Every entry, by the declarations that `require` finds: an import of a module of the other kind would not compile here.
import { FullscriptCallback, FullscriptConnectButton, type FullscriptConfig } from "react-fullscript-connect";
import { encodeState } from "react-fullscript-connect/core";
import { en } from "react-fullscript-connect/locales/en";
import { fr } from "react-fullscript-connect/locales/fr";
import "react-fullscript-connect/styles.css";
import { createFakeFullscript } from "react-fullscript-connect/testing";
import server = require("react-fullscript-connect/server");

const fullscript: FullscriptConfig = {
  clientId: "client-id",
  redirectUri: "https://clinic.example/fullscript/callback",
  environment: "ca-snd",
  endpoint: "/api/fullscript/connection",
};

export const elements = [
  <FullscriptConnectButton key="button" {...fullscript} messages={fr} />,
  <FullscriptCallback key="callback" {...fullscript} messages={en} />,
];
// @ts-expect-error No such environment.
export const mistaken: FullscriptConfig = { ...fullscript, environment: "eu" };
export const encode: typeof encodeState = encodeState;
export const handler: server.ConnectionHandler = server.createConnectionHandler({
  ...createFakeFullscript().settings,
  store: server.createMemoryStore(),
  getUser: () => null,
});
