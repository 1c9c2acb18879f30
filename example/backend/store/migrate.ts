import type { Database } from "./Database";

/** In order, for ever: a released one is never changed, a new one is added below. */
const MIGRATIONS = [
  `create table connections (
     realm text not null,
     user_id text not null,
     version text not null,
     sealed text not null,
     primary key (realm, user_id)
   )`,
  `create table claims (
     realm text not null,
     id text not null,
     holder text not null,
     bound_to text not null,
     lease_until bigint not null,
     forget_at bigint not null,
     answer_status integer,
     answer_body text,
     primary key (realm, id)
   )`,
  "create index claims_by_forget_at on claims (forget_at)",
  "create table sessions (token_hash text primary key, practitioner_id text not null)",
];

/** Any number that nothing else in this database locks. */
const LOCK = 662_041;

/** Brings the schema up to date, one process at a time. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (query) => {
    await query("select pg_advisory_xact_lock($1)", [LOCK]);
    await query("create table if not exists migrations (count integer not null)");
    const [row] = await query("select count from migrations");
    if (!row) await query("insert into migrations (count) values (0)");
    for (const sql of MIGRATIONS.slice(Number(row?.count ?? 0))) await query(sql);
    await query("update migrations set count = $1", [MIGRATIONS.length]);
  });
}
