// Koa with koa-session
import { AsyncLocalStorage } from "node:async_hooks";
import Koa from "koa";
import session from "koa-session";
import { Pool } from "pg";
import { createPostgresStore } from "react-fullscript-connect/postgres";
import { createConnectionHandler, toNodeListener } from "react-fullscript-connect/server";

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
pool.on("error", console.error); // otherwise a restart of the database ends this process

const store = createPostgresStore({
  client: pool,
  encryptionKeys: [process.env.FULLSCRIPT_ENCRYPTION_KEY ?? ""],
});
await store.migrate();

/** The signed-in user of the current request. */
const currentUser = new AsyncLocalStorage<unknown>();

const handler = createConnectionHandler({
  environment: "us-snd",
  clientId: process.env.FULLSCRIPT_CLIENT_ID ?? "",
  clientSecret: process.env.FULLSCRIPT_CLIENT_SECRET ?? "",
  redirectUri: "https://clinic.example/fullscript/callback",
  store,
  getUser() {
    const id = currentUser.getStore();
    return typeof id === "string" ? { id } : null;
  },
});
const listener = toNodeListener(handler);

const app = new Koa({ proxy: true, keys: [process.env.SESSION_SECRET ?? ""] });
app.use(session({ secure: true, sameSite: "lax" }, app));

// Your sign-in sets context.session.userId.

app.use(async (context, next) => {
  if (context.path !== "/api/fullscript/connection") return next();
  context.respond = false;
  currentUser.run(context.session?.userId, () => listener(context.req, context.res));
});

app.use(async (context, next) => {
  if (context.path !== "/api/clinic") return next();
  const id: unknown = context.session?.userId;
  if (typeof id !== "string") return context.throw(401);
  const answer = await handler.fetchApi({ id }, "/clinic");
  context.status = answer.status;
  context.body = await answer.json();
});

app.listen(3000);
