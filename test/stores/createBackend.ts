import { createPostgresStore, type PostgresClient } from "react-fullscript-connect/postgres";
import { type ConnectionStore, createConnectionHandler, FullscriptError } from "react-fullscript-connect/server";

const ORIGIN = "http://localhost:5173";

export interface Endpoints {
  tokenEndpoint: string;
  revocationEndpoint: string;
}

/** Plain data, so that it can be sent to another process. */
export interface BackendOptions {
  endpoints: Endpoints;
  userId: string;
  timeoutMs: number;
  /** How far this process's clock is ahead. */
  aheadMs?: number;
}

export interface Answer {
  status: number;
  body: string;
}

/** What a user's browser and their clinic can ask of the backend. */
export interface Backend {
  post: (code: string, idempotencyKey?: string) => Promise<Answer>;
  read: () => Promise<Answer>;
  disconnect: () => Promise<Answer>;
  /** The access token, or the error's code in place of it. */
  getToken: () => Promise<string>;
}

/** Called before and after each call of the store, and after each answer of the authorization server. */
export type Step = (name: string) => Promise<void>;

/** The same key in every process. */
export const KEY = Buffer.alloc(32, 7).toString("base64");

/** Creates the handler on a PostgreSQL store, as one process of a host. */
export function createBackend(
  client: PostgresClient,
  options: BackendOptions,
  step: Step = async () => undefined,
): Backend {
  const { endpoints, userId, timeoutMs, aheadMs = 0 } = options;
  const handle = createConnectionHandler({
    environment: endpoints,
    ...{ clientId: "clinic", clientSecret: "clinic-secret", redirectUri: `${ORIGIN}/fullscript/callback` },
    store: watchStore(createPostgresStore({ client, encryptionKeys: [KEY] }), step),
    getUser: () => ({ id: userId }),
    now: () => Date.now() + aheadMs,
    timeoutMs,
    onError: () => undefined,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const text = await response.text();
      await step("after fetch");
      return new Response(text, response);
    },
  });
  const send = async (
    method: string,
    headers: Record<string, string> = {},
    body: string | null = null,
  ): Promise<Answer> => {
    const response = await handle(
      new Request(`${ORIGIN}/api/fullscript/connection`, { method, headers: { Origin: ORIGIN, ...headers }, body }),
    );
    return { status: response.status, body: await response.text() };
  };
  return {
    post: (code, idempotencyKey) =>
      send(
        "POST",
        {
          "Content-Type": "application/json",
          ...(idempotencyKey === undefined ? {} : { "Idempotency-Key": `"${idempotencyKey}"` }),
        },
        JSON.stringify({ code, state: "fsc1.state", redirect_uri: `${ORIGIN}/fullscript/callback` }),
      ),
    read: () => send("GET"),
    disconnect: () => send("DELETE"),
    getToken: () =>
      handle.getAccessToken({ id: userId }).catch((error: unknown) => {
        if (error instanceof FullscriptError) return error.code;
        throw error;
      }),
  };
}

function watchStore(store: ConnectionStore, step: Step): ConnectionStore {
  const watch =
    <A extends unknown[], R>(name: string, method: (...all: A) => Promise<R>) =>
    async (...all: A): Promise<R> => {
      await step(`before ${name}`);
      const result = await method(...all);
      await step(`after ${name}`);
      return result;
    };
  return {
    readConnection: watch("readConnection", store.readConnection),
    replaceConnection: watch("replaceConnection", store.replaceConnection),
    claim: watch("claim", store.claim),
    settle: watch("settle", store.settle),
    release: watch("release", store.release),
  };
}
