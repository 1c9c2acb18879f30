import type { Connection, ConnectionStore } from "react-fullscript-connect/server";
import type { Cipher } from "./cipher";
import { claimOf } from "./claimRow";
import type { Database, Query } from "./Database";

/**
 * The clinic's `ConnectionStore`, on PostgreSQL: each method is one statement, or one transaction, so that the database decides
 * who was first. Connections are sealed whole; `user_id` and `version` stand beside them, and a sealed one opens only there.
 */
export function createConnectionStore(database: Database, cipher: Cipher, realm: string): ConnectionStore {
  const about = (userId: string, version: string) => JSON.stringify([realm, userId, version]);
  const seal = (userId: string, connection: Connection) =>
    cipher.seal(JSON.stringify(connection), about(userId, connection.version));

  return {
    async readConnection(userId) {
      const [row] = await database.query("select version, sealed from connections where realm = $1 and user_id = $2", [
        realm,
        userId,
      ]);
      if (!row) return undefined;
      try {
        return JSON.parse(await cipher.open(String(row.sealed), about(userId, String(row.version)))) as Connection;
      } catch (error) {
        // Connecting again costs a click; an error for ever would need someone who knows the database.
        console.error(
          `A connection ${error instanceof Error ? error.message : "cannot be read"}, so it counts as none: its user has to connect again.`,
        );
        return undefined;
      }
    },

    async replaceConnection(userId, version, next) {
      const where = "where realm = $1 and user_id = $2 and version = $3 returning user_id";
      const rows = next
        ? await database.query(`update connections set version = $4, sealed = $5 ${where}`, [
            realm,
            userId,
            version,
            next.version,
            await seal(userId, next),
          ])
        : await database.query(`delete from connections ${where}`, [realm, userId, version]);
      return rows.length > 0;
    },

    async claim(claim, now) {
      const { id, holder, boundTo, leaseUntil, forgetAt, answer } = claim;
      await database.query("delete from claims where forget_at <= $1", [now]);
      for (;;) {
        const [inserted] = await database.query(
          `insert into claims (realm, id, holder, bound_to, lease_until, forget_at, answer_status, answer_body)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (realm, id) do update
             set holder = excluded.holder, bound_to = excluded.bound_to, lease_until = excluded.lease_until,
                 forget_at = excluded.forget_at, answer_status = excluded.answer_status, answer_body = excluded.answer_body
             where claims.forget_at <= $9
           returning *`,
          [realm, id, holder, boundTo, leaseUntil, forgetAt, answer?.status ?? null, answer?.body ?? null, now],
        );
        if (inserted) return claim;
        const [standing] = await database.query("select * from claims where realm = $1 and id = $2", [realm, id]);
        if (standing) return claimOf(standing);
        // Released in between: whoever is next may have it.
      }
    },

    async settle(id, answer, saved) {
      const sealed = saved && (await seal(saved.userId, saved.connection));
      return database.transaction(async (query) => {
        const rows = await query(
          "update claims set answer_status = $3, answer_body = $4 where realm = $1 and id = $2 and answer_status is null returning id",
          [realm, id, answer.status, answer.body],
        );
        if (rows.length === 0) return false;
        if (saved) await save(query, [realm, saved.userId, saved.connection.version, sealed]);
        return true;
      });
    },

    async release(id, holder) {
      await database.query(
        "delete from claims where realm = $1 and id = $2 and holder = $3 and answer_status is null",
        [realm, id, holder],
      );
    },
  };
}

const save = (query: Query, values: readonly unknown[]) =>
  query(
    `insert into connections (realm, user_id, version, sealed) values ($1, $2, $3, $4)
     on conflict (realm, user_id) do update set version = excluded.version, sealed = excluded.sealed`,
    values,
  );
