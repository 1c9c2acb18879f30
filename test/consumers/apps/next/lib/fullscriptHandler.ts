import { createConnectionHandler, createMemoryStore } from "react-fullscript-connect/server";
import { fullscript } from "./fullscript";
import { findUser } from "./session";

export const handler = createConnectionHandler({
  environment: {
    tokenEndpoint: process.env.FULLSCRIPT_TOKEN_ENDPOINT ?? "",
    revocationEndpoint: process.env.FULLSCRIPT_REVOCATION_ENDPOINT,
  },
  clientId: fullscript.clientId,
  clientSecret: process.env.FULLSCRIPT_CLIENT_SECRET ?? "",
  redirectUri: fullscript.redirectUri,
  store: createMemoryStore(), // to try it out: a restart loses every connection, and so may a saved file under `next dev`
  getUser: findUser, // whoever your own session says is signed in; null where nobody is
});
