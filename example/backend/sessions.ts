import { createHash, randomBytes } from "node:crypto";
import type { PostgresClient } from "react-fullscript-connect/postgres";
import { type Practitioner, PRACTITIONERS } from "./practitioners";
import { readSessionCookie } from "./sessionCookie";

/** Sign-in sessions: a random token in a cookie. The database holds only the token's hash. */
export interface Sessions {
  /** Returns the token. */
  start: (practitioner: Practitioner) => Promise<string>;
  find: (request: Request) => Promise<Practitioner | undefined>;
  end: (request: Request) => Promise<void>;
}

/** Two clinics that start at once on one database must not both create the table. */
const SCHEMA = `do $$ begin
  perform pg_advisory_xact_lock(hashtext('quillwood_sessions'));
  create table if not exists quillwood_sessions (token_hash text primary key, practitioner_id text not null);
end $$`;

export async function createSessions(client: PostgresClient): Promise<Sessions> {
  await client.query(SCHEMA, []);
  return {
    async start(practitioner) {
      const token = randomBytes(32).toString("base64url");
      await client.query("insert into quillwood_sessions (token_hash, practitioner_id) values ($1, $2)", [
        hash(token),
        practitioner.id,
      ]);
      return token;
    },
    async find(request) {
      const token = readSessionCookie(request);
      if (!token) return undefined;
      const { rows } = await client.query("select practitioner_id from quillwood_sessions where token_hash = $1", [
        hash(token),
      ]);
      const [row] = rows as { practitioner_id: string }[];
      return PRACTITIONERS.find(({ id }) => id === row?.practitioner_id);
    },
    async end(request) {
      const token = readSessionCookie(request);
      if (token) await client.query("delete from quillwood_sessions where token_hash = $1", [hash(token)]);
    },
  };
}

const hash = (token: string) => createHash("sha256").update(token).digest("hex");
