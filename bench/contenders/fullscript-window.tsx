import { Fragment } from "react";
import { FullscriptCallback, FullscriptConnectButton, type FullscriptConfig } from "react-fullscript-connect";
import { AUTHORIZE_IN_WINDOW, CLIENT_ID, ENDPOINT, redirectUriOf } from "../pages/settings";

const fullscript: FullscriptConfig = {
  clientId: CLIENT_ID,
  redirectUri: redirectUriOf("fullscript-window"),
  environment: { authorizationEndpoint: AUTHORIZE_IN_WINDOW },
  endpoint: ENDPOINT,
};

export const Around = Fragment;
export const Button = () => <FullscriptConnectButton {...fullscript} mode="popup" />;
export const Callback = () => <FullscriptCallback {...fullscript} />;
