/**
 * Search: records of one account by time, kind, reference or part of a word, newest first. Answers are places; what stands there is read
 * from the ledger and the notes by whoever asked, so nothing here has to be believed.
 *
 * Records without a note have no rows: they come out of their calls, one after the other. Of a batch the kinds are in the payload, so
 * asking for a kind may mean looking at many items that are of another. That is bounded for each page: a page may be short, even
 * empty, and still name where to go on.
 */

import type { LedgerApi } from '@stele/protocol';
import { decodeItem, PAYLOAD_ITEMS_MAX } from '@stele/protocol';
import {
  type ExpressionBuilder,
  type ExpressionWrapper,
  sql,
  type SqlBool,
  type Transaction,
} from 'kysely';
import type { PacedLedger } from './pace.ts';
import type { RecordPlace } from '../records/record-reader.ts';
import { numberOfCall, numberOfPlace, placeOfNumber } from './record-place.ts';
import { patternOf, referenceKey } from './search-text.ts';
import type { Tables } from './tables.ts';

export interface SearchQuery {
  /** Whose records. */
  readonly account: Uint8Array;
  /** The whole reference, as it was given. */
  readonly reference?: string;
  /** A part of the name or of the reference, in any case. */
  readonly q?: string;
  /** Block time, from this on. */
  readonly fromMs?: number;
  /** Block time, before this. */
  readonly toMs?: number;
  readonly kind?: string;
  readonly limit: number;
  /** The last place that was seen. */
  readonly after?: RecordPlace;
}

export interface SearchPage {
  readonly items: readonly RecordPlace[];
  /** What to give as `after` for the next page; absent: this was the last. */
  readonly next?: RecordPlace;
}

/** Items of batches that one page looks at to find those of a kind. */
const ITEMS_LOOKED_AT_MAX = 2 * PAYLOAD_ITEMS_MAX;

/** A call has a record at least, but the one that was being shown may have none left; and one more says that there is more. */
const CALLS_MORE = 2;

export interface CallRow {
  readonly place: number;
  readonly count: number;
  readonly payload: number | null;
}

/** Whether only records with a note can be meant. */
export function asksForWords({ reference, q }: SearchQuery): boolean {
  return reference !== undefined || (q !== undefined && q !== '');
}

/** Records with notes. */
export async function searchNoted(
  transaction: Transaction<Tables>,
  query: SearchQuery,
): Promise<SearchPage> {
  const { reference, q, kind, limit } = query;
  let found = transaction
    .withSchema('evidence')
    .selectFrom('noted')
    .select('place')
    .where(newestFirst<'noted'>(query));
  if (reference !== undefined) found = found.where('reference', '=', referenceKey(reference));
  if (q !== undefined && q !== '') found = found.where('words', 'like', patternOf(q));
  if (kind !== undefined) found = found.where('kind', '=', kind);
  if (query.after !== undefined) found = found.where('place', '<', numberOfPlace(query.after));
  const rows = await found
    .orderBy('timeMs', 'desc')
    .orderBy('place', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(({ place }) => placeOfNumber(place));
  return pageOf(items, rows.length > limit ? items.at(-1) : undefined);
}

/** Calls in which the records of the next page are, and one more. */
export async function callsFor(
  transaction: Transaction<Tables>,
  query: SearchQuery,
): Promise<readonly CallRow[]> {
  const { kind, after, limit } = query;
  let found = transaction
    .withSchema('evidence')
    .selectFrom('calls')
    .select(['place', 'count', 'payload'])
    .where(newestFirst<'calls'>(query));
  if (kind !== undefined) {
    found = found.where((row) => row.or([row('kind', '=', kind), row('kind', 'is', null)]));
  }
  if (after !== undefined) found = found.where('place', '<=', numberOfCall(after));
  return found
    .orderBy('timeMs', 'desc')
    .orderBy('place', 'desc')
    .limit(limit + CALLS_MORE)
    .execute();
}

/** Account and time. The time of `after` says nothing new, but lets the index begin there. */
function newestFirst<Table extends 'calls' | 'noted'>({
  account,
  fromMs,
  toMs,
  after,
}: SearchQuery): (
  row: ExpressionBuilder<Tables, Table>,
) => ExpressionWrapper<Tables, Table, SqlBool> {
  return (row) =>
    row.and([
      sql<SqlBool>`account = (select number from evidence.accounts where account = ${account})`,
      ...(fromMs === undefined ? [] : [sql<SqlBool>`time_ms >= ${fromMs}`]),
      ...(toMs === undefined ? [] : [sql<SqlBool>`time_ms < ${toMs}`]),
      ...(after === undefined
        ? []
        : [
            sql<SqlBool>`time_ms <= coalesce(
              (select c.time_ms from evidence.calls c where c.place = ${numberOfCall(after)}), ${Number.MAX_SAFE_INTEGER})`,
          ]),
    ]);
}

/** Takes records out of calls until the page is full. */
export async function recordsIn(
  calls: readonly CallRow[],
  query: SearchQuery,
  { ledger, pace }: PacedLedger,
): Promise<SearchPage> {
  const { kind, limit } = query;
  const items: RecordPlace[] = [];
  let lookedAt = 0;
  let last: RecordPlace | undefined;
  for (const row of calls) {
    const isWanted = kind === undefined ? () => true : await isOfKind(ledger, row, kind);
    for (const place of placesIn(row, query)) {
      if (items.length === limit || lookedAt === ITEMS_LOOKED_AT_MAX) return pageOf(items, last);
      last = place;
      lookedAt++;
      if (isWanted(place.item)) items.push(place);
      if (pace.isDue) await pace.pause();
    }
  }
  return pageOf(items, calls.length === limit + CALLS_MORE ? last : undefined);
}

/** Records of a call from the last to the first, without those that were seen. */
function* placesIn({ place, count }: CallRow, { after }: SearchQuery): Generator<RecordPlace> {
  const call = placeOfNumber(place);
  const isSeen = after !== undefined && numberOfCall(after) === place;
  for (let item = (isSeen ? after.item : count) - 1; item >= 0; item--) yield { ...call, item };
}

/** Reads kinds as they are asked for: the page may be full after the first. */
async function isOfKind(
  ledger: LedgerApi,
  { place, payload }: CallRow,
  wanted: string,
): Promise<(item: number) => boolean> {
  // Of an item in its call the kind was asked of the database.
  if (payload === null) return () => true;
  const { index } = placeOfNumber(place);
  const items = await ledger.payloadItems({ index, payload });
  return (item) => decodeItem(items[item] ?? new Uint8Array()).kind === wanted;
}

function pageOf(items: readonly RecordPlace[], next: RecordPlace | undefined): SearchPage {
  return next === undefined ? { items } : { items, next };
}
