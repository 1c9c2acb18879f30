// Fastify with @fastify/session
import { AsyncLocalStorage } from "node:async_hooks";
import cookie from "@fastify/cookie";
import session from "@fastify/session";
import Fastify from "fastify";
import { Pool } from "pg";
import { createPostgresStore } from "react-fullscript-connect/postgres";
import { createConnectionHandler, toNodeListener } from "react-fullscript-connect/server";

declare module "fastify" {
  interface Session {
    userId?: string;
  }
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
pool.on("error", console.error); // otherwise a restart of the database ends this process

const store = createPostgresStore({
  client: pool,
  encryptionKeys: [process.env.FULLSCRIPT_ENCRYPTION_KEY ?? ""],
});
await store.migrate();

/** The signed-in user of the current request. */
const currentUser = new AsyncLocalStorage<string | undefined>();

const handler = createConnectionHandler({
  environment: "us-snd",
  clientId: process.env.FULLSCRIPT_CLIENT_ID ?? "",
  clientSecret: process.env.FULLSCRIPT_CLIENT_SECRET ?? "",
  redirectUri: "https://clinic.example/fullscript/callback",
  store,
  getUser() {
    const id = currentUser.getStore();
    return id ? { id } : null;
  },
});
const listener = toNodeListener(handler);

const app = Fastify({ trustProxy: true });
await app.register(cookie);
await app.register(session, {
  secret: process.env.SESSION_SECRET ?? "",
  saveUninitialized: false,
  cookie: { secure: true, sameSite: "lax" },
});

// Your sign-in sets request.session.userId.

await app.register((scope, _options, done) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, _body, parsed) => parsed(null)); // the handler reads the body
  scope.all("/api/fullscript/connection", (request, reply) => {
    reply.hijack();
    currentUser.run(request.session.userId, () => listener(request.raw, reply.raw));
  });
  done();
});

app.get("/api/clinic", async (request, reply) => {
  const { userId } = request.session;
  if (!userId) return reply.code(401).send();
  const answer = await handler.fetchApi({ id: userId }, "/clinic");
  return reply.code(answer.status).send(await answer.json());
});

await app.listen({ port: 3000 });
