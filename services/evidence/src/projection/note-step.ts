/**
 * The next changes of notes, and those whose record was not there yet. A note is durable before its record is submitted, so it may come
 * before its record, or without one: it is looked for again, less often with time, until no transaction that was made with it can
 * be valid any more. A note that is erased takes its row with it.
 */

import { concat, toHex } from '@stele/base';
import { VALIDITY_MS_MAX } from '@stele/protocol';
import { sql, type Transaction } from 'kysely';
import type { NoteChange } from '../notes/note-store.ts';
import { moveOn, type Progress } from './follower-row.ts';
import type { PacedLedger } from './pace.ts';
import {
  deleteNoted,
  deleteWaiting,
  type NotedRecord,
  type RecordName,
  upsertNoted,
  upsertWaiting,
  type WaitingNote,
} from './projection-rows.ts';
import { factsAtPlaces, placeOfRecord } from './record-facts.ts';
import { searchTextOf } from './search-text.ts';
import type { Tables } from './tables.ts';

export interface NoteStep {
  readonly from: Progress;
  readonly to: Progress;
  readonly found: readonly NotedRecord[];
  readonly waiting: readonly WaitingNote[];
  /** Neither to be searched nor waited for any more. */
  readonly erased: readonly RecordName[];
  /** Waited for in vain, or found now. */
  readonly settled: readonly RecordName[];
}

/** A record may come as late as its transaction is valid, and be seen here a little later. */
const WAIT_MS_MAX = VALIDITY_MS_MAX + 3_600_000;
const RETRY_MS_LEAST = 200;
const RETRY_MS_MOST = 60_000;
/** So many that the payload of a batch is read few times for its notes. */
export const CHANGES_MAX = 2_000;

/** A note on its way to its record. */
type SoughtNote = Omit<WaitingNote, 'nextMs'>;

/** What the changes mean now. Of several changes of one note the last counts. */
export async function readChanges(
  source: PacedLedger,
  changes: readonly NoteChange[],
  { from, nowMs }: { readonly from: Progress; readonly nowMs: number },
): Promise<NoteStep> {
  const latest = new Map(changes.map((change) => [nameOf(change), change]));
  const sought: SoughtNote[] = [];
  const erased: RecordName[] = [];
  for (const { account, id, note } of latest.values()) {
    const text = note === null ? undefined : searchTextOf(note);
    if (text === undefined) erased.push({ account, id });
    else sought.push({ account, id, ...text, sinceMs: nowMs });
  }
  const to = { ...from, lastNote: changes.at(-1)?.sequence ?? from.lastNote };
  return { from, to, erased, ...(await seek(source, sought, nowMs)) };
}

/** Looks again for the records of notes that wait. */
export async function readWaiting(
  source: PacedLedger,
  waiting: readonly WaitingNote[],
  { from, nowMs }: { readonly from: Progress; readonly nowMs: number },
): Promise<NoteStep> {
  const step = await seek(source, waiting, nowMs);
  const given = step.waiting.filter(({ sinceMs }) => nowMs - sinceMs > WAIT_MS_MAX);
  return {
    from,
    to: from,
    found: step.found,
    waiting: step.waiting.filter((one) => !given.includes(one)),
    erased: [],
    settled: [...step.settled, ...given],
  };
}

async function seek(
  source: PacedLedger,
  sought: readonly SoughtNote[],
  nowMs: number,
): Promise<Pick<NoteStep, 'found' | 'waiting' | 'settled'>> {
  const placed: (SoughtNote & { readonly place: number })[] = [];
  const waiting: WaitingNote[] = [];
  for (const note of sought) {
    const place = await placeOfRecord(source, note);
    if (place === undefined) waiting.push({ ...note, nextMs: nowMs + retryAfterMs(note, nowMs) });
    else placed.push({ ...note, place });
  }
  const facts = await factsAtPlaces(
    source,
    placed.map(({ place }) => place),
  );
  const found = placed.flatMap((note) => {
    const fact = facts.get(note.place);
    return fact === undefined ? [] : [{ ...note, ...fact }];
  });
  return { found, waiting, settled: placed };
}

function retryAfterMs({ sinceMs }: SoughtNote, nowMs: number): number {
  return Math.min(Math.max(Math.ceil((nowMs - sinceMs) / 4), RETRY_MS_LEAST), RETRY_MS_MOST);
}

function nameOf({ account, id }: RecordName): string {
  return toHex(concat(account, id));
}

export async function writeNotes(
  transaction: Transaction<Tables>,
  chain: Uint8Array,
  step: NoteStep,
): Promise<void> {
  await moveOn(transaction, chain, step);
  await deleteNoted(transaction, step.erased);
  await deleteWaiting(transaction, [...step.erased, ...step.settled]);
  await upsertNoted(transaction, step.found);
  await upsertWaiting(transaction, step.waiting);
}

/** Notes whose time to be looked for again has come. */
export async function dueNotes(
  transaction: Transaction<Tables>,
  nowMs: number,
): Promise<readonly WaitingNote[]> {
  const { rows } = await sql<WaitingNote>`
    select account, id, reference, words, since_ms, next_ms from evidence.waiting
    where next_ms <= ${nowMs} order by next_ms limit ${CHANGES_MAX}
  `.execute(transaction);
  return rows;
}
