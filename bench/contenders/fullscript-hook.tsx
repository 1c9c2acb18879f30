import { Fragment } from "react";
import { FullscriptConnectButton, type FullscriptConfig, useFullscriptCallback } from "react-fullscript-connect";
import { AUTHORIZE, CLIENT_ID, ENDPOINT, redirectUriOf } from "../pages/settings";

/** With `createConnectionHandler` as the endpoint. */
const fullscript: FullscriptConfig = {
  clientId: CLIENT_ID,
  redirectUri: redirectUriOf("fullscript-hook"),
  environment: { authorizationEndpoint: AUTHORIZE },
  endpoint: ENDPOINT,
  idempotent: true,
};

export const Around = Fragment;
export const Button = () => <FullscriptConnectButton {...fullscript} />;

/** Renders what the one by hand renders, so that only the hook differs. */
export function Callback() {
  const { status } = useFullscriptCallback({ ...fullscript, autoLeave: false });
  return (
    <section data-status={status}>
      <h2>{status}</h2>
    </section>
  );
}
