import type { FullscriptConfig } from "react-fullscript-connect";

export const fullscript: FullscriptConfig = {
  clientId: process.env.NEXT_PUBLIC_FULLSCRIPT_CLIENT_ID ?? "",
  // Exactly as on Fullscript's dashboard.
  redirectUri: process.env.NEXT_PUBLIC_FULLSCRIPT_REDIRECT_URI ?? "",
  // Later: "us-snd", "ca-snd", "us" or "ca".
  environment: {
    authorizationEndpoint: process.env.NEXT_PUBLIC_FULLSCRIPT_AUTHORIZATION_ENDPOINT ?? "",
  },
  endpoint: "/api/fullscript/connection",
  idempotent: true,
};
