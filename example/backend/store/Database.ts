/** A row of a result: column names and values, `bigint` columns as number or as text, whichever the driver gives. */
export type Row = Record<string, unknown>;

/** Runs one SQL statement with its `$1`, `$2` … and gives the rows. */
export type Query = (sql: string, values?: readonly unknown[]) => Promise<Row[]>;

/** PostgreSQL, wherever it runs. */
export interface Database {
  query: Query;
  /** All of `work`, or nothing of it. */
  transaction: <T>(work: (query: Query) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}
