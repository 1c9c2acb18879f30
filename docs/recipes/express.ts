// Express with express-session
import { AsyncLocalStorage } from "node:async_hooks";
import express from "express";
import session from "express-session";
import { Pool } from "pg";
import { createPostgresStore } from "react-fullscript-connect/postgres";
import { createConnectionHandler, toNodeListener } from "react-fullscript-connect/server";

declare module "express-session" {
  interface SessionData {
    userId: string;
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

const app = express();
app.set("trust proxy", 1);
app.use(
  session({
    secret: process.env.SESSION_SECRET ?? "",
    resave: false,
    saveUninitialized: false,
    cookie: { secure: true, sameSite: "lax" },
  }),
);

// Your sign-in sets request.session.userId.

app.all("/api/fullscript/connection", (request, response) => {
  currentUser.run(request.session.userId, () => listener(request, response));
});

app.get("/api/clinic", async (request, response) => {
  const { userId } = request.session;
  if (!userId) return void response.sendStatus(401);
  const answer = await handler.fetchApi({ id: userId }, "/clinic");
  response.status(answer.status).json(await answer.json());
});

app.listen(3000);
