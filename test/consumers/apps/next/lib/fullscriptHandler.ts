import {
  createConnectionHandler,
  createMemoryStore,
} from "react-fullscript-connect/server";
import { fullscript } from "./fullscript";
import { findUser } from "./session";

export const handler = createConnectionHandler({
  // Later: the same name as in lib/fullscript.ts.
  environment: {
    tokenEndpoint: process.env.FULLSCRIPT_TOKEN_ENDPOINT ?? "",
    revocationEndpoint: process.env.FULLSCRIPT_REVOCATION_ENDPOINT,
    apiBase: "http://localhost:5174/api",
  },
  clientId: fullscript.clientId,
  clientSecret: process.env.FULLSCRIPT_CLIENT_SECRET ?? "",
  redirectUri: fullscript.redirectUri,
  store: createMemoryStore(), // for development: a restart loses connections
  getUser: findUser, // your signed-in user, or null
});
