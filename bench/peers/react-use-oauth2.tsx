import { OAuthPopup, useOAuth2 } from "@tasoskakour/react-use-oauth2";
import { Fragment } from "react";
import { AUTHORIZE_IN_WINDOW, CLIENT_ID, ENDPOINT, redirectUriOf } from "../pages/settings";

export const Around = Fragment;

export function Button() {
  const { data, getAuth } = useOAuth2({
    authorizeUrl: AUTHORIZE_IN_WINDOW,
    clientId: CLIENT_ID,
    redirectUri: redirectUriOf("react-use-oauth2"),
    responseType: "code",
    exchangeCodeForTokenQuery: { url: ENDPOINT, method: "POST" },
  });
  return (
    <button type="button" data-status={data ? "connected" : "idle"} onClick={() => getAuth()}>
      Connect
    </button>
  );
}

export const Callback = () => <OAuthPopup />;
