import { FullscriptError } from "../core/FullscriptError";
import { isRecord } from "../core/isRecord";

/** Anything that runs one SQL statement with `$1`, `$2`, … and resolves to its rows. */
export interface PostgresClient {
  /** Runs one statement with its values, and resolves to its rows. */
  query: (text: string, values: unknown[]) => Promise<{ rows: unknown[] }>;
}

/** A row of a result: values by the names of their columns. */
export type Row = Record<string, unknown>;

/** PostgreSQL's code for a table that does not exist. */
const UNDEFINED_TABLE = "42P01";

/** Throws `misconfigured` if `client` has no `query`. `tables` names the tables in the error for a database without them. */
export function createQuery(
  client: PostgresClient,
  tables: string,
): (text: string, values: unknown[]) => Promise<Row[]> {
  if (!isClient(client)) refuse("client has no method query(text, values).");
  return async (text, values) => {
    let result: unknown;
    try {
      result = await client.query(text, values);
    } catch (error) {
      if (isRecord(error) && error.code === UNDEFINED_TABLE)
        refuse(`The database has no table ${tables}: call migrate() first.`);
      throw error;
    }
    if (!isRecord(result) || !Array.isArray(result.rows)) refuse("client.query does not resolve to { rows }.");
    return result.rows as Row[];
  };
}

/** An HTTP driver's client may be a function with a `query`. */
function isClient(value: unknown): value is PostgresClient {
  return typeof (value as { query?: unknown } | null | undefined)?.query === "function";
}

function refuse(message: string): never {
  throw new FullscriptError("misconfigured", message);
}
