export { createPostgresStore } from "./createPostgresStore";
export type { PostgresStore, PostgresStoreOptions } from "./createPostgresStore";
export type { PostgresClient } from "./createQuery";
export { postgresSchema } from "./postgresSchema";
export type { PostgresSchemaOptions } from "./postgresSchema";
