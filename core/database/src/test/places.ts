/** Real servers for tests, in folders that go away with them. */

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, failure, type Log } from '@stele/base';
import { type Kysely, sql } from 'kysely';
import { type Database, openDatabase } from '../database.ts';
import type { SchemaDefinition } from '../schema.ts';

const nothing = (): void => undefined;
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
export const clock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };

/** An empty folder that other accounts may enter, because the server may run as one. */
export function emptyFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stele-database-'));
  chmodSync(folder, 0o711);
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export function openEmbedded(t: TestContext, folder: string): Database {
  const database = openDatabase({ kind: 'embedded', folder, log: silentLog, clock });
  t.after(() => database.close());
  return database;
}

export async function until(database: Database, status: string, timeoutMs = 60_000): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (database.state().status !== status) {
    if (performance.now() > endMs) assert.fail(JSON.stringify(database.state()));
    await sleep(10);
  }
}

/** The process number in the cluster's own file. */
export function serverPid(folder: string): number {
  const [pid] = readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  return Number(pid);
}

export interface Counted {
  readonly numbers: { readonly value: number };
}

/** A schema with one table; making it twice would fail. */
export const NUMBERS: SchemaDefinition = {
  name: 'numbers',
  migrations: {
    '0001': {
      up: async (db: Kysely<unknown>) => {
        await sql`create table numbers.numbers (value integer not null)`.execute(db);
      },
    },
  },
};

/** The address of a running embedded server, as DATABASE_URL would have it. */
export function urlOf(database: Database, password?: string): string {
  const address = database.address();
  if (address === undefined) throw failure('TEST_BROKEN', 'the server is not running');
  const { user, host, port, database: name } = address;
  const secret = password ?? String(address.password);
  return `postgres://${String(user)}:${secret}@${String(host)}:${String(port)}/${String(name)}`;
}
