import { createHash, randomBytes } from "node:crypto";
import { type Practitioner, PRACTITIONERS } from "./practitioners";
import { readSessionCookie } from "./sessionCookie";
import type { Database } from "./store/Database";

/** Who is signed in, by a random token in a cookie; the database holds the token's hash alone. */
export interface Sessions {
  /** Gives the token. */
  start: (practitioner: Practitioner) => Promise<string>;
  find: (request: Request) => Promise<Practitioner | undefined>;
  end: (request: Request) => Promise<void>;
}

export function createSessions({ query }: Database): Sessions {
  return {
    async start(practitioner) {
      const token = randomBytes(32).toString("base64url");
      await query("insert into sessions (token_hash, practitioner_id) values ($1, $2)", [hash(token), practitioner.id]);
      return token;
    },
    async find(request) {
      const token = readSessionCookie(request);
      if (!token) return undefined;
      const [row] = await query("select practitioner_id from sessions where token_hash = $1", [hash(token)]);
      return PRACTITIONERS.find(({ id }) => id === row?.practitioner_id);
    },
    async end(request) {
      const token = readSessionCookie(request);
      if (token) await query("delete from sessions where token_hash = $1", [hash(token)]);
    },
  };
}

const hash = (token: string) => createHash("sha256").update(token).digest("hex");
