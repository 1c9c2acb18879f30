import type { Claim, Connection, ConnectionStore } from "../server/ConnectionStore";
import { createCipher } from "./cipher";
import { createQuery, type PostgresClient, type Row } from "./createQuery";
import { nameTables, postgresSchema } from "./postgresSchema";

/** How many forgotten claims one new claim deletes. */
const SWEEP_LIMIT = 100;

/** Options of {@link createPostgresStore}. */
export interface PostgresStoreOptions {
  /**
   * A pool or client of `pg`, a PGlite database, or anything else with such a `query`. A pool of `pg` needs a listener of `error`:
   * without one, a restart of the database ends the process.
   */
  client: PostgresClient;
  /**
   * One or more keys of 32 bytes in base64 (`openssl rand -base64 32`). The first encrypts, all of them decrypt. To change the key,
   * put the new one first and remove the old one when `countOutdatedKeys()` returns 0.
   */
  encryptionKeys: readonly string[];
  /** Separates stores that share the tables: one for each Fullscript environment and client. @default "default" */
  namespace?: string | undefined;
  /** What the names of both tables start with: lowercase letters, digits and underscores. @default "fullscript_" */
  tablePrefix?: string | undefined;
}

/** A `ConnectionStore` on PostgreSQL. */
export interface PostgresStore extends ConnectionStore {
  /** Creates the tables if they don't exist. Any number of processes may call it at once. */
  migrate: () => Promise<void>;
  /** Returns how many connections of this namespace are not encrypted with the first key yet. */
  countOutdatedKeys: () => Promise<number>;
}

/**
 * Creates a `ConnectionStore` for production on PostgreSQL. Connections are encrypted with AES-256-GCM. Every method is one statement,
 * so it needs no transactions and works on pools, serverless drivers and PGlite.
 *
 * Throws a `FullscriptError` (`misconfigured`) if an option can only fail later.
 *
 * @example
 * const pool = new Pool({ connectionString: process.env.DATABASE_URL });
 * pool.on("error", console.error);
 * const store = createPostgresStore({
 *   client: pool,
 *   encryptionKeys: [process.env.FULLSCRIPT_ENCRYPTION_KEY],
 * });
 * await store.migrate();
 */
export function createPostgresStore(options: PostgresStoreOptions): PostgresStore {
  const { client, encryptionKeys, namespace = "default", tablePrefix } = options;
  const { connections, claims } = nameTables(tablePrefix);
  const cipher = createCipher(encryptionKeys);
  const query = createQuery(client, `${connections} or ${claims}`);
  const createContext = (userId: string, version: string) => JSON.stringify([namespace, userId, version]);

  /** The columns of a connection: its version, which key opens it, and the rest encrypted. */
  const seal = async (userId: string, connection: Connection): Promise<[string, string, string]> => {
    const { version } = connection;
    const { keyId, sealed } = await cipher.seal(JSON.stringify(connection), createContext(userId, version));
    return [version, keyId, sealed];
  };

  return {
    async readConnection(userId) {
      const [row] = await query(
        `select version, key_id, sealed from ${connections} where namespace = $1 and user_id = $2`,
        [namespace, userId],
      );
      if (!row) return undefined;
      const sealed = { keyId: String(row.key_id), sealed: String(row.sealed) };
      return JSON.parse(await cipher.open(sealed, createContext(userId, String(row.version)))) as Connection;
    },

    async replaceConnection(userId, version, next) {
      const condition = "where namespace = $1 and user_id = $2 and version = $3 returning 1";
      const values = [namespace, userId, version];
      const rows = next
        ? await query(`update ${connections} set version = $4, key_id = $5, sealed = $6 ${condition}`, [
            ...values,
            ...(await seal(userId, next)),
          ])
        : await query(`delete from ${connections} ${condition}`, values);
      return rows.length > 0;
    },

    async claim(claim, now) {
      const { id, holder, boundTo, leaseUntil, forgetAt, answer } = claim;
      // A conflict always updates, if only to the same values: that locks the row and returns what stands, even if it was inserted
      // after this statement began. PostgreSQL runs the sweep last; it skips locked rows, so that two sweeps never deadlock.
      const [row] = await query(
        `with swept as (
           delete from ${claims} where (namespace, id) in (
             select namespace, id from ${claims} where namespace = $1 and forget_at <= $9 and id <> $2
             limit ${SWEEP_LIMIT} for update skip locked
           )
         )
         insert into ${claims} as standing (namespace, id, ${CLAIM_COLUMNS.join(", ")}) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (namespace, id) do update set ${CLAIM_COLUMNS.map(
           (column) =>
             `${column} = case when standing.forget_at <= $9 then excluded.${column} else standing.${column} end`,
         ).join(", ")}
         returning *`,
        [
          ...[namespace, id, holder, boundTo, leaseUntil, forgetAt],
          ...[answer?.status ?? null, answer?.body ?? null, now],
        ],
      );
      return row ? decodeClaim(row) : claim;
    },

    async settle(id, answer, saved) {
      const sealed = saved ? [saved.userId, ...(await seal(saved.userId, saved.connection))] : [null, null, null, null];
      const rows = await query(
        `with settled as (
           update ${claims} set answer_status = $3, answer_body = $4
           where namespace = $1 and id = $2 and answer_status is null returning 1
         ), saved as (
           insert into ${connections} (namespace, user_id, version, key_id, sealed)
           select $1, $5::text, $6::text, $7::text, $8::text from settled where $5::text is not null
           on conflict (namespace, user_id) do update
             set version = excluded.version, key_id = excluded.key_id, sealed = excluded.sealed
         )
         select 1 from settled`,
        [namespace, id, answer.status, answer.body, ...sealed],
      );
      return rows.length > 0;
    },

    async release(id, holder) {
      await query(`delete from ${claims} where namespace = $1 and id = $2 and holder = $3 and answer_status is null`, [
        namespace,
        id,
        holder,
      ]);
    },

    async migrate() {
      // One statement and one process at a time. An app's role may lack the right to create tables if they are there already.
      await query(
        `do $migrate$ begin
           perform pg_advisory_xact_lock(hashtext('${claims}'));
           if to_regclass('${connections}') is null or to_regclass('${claims}') is null then
             ${postgresSchema({ tablePrefix })}
           end if;
         end $migrate$`,
        [],
      );
    },

    async countOutdatedKeys() {
      const [row] = await query(`select count(*) as count from ${connections} where namespace = $1 and key_id <> $2`, [
        namespace,
        await cipher.getKeyId(),
      ]);
      return Number(row?.count);
    },
  };
}

const CLAIM_COLUMNS = ["holder", "bound_to", "lease_until", "forget_at", "answer_status", "answer_body"];

/** Drivers return a `bigint` as a number, as text or as a BigInt. */
function decodeClaim({ id, holder, bound_to, lease_until, forget_at, answer_status, answer_body }: Row): Claim {
  return {
    id: String(id),
    holder: String(holder),
    boundTo: String(bound_to),
    leaseUntil: Number(lease_until),
    forgetAt: Number(forget_at),
    answer: answer_status === null ? null : { status: Number(answer_status), body: String(answer_body) },
  };
}
