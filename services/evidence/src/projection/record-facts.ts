/** What the ledger says of single records that somebody wants to search for: where they are, when they were made, and of what kind. */

import { concat } from '@stele/base';
import { decode, decodeItem, Shape } from '@stele/protocol';
import { runsOf } from '../records/place-runs.ts';
import { factsOf } from './entry-facts.ts';
import type { PacedLedger } from './pace.ts';
import type { RecordName } from './projection-rows.ts';
import type { RecordPlace } from '../records/record-reader.ts';
import { numberOfPlace, placeOfNumber } from './record-place.ts';

export interface RecordFact {
  readonly timeMs: number;
  readonly kind: string;
}

const ROW = new Shape('ROW_MALFORMED');

/** The place of a record by its owner and id; undefined when it is not in the ledger. */
export async function placeOfRecord(
  { ledger, pace }: PacedLedger,
  { account, id }: RecordName,
): Promise<number | undefined> {
  await pace.breathe();
  const key = concat(account, id);
  const row = await ledger.row({ contract: 'evidence', table: 'records', key });
  if (row === null) return undefined;
  const [index, call, item] = ROW.tuple(decode(row.value), 3);
  return numberOfPlace({ index: ROW.uint(index), call: ROW.uint(call), item: ROW.uint(item) });
}

/** Facts of records by their places; entries and payloads that several share are read once. */
export async function factsAtPlaces(
  source: PacedLedger,
  places: readonly number[],
): Promise<ReadonlyMap<number, RecordFact>> {
  const facts = new Map<number, RecordFact>();
  const byEntry = Map.groupBy(places.map(placeOfNumber), ({ index }) => index);
  for (const [index, inEntry] of byEntry) {
    await source.pace.breathe();
    const calls = factsOf(await source.ledger.entry(index))?.calls ?? [];
    for (const { call, timeMs, kind, payload } of calls) {
      const inCall = inEntry.filter((place) => place.call === call);
      const kinds =
        payload === null ? undefined : await kindsOf(source, { index, payload, places: inCall });
      for (const place of inCall) {
        facts.set(numberOfPlace(place), { timeMs, kind: kind ?? kinds?.get(place.item) ?? '' });
      }
    }
  }
  return facts;
}

interface InPayload {
  readonly index: number;
  readonly payload: number;
  readonly places: readonly RecordPlace[];
}

async function kindsOf(
  { ledger, pace }: PacedLedger,
  { index, payload, places }: InPayload,
): Promise<ReadonlyMap<number, string>> {
  const kinds = new Map<number, string>();
  for (const { first, count } of runsOf(places)) {
    const items = await ledger.payloadItems({ index, payload, first, count });
    for (const [i, item] of items.entries()) {
      kinds.set(first + i, decodeItem(item).kind);
      if (pace.isDue) await pace.pause();
    }
  }
  return kinds;
}
