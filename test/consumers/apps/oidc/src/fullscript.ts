import type { FullscriptConfig } from "react-fullscript-connect";

export const fullscript: FullscriptConfig = {
  clientId: import.meta.env.VITE_FULLSCRIPT_CLIENT_ID,
  redirectUri: `${location.origin}/fullscript/callback`,
  environment: { authorizationEndpoint: import.meta.env.VITE_FULLSCRIPT_AUTHORIZATION_ENDPOINT },
  endpoint: "/api/fullscript/connection",
  idempotent: true,
};
