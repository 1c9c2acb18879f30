import { createConnectionHandler, createMemoryStore, toNodeListener } from "react-fullscript-connect/server";
import { fakeFetch, REDIRECT_URI } from "./fakeFetch";

export const listener = toNodeListener(
  createConnectionHandler({
    environment: "us-snd",
    clientId: "bench",
    clientSecret: "secret",
    redirectUri: REDIRECT_URI,
    store: createMemoryStore(),
    getUser: () => ({ id: "user-1" }),
    maxCodesPerMinute: Number.MAX_SAFE_INTEGER,
    fetch: fakeFetch,
  }),
);
