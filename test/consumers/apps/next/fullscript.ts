import { createConnectionHandler, createMemoryStore } from "react-fullscript-connect/server";
import { findUser } from "./session";

export const fullscript = createConnectionHandler({
  environment: { tokenEndpoint: process.env.FULLSCRIPT_TOKEN_ENDPOINT ?? "", revocationEndpoint: process.env.FULLSCRIPT_REVOCATION_ENDPOINT },
  clientId: process.env.FULLSCRIPT_CLIENT_ID ?? "",
  clientSecret: process.env.FULLSCRIPT_CLIENT_SECRET ?? "",
  redirectUri: process.env.FULLSCRIPT_REDIRECT_URI ?? "",
  store: createMemoryStore(),
  getUser: findUser,
});
