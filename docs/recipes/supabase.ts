// A Supabase Edge Function, which runs on Deno. The page on another origin sends the user's access token of Supabase.
import { createClient } from "npm:@supabase/supabase-js@2";
import postgres from "npm:postgres@3";
import { createPostgresStore } from "npm:react-fullscript-connect/postgres";
import { createConnectionHandler } from "npm:react-fullscript-connect/server";

const APP = "https://clinic.example";
const env = (name: string): string => Deno.env.get(name) ?? "";

const supabase = createClient(env("SUPABASE_URL"), env("SUPABASE_ANON_KEY"));
const sql = postgres(env("SUPABASE_DB_URL"), { prepare: false });

// Create its tables by a migration with the SQL of `npx react-fullscript-connect schema`.
const store = createPostgresStore({
  client: { query: async (text, values) => ({ rows: await sql.unsafe(text, values as string[]) }) },
  encryptionKeys: [env("FULLSCRIPT_ENCRYPTION_KEY")],
});

async function getUser(request: Request): Promise<{ id: string } | null> {
  const token = request.headers.get("Authorization")?.replace(/^Bearer /, "");
  if (!token) return null;
  const { data } = await supabase.auth.getUser(token);
  return data.user;
}

const handler = createConnectionHandler({
  environment: "us-snd",
  clientId: env("FULLSCRIPT_CLIENT_ID"),
  clientSecret: env("FULLSCRIPT_CLIENT_SECRET"),
  redirectUri: `${APP}/fullscript/callback`,
  allowedOrigins: [APP],
  store,
  getUser,
});

async function readClinic(request: Request): Promise<Response> {
  const user = await getUser(request);
  const headers = { "Access-Control-Allow-Origin": APP };
  if (!user) return new Response(null, { status: 401, headers });
  const answer = await handler.fetchApi(user, "/clinic");
  return Response.json(await answer.json(), { status: answer.status, headers });
}

Deno.serve({ port: 3000 }, (request) => {
  const isClinic = request.method === "GET" && new URL(request.url).pathname.endsWith("/clinic");
  return isClinic ? readClinic(request) : handler(request);
});
