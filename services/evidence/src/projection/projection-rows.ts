/** Writing many rows with one statement each: columns travel as arrays, so that the statement is the same for any number of rows. */

import { toHex } from '@stele/base';
import { sql, type Transaction } from 'kysely';
import type { Charge, RecordingCall } from './entry-facts.ts';
import { numberOfPlace } from './record-place.ts';
import type { Tables } from './tables.ts';
import { tallied } from './tally.ts';

export type AccountNumbers = ReadonlyMap<string, number>;

/** Numbers of accounts by their hex, given to those that have none. */
export async function numberAccounts(
  transaction: Transaction<Tables>,
  accounts: readonly Uint8Array[],
): Promise<AccountNumbers> {
  const wanted = new Map(accounts.map((account) => [toHex(account), account]));
  const numbers = new Map<string, number>();
  const learn = async (): Promise<void> => {
    const missing = [...wanted].filter(([hex]) => !numbers.has(hex)).map(([, account]) => account);
    if (missing.length === 0) return;
    const { rows } = await sql<{ number: number; account: Uint8Array }>`
      select number, account from evidence.accounts where account = any(${missing}::bytea[])
    `.execute(transaction);
    for (const { number, account } of rows) numbers.set(toHex(account), number);
  };
  await learn();
  const unknown = [...wanted].filter(([hex]) => !numbers.has(hex)).map(([, account]) => account);
  if (unknown.length === 0) return numbers;
  await sql`
    insert into evidence.accounts (account) select unnest(${unknown}::bytea[]) on conflict do nothing
  `.execute(transaction);
  await learn();
  return numbers;
}

export async function insertCalls(
  transaction: Transaction<Tables>,
  calls: readonly RecordingCall[],
  numbers: AccountNumbers,
): Promise<void> {
  if (calls.length === 0) return;
  await sql`
    insert into evidence.calls (place, account, time_ms, count, kind, payload)
    select * from unnest(
      ${calls.map(({ index, call }) => numberOfPlace({ index, call, item: 0 }))}::bigint[],
      ${calls.map(({ account }) => numbers.get(toHex(account)))}::integer[],
      ${calls.map(({ timeMs }) => timeMs)}::bigint[],
      ${calls.map(({ count }) => count)}::integer[],
      ${calls.map(({ kind }) => kind)}::text[],
      ${calls.map(({ payload }) => payload)}::smallint[])
  `.execute(transaction);
}

export async function addUsage(
  transaction: Transaction<Tables>,
  charges: readonly Charge[],
  numbers: AccountNumbers,
): Promise<void> {
  const sums = tallied(charges);
  if (sums.length === 0) return;
  await sql`
    insert into evidence.usage as known (account, day, records, refusals, units)
    select * from unnest(
      ${sums.map(({ account }) => numbers.get(toHex(account)))}::integer[],
      ${sums.map(({ day }) => day)}::integer[],
      ${sums.map(({ records }) => records)}::bigint[],
      ${sums.map(({ refusals }) => refusals)}::bigint[],
      ${sums.map(({ units }) => units)}::bigint[])
    on conflict (account, day) do update set
      records = known.records + excluded.records,
      refusals = known.refusals + excluded.refusals,
      units = known.units + excluded.units
  `.execute(transaction);
}

/** A record with something to search by, and where it is. */
export interface NotedRecord {
  readonly account: Uint8Array;
  readonly id: Uint8Array;
  readonly place: number;
  readonly timeMs: number;
  readonly kind: string;
  readonly reference: Uint8Array | null;
  readonly words: string;
}

/** Making a statement's arrays is one piece of work that nothing interrupts. */
const ROWS_MAX = 500;

export async function upsertNoted(
  transaction: Transaction<Tables>,
  noted: readonly NotedRecord[],
): Promise<void> {
  for (let at = 0; at < noted.length; at += ROWS_MAX) {
    await upsertSomeNoted(transaction, noted.slice(at, at + ROWS_MAX));
  }
}

async function upsertSomeNoted(
  transaction: Transaction<Tables>,
  noted: readonly NotedRecord[],
): Promise<void> {
  const numbers = await numberAccounts(
    transaction,
    noted.map(({ account }) => account),
  );
  await sql`
    insert into evidence.noted (place, account, id, time_ms, kind, reference, words)
    select * from unnest(
      ${noted.map(({ place }) => place)}::bigint[],
      ${noted.map(({ account }) => numbers.get(toHex(account)))}::integer[],
      ${noted.map(({ id }) => id)}::bytea[],
      ${noted.map(({ timeMs }) => timeMs)}::bigint[],
      ${noted.map(({ kind }) => kind)}::text[],
      ${noted.map(({ reference }) => reference)}::bytea[],
      ${noted.map(({ words }) => words)}::text[])
    on conflict (account, id) do update set reference = excluded.reference, words = excluded.words
  `.execute(transaction);
}

/** A note whose record was not found. */
export interface WaitingNote {
  readonly account: Uint8Array;
  readonly id: Uint8Array;
  readonly reference: Uint8Array | null;
  readonly words: string;
  readonly sinceMs: number;
  readonly nextMs: number;
}

export async function upsertWaiting(
  transaction: Transaction<Tables>,
  waiting: readonly WaitingNote[],
): Promise<void> {
  if (waiting.length === 0) return;
  await sql`
    insert into evidence.waiting (account, id, reference, words, since_ms, next_ms)
    select * from unnest(
      ${waiting.map(({ account }) => account)}::bytea[],
      ${waiting.map(({ id }) => id)}::bytea[],
      ${waiting.map(({ reference }) => reference)}::bytea[],
      ${waiting.map(({ words }) => words)}::text[],
      ${waiting.map(({ sinceMs }) => sinceMs)}::bigint[],
      ${waiting.map(({ nextMs }) => nextMs)}::bigint[])
    on conflict (account, id) do update set
      reference = excluded.reference, words = excluded.words, since_ms = excluded.since_ms, next_ms = excluded.next_ms
  `.execute(transaction);
}

export interface RecordName {
  readonly account: Uint8Array;
  readonly id: Uint8Array;
}

export async function deleteWaiting(
  transaction: Transaction<Tables>,
  names: readonly RecordName[],
): Promise<void> {
  if (names.length === 0) return;
  await sql`
    delete from evidence.waiting w using unnest(
      ${names.map(({ account }) => account)}::bytea[], ${names.map(({ id }) => id)}::bytea[]) as gone (account, id)
    where w.account = gone.account and w.id = gone.id
  `.execute(transaction);
}

export async function deleteNoted(
  transaction: Transaction<Tables>,
  names: readonly RecordName[],
): Promise<void> {
  if (names.length === 0) return;
  await sql`
    delete from evidence.noted n using unnest(
      ${names.map(({ account }) => account)}::bytea[], ${names.map(({ id }) => id)}::bytea[]) as gone (account, id),
      evidence.accounts a
    where a.account = gone.account and n.account = a.number and n.id = gone.id
  `.execute(transaction);
}
