import { Pool } from "pg";
import { createPostgresStore } from "react-fullscript-connect/postgres";
import { createConnectionHandler } from "react-fullscript-connect/server";
import { auth } from "./auth";

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
pool.on("error", console.error); // otherwise a restart of the database ends this process

// Create its tables by a migration with the SQL of `npx react-fullscript-connect schema`.
const store = createPostgresStore({
  client: pool,
  encryptionKeys: [process.env.FULLSCRIPT_ENCRYPTION_KEY ?? ""],
});

export async function getUser(): Promise<{ id: string } | null> {
  const session = await auth();
  return session?.user?.id ? { id: session.user.id } : null;
}

export const handler = createConnectionHandler({
  environment: "us-snd",
  clientId: process.env.FULLSCRIPT_CLIENT_ID ?? "",
  clientSecret: process.env.FULLSCRIPT_CLIENT_SECRET ?? "",
  redirectUri: "https://clinic.example/fullscript/callback",
  store,
  getUser,
});
