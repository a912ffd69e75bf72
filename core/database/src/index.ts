/** @stele/database: PostgreSQL for whatever is derived. What the tables are for is its callers' business. */

export { openDatabase } from './database.ts';
export type { Database, DatabaseOptions, DatabaseState } from './database.ts';
export type { DatabaseSchema, SchemaDefinition } from './schema.ts';
