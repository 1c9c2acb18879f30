import { Fragment } from "react";
import { FullscriptCallback, FullscriptConnectButton, type FullscriptConfig } from "react-fullscript-connect";
import { AUTHORIZE, CLIENT_ID, ENDPOINT, redirectUriOf } from "../pages/settings";

/** With `createConnectionHandler` as the endpoint. */
const fullscript: FullscriptConfig = {
  clientId: CLIENT_ID,
  redirectUri: redirectUriOf("fullscript-idempotent"),
  environment: { authorizationEndpoint: AUTHORIZE },
  endpoint: ENDPOINT,
  idempotent: true,
};

export const Around = Fragment;
export const Button = () => <FullscriptConnectButton {...fullscript} />;
export const Callback = () => <FullscriptCallback {...fullscript} autoLeave={false} />;
