/**
 * Pages of records that the ledger's own indexes find: those of a digest, newest first, and those of a transaction, in its order. Whose a
 * record is stands in the index or in the call, so what is not to be shown is passed over unread. One page looks at
 * RECORDS_LOOKED_AT_MAX records at most, whether they are shown or not.
 */

import { equal, isCoded } from '@stele/base';
import { ACCOUNT_BYTES, type DigestAlgorithm, digestTerm, type LedgerApi } from '@stele/protocol';
import type { Ledger } from '@stele/sdk';
import { RECORDS_LOOKED_AT_MAX } from '../limits.ts';
import {
  EVIDENCE,
  type EvidenceEntry,
  type LedgerRecord,
  ownerOf,
  placeOfRow,
  type RecordPlace,
  type RecordReader,
} from './record-reader.ts';

export interface RecordSources {
  readonly ledger: Ledger;
  readonly reader: RecordReader;
}

/** What is on a page. */
export interface PageQuery {
  readonly limit: number;
  /** Whether records of this account may be on it: asked before any of them is read. */
  readonly isOwner: (account: Uint8Array) => boolean;
  /** Whether a record that was read is on it; absent: all are. */
  readonly fits?: (record: LedgerRecord) => boolean;
}

export interface DigestQuery extends PageQuery {
  readonly algorithm: DigestAlgorithm;
  readonly digest: Uint8Array;
  /** `next` of the page before. */
  readonly after?: number | undefined;
}

export interface TransactionQuery extends PageQuery {
  /** Of the transaction, 64 hexadecimal digits. */
  readonly id: string;
  /** `next` of the page before. */
  readonly after?: RecordPlace | undefined;
}

/** A page may be short, even empty, and still have a next one: so it is where as many records were looked at as may be. */
export interface RecordPage<Cursor> {
  readonly records: readonly LedgerRecord[];
  /** After what the next page begins; undefined: there is nothing more. */
  readonly next: Cursor | undefined;
}

/** Records with this digest, newest first. Terms hold half of a digest, so the whole is compared here. */
export function recordsOfDigest(
  sources: RecordSources,
  query: DigestQuery,
): Promise<RecordPage<number>> {
  return filled(looksAtDigest(sources, query), query);
}

/** Records of a transaction in order; none when there is no such transaction. */
export function recordsOfTransaction(
  sources: RecordSources,
  query: TransactionQuery,
): Promise<RecordPage<RecordPlace>> {
  return filled(looksAtTransaction(sources, query), query);
}

/** A few records looked at at once. */
interface Look<Cursor> {
  readonly count: number;
  /** Those that may be on the page, each with where a page after it begins. */
  readonly found: readonly (readonly [LedgerRecord, Cursor])[];
  readonly last: Cursor;
}

const LOOK_RECORDS = 100;

async function filled<Cursor>(
  looks: AsyncGenerator<Look<Cursor>>,
  { limit, fits = () => true }: PageQuery,
): Promise<RecordPage<Cursor>> {
  const records: LedgerRecord[] = [];
  let next: Cursor | undefined;
  let looked = 0;
  for await (const { count, found, last } of looks) {
    for (const [record, cursor] of found) {
      if (!fits(record)) continue;
      if (records.length === limit) return { records, next };
      records.push(record);
      next = cursor;
    }
    looked += count;
    if (looked >= RECORDS_LOOKED_AT_MAX) return { records, next: last };
  }
  return { records, next: undefined };
}

async function* looksAtDigest(
  { ledger, reader }: RecordSources,
  { algorithm, digest, isOwner, after }: DigestQuery,
): AsyncGenerator<Look<number>> {
  const query = {
    contract: EVIDENCE,
    table: 'records',
    term: digestTerm(algorithm, digest),
    reverse: true,
    limit: LOOK_RECORDS,
  };
  for (let seen = after; ;) {
    const rows = await ledger.transport.find({
      ...query,
      ...(seen !== undefined && { after: seen }),
    });
    const last = rows.at(-1)?.effect;
    if (last === undefined) return;
    const own = rows.filter(({ key }) => isOwner(ownerInKey(key)));
    const records = await reader.atAll(own.map(({ value }) => placeOfRow(value)));
    const found = records.flatMap((record, i) => {
      const full = record.item.digests.get(algorithm);
      const isSame = full !== undefined && equal(full, digest);
      return isSame ? [[record, own[i]?.effect ?? last] as const] : [];
    });
    yield { count: rows.length, found, last };
    if (rows.length < LOOK_RECORDS) return;
    seen = last;
  }
}

/** Keys of `records` are owner ‖ id (spec/contracts.md, "evidence"). */
function ownerInKey(key: Uint8Array): Uint8Array {
  return key.subarray(0, ACCOUNT_BYTES);
}

async function* looksAtTransaction(
  { ledger, reader }: RecordSources,
  { id, isOwner, after }: TransactionQuery,
): AsyncGenerator<Look<RecordPlace>> {
  const index = await indexOf(ledger.transport, id);
  if (index === undefined) return;
  const entry = await reader.entry(index);
  for (const call of callsOf(entry, isOwner)) {
    if (call < (after?.call ?? 0)) continue;
    const end = countOf(entry, call);
    for (let first = after?.call === call ? after.item + 1 : 0; first < end;) {
      const count = Math.min(LOOK_RECORDS, end - first);
      const records = await reader.inCall(entry, call, { first, count });
      const found = records.map((record) => [record, record.commitment] as const);
      first += count;
      yield { count, found, last: { index, call, item: first - 1 } };
    }
  }
}

async function indexOf(api: LedgerApi, id: string): Promise<number | undefined> {
  try {
    return (await api.transaction(id)).index;
  } catch (error) {
    if (isCoded(error, 'TRANSACTION_UNKNOWN')) return undefined;
    throw error;
  }
}

/** Numbers of the calls that recorded something for such an owner. */
function callsOf(
  { calls }: EvidenceEntry,
  isOwner: (account: Uint8Array) => boolean,
): readonly number[] {
  return calls.flatMap((call, number) =>
    call.contract === EVIDENCE && isOwner(ownerOf(call)) ? [number] : [],
  );
}

/** How many records a call of this contract made. */
function countOf({ calls, payloadCounts }: EvidenceEntry, number: number): number {
  const call = calls[number];
  if (call?.method === 'record') return 1;
  const payload = call?.args[1];
  return typeof payload === 'number' ? (payloadCounts[payload] ?? 0) : 0;
}
