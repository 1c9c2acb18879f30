// Hono with better-auth
import { serve } from "@hono/node-server";
import { betterAuth } from "better-auth";
import { Hono } from "hono";
import { Pool } from "pg";
import { createPostgresStore } from "react-fullscript-connect/postgres";
import { createConnectionHandler } from "react-fullscript-connect/server";

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
pool.on("error", console.error); // otherwise a restart of the database ends this process

const auth = betterAuth({
  database: pool,
  baseURL: "https://clinic.example",
  secret: process.env.SESSION_SECRET ?? "",
  emailAndPassword: { enabled: true },
});

const store = createPostgresStore({
  client: pool,
  encryptionKeys: [process.env.FULLSCRIPT_ENCRYPTION_KEY ?? ""],
});
await store.migrate();

async function getUser({ headers }: Request): Promise<{ id: string } | undefined> {
  const session = await auth.api.getSession({ headers });
  return session?.user;
}

const handler = createConnectionHandler({
  environment: "us-snd",
  clientId: process.env.FULLSCRIPT_CLIENT_ID ?? "",
  clientSecret: process.env.FULLSCRIPT_CLIENT_SECRET ?? "",
  redirectUri: "https://clinic.example/fullscript/callback",
  store,
  getUser,
});

const app = new Hono();
app.on(["GET", "POST"], "/api/auth/*", (c) => auth.handler(c.req.raw));
app.all("/api/fullscript/connection", (c) => handler(c.req.raw));

app.get("/api/clinic", async (c) => {
  const user = await getUser(c.req.raw);
  if (!user) return c.body(null, 401);
  const answer = await handler.fetchApi(user, "/clinic");
  return Response.json(await answer.json(), { status: answer.status });
});

serve({ fetch: app.fetch, port: 3000 });
