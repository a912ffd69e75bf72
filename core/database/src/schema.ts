/**
 * One PostgreSQL schema with its tables: who owns it brings the migrations, reads and writes in transactions, and may drop it,
 * because whatever is in it can be derived again.
 */

import { failure } from '@stele/base';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';

export interface SchemaDefinition {
  /** An SQL identifier of small letters. */
  readonly name: string;
  /** Run in the order of their names, each once; one that has been released is never changed. */
  readonly migrations: Readonly<Record<string, Migration>>;
}

export interface DatabaseSchema<Tables> {
  /**
   * Runs queries in one read-only snapshot. Fails with DATABASE_TIMEOUT when one of them takes longer than `timeoutMs`, with
   * DATABASE_FROZEN when there is no answer in thrice that time, and with DATABASE_UNAVAILABLE at once while there is no database.
   */
  read<Result>(
    timeoutMs: number,
    work: (transaction: Transaction<Tables>) => Promise<Result>,
  ): Promise<Result>;
  /**
   * Runs one transaction, whole or not at all. It is not synced to the disk: after a crash of the server its last transactions may be
   * missing, newest first. Fails as reading does, and with DATABASE_FULL, DATABASE_BUSY.
   */
  write<Result>(work: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  /** Drops all tables and makes them anew. */
  reset(): Promise<void>;
}

/** Brings the schema to its newest migration. An advisory lock keeps two processes from doing it at once. */
export async function migrate(
  db: Kysely<unknown>,
  { name, migrations }: SchemaDefinition,
): Promise<void> {
  const migrator = new Migrator({
    db: db.withSchema(name),
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableSchema: name,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (isOfNewer(error)) throw newer(error);
  if (error instanceof Error) throw error;
}

/** The migrator's own errors are sentences: of migrations that this program does not know. */
function isOfNewer(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('corrupted migrations');
}

function newer(cause: unknown): Error {
  return failure('DATABASE_SCHEMA_NEWER', 'the tables were made by another version of Stele', {
    action: 'Start that version, or derive them again: stele projection rebuild.',
    cause,
  });
}

export async function dropSchema(db: Kysely<unknown>, name: string): Promise<void> {
  await sql`drop schema if exists ${sql.id(name)} cascade`.execute(db);
}
