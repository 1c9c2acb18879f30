import { createConnectionHandler, createMemoryStore, toNodeListener } from "react-fullscript-connect/server";
import { fakeFetch, REDIRECT_URI } from "./fakeFetch";

export const listener = toNodeListener(
  createConnectionHandler({
    environment: "us-snd",
    clientId: "bench",
    clientSecret: "secret",
    redirectUri: REDIRECT_URI,
    store: createMemoryStore(),
    getUser: (request) => ({ id: request.headers.get("x-user") ?? "user-1" }),
    fetch: fakeFetch,
  }),
);
