import type { FullscriptConfig } from "react-fullscript-connect";

/** Read by the server when it renders a page; everything in it is a string, so that it crosses to the browser. */
export function readFullscript(): FullscriptConfig {
  return {
    clientId: process.env.FULLSCRIPT_CLIENT_ID ?? "",
    redirectUri: process.env.FULLSCRIPT_REDIRECT_URI ?? "",
    environment: { authorizationEndpoint: process.env.FULLSCRIPT_AUTHORIZATION_ENDPOINT ?? "" },
    endpoint: "/api/fullscript/connection",
    idempotent: true,
  };
}
