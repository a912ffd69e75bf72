/**
 * The projection's tables. Small on purpose: a row for each call that recorded evidence, and one for each record with something to
 * search by; a record without a note has none. Rows with personal text are those of `noted` and `waiting`, and go with their notes.
 * What is a number here and bytes in the ledger (accounts, places) is so because every index repeats it.
 */

import type { SchemaDefinition } from '@stele/database';
import { type Generated, type Kysely, sql } from 'kysely';

export interface Tables {
  readonly follower: FollowerTable;
  readonly accounts: { readonly number: Generated<number>; readonly account: Uint8Array };
  readonly calls: CallTable;
  readonly usage: UsageTable;
  readonly noted: NotedTable;
  readonly waiting: WaitingTable;
}

/** One row: whose rows these are, and how far they have come. Written in the transaction that writes the rows. */
interface FollowerTable {
  /** The fingerprint. */
  readonly chain: Uint8Array;
  /** Entries below this number are in the rows. */
  readonly logNext: number;
  /** SHA-256 of the last of them, to notice a log that went another way; empty before the first. */
  readonly lastEntry: Uint8Array;
  /** Block time of the last transaction among them; 0 before the first. */
  readonly timeMs: number;
  /** The last change of notes that is in the rows; −1 before the first. */
  readonly lastNote: number;
}

interface CallTable {
  /** Of the call's first item (record-place.ts). */
  readonly place: number;
  readonly account: number;
  readonly timeMs: number;
  readonly count: number;
  /** Null: the items' kinds are in the payload. */
  readonly kind: string | null;
  readonly payload: number | null;
}

interface UsageTable {
  readonly account: number;
  /** Days since 1970-01-01 UTC, of block time. */
  readonly day: number;
  readonly records: number;
  readonly refusals: number;
  readonly units: number;
}

interface NotedTable {
  readonly place: number;
  readonly account: number;
  /** The record's. */
  readonly id: Uint8Array;
  readonly timeMs: number;
  readonly kind: string;
  /** What equality of references is asked with (search-text.ts). */
  readonly reference: Uint8Array | null;
  /** What parts of words are searched in (search-text.ts). */
  readonly words: string;
}

/** Notes whose record is not in the ledger yet. */
interface WaitingTable {
  readonly account: Uint8Array;
  readonly id: Uint8Array;
  readonly reference: Uint8Array | null;
  readonly words: string;
  readonly sinceMs: number;
  /** When to look for the record again. */
  readonly nextMs: number;
}

/** The schema as `@stele/database` keeps it. What has been released is never changed: the next change is the next migration. */
export const PROJECTION: SchemaDefinition = {
  name: 'evidence',
  migrations: { '0001-first': { up: createTables } },
};

async function createTables(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

/**
 * Rows are found by account and come newest first. Time stands before place in the indexes, though both have the same order, so
 * that one index serves a range of time and the order.
 */
const STATEMENTS = [
  `create table evidence.follower (
    only_one boolean primary key default true check (only_one),
    chain bytea not null, log_next bigint not null, last_entry bytea not null, time_ms bigint not null, last_note bigint not null)`,
  `create table evidence.accounts (
    number integer generated always as identity primary key, account bytea not null unique)`,
  `create table evidence.calls (
    place bigint primary key, time_ms bigint not null, account integer not null, count integer not null,
    payload smallint, kind text collate "C")`,
  `create index calls_newest on evidence.calls (account, time_ms, place)`,
  `create table evidence.usage (
    account integer not null, day integer not null, records bigint not null, refusals bigint not null, units bigint not null,
    primary key (account, day)) with (fillfactor = 50)`,
  `create table evidence.noted (
    place bigint primary key, time_ms bigint not null, account integer not null, id bytea not null,
    kind text collate "C" not null, reference bytea, words text collate "C" not null, unique (account, id))`,
  `create index noted_newest on evidence.noted (account, time_ms, place)`,
  `create index noted_by_reference on evidence.noted (account, reference, time_ms, place) where reference is not null`,
  `create table evidence.waiting (
    account bytea not null, id bytea not null, reference bytea, words text collate "C" not null,
    since_ms bigint not null, next_ms bigint not null, primary key (account, id))`,
  `create index waiting_next on evidence.waiting (next_ms)`,
];
