import { FullscriptError } from "../core/FullscriptError";

/** The names of the store's two tables. */
export interface TableNames {
  connections: string;
  claims: string;
}

/** Options of {@link postgresSchema}. */
export interface PostgresSchemaOptions {
  /** What the names of both tables start with: lowercase letters, digits and underscores. @default "fullscript_" */
  tablePrefix?: string | undefined;
}

/**
 * Returns the SQL that creates the tables of `createPostgresStore`, for apps with migrations of their own. Running it again changes
 * nothing. The same SQL comes from `npx react-fullscript-connect schema`.
 *
 * @example await client.query(postgresSchema());
 */
export function postgresSchema({ tablePrefix }: PostgresSchemaOptions = {}): string {
  const { connections, claims } = nameTables(tablePrefix);
  // Collation "C" compares user ids byte by byte, whatever the database's default is.
  return `create table if not exists ${connections} (
  namespace text collate "C" not null,
  user_id text collate "C" not null,
  version text collate "C" not null,
  key_id text not null,
  sealed text not null,
  primary key (namespace, user_id)
);
create table if not exists ${claims} (
  namespace text collate "C" not null,
  id text collate "C" not null,
  holder text collate "C" not null,
  bound_to text not null,
  lease_until bigint not null,
  forget_at bigint not null,
  answer_status integer,
  answer_body text,
  primary key (namespace, id)
);
create index if not exists ${claims}_forget_at on ${claims} (namespace, forget_at);
`;
}

/** Throws `misconfigured` for a prefix that PostgreSQL would read as anything but the start of a name. */
export function nameTables(tablePrefix = "fullscript_"): TableNames {
  // PostgreSQL cuts names off at 63 bytes.
  if (!/^[a-z_][a-z0-9_]{0,39}$/.test(tablePrefix)) {
    throw new FullscriptError(
      "misconfigured",
      "tablePrefix must be 1 to 40 lowercase letters, digits and underscores, and cannot start with a digit.",
    );
  }
  return { connections: `${tablePrefix}connections`, claims: `${tablePrefix}claims` };
}
