/**
 * Whose rows these are and how far they have come. Every transaction that writes rows moves this row on from where its writer believes
 * it to be; if it is elsewhere (another process wrote, the server lost its last transactions, it is another chain's), nothing is written.
 */

import { equal, failure } from '@stele/base';
import type { Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export interface Progress {
  /** Entries below this number are in the rows. */
  readonly logNext: number;
  /** SHA-256 of the last of them; empty before the first. */
  readonly lastEntry: Uint8Array;
  /** Block time of the last transaction among them; 0 before the first. */
  readonly timeMs: number;
  /** The last change of notes in the rows; −1 before the first. */
  readonly lastNote: number;
}

const BEGINNING: Progress = { logNext: 0, lastEntry: new Uint8Array(), timeMs: 0, lastNote: -1 };

/** Reads it, made at the first time. Fails with PROJECTION_FOREIGN. */
export async function readProgress(
  transaction: Transaction<Tables>,
  chain: Uint8Array,
): Promise<Progress> {
  const evidence = transaction.withSchema('evidence');
  const row = await evidence.selectFrom('follower').selectAll().executeTakeFirst();
  if (row === undefined) {
    await evidence
      .insertInto('follower')
      .values({ chain, ...BEGINNING })
      .execute();
    return BEGINNING;
  }
  checkChain(row.chain, chain);
  const { logNext, timeMs, lastNote } = row;
  return { logNext, lastEntry: new Uint8Array(row.lastEntry), timeMs, lastNote };
}

/** Fails with PROJECTION_FOREIGN unless the rows are of this chain; for who only reads. */
export async function checkRowsOf(
  transaction: Transaction<Tables>,
  chain: Uint8Array,
): Promise<void> {
  const row = await transaction
    .withSchema('evidence')
    .selectFrom('follower')
    .select('chain')
    .executeTakeFirst();
  if (row !== undefined) checkChain(row.chain, chain);
}

function checkChain(found: Uint8Array, chain: Uint8Array): void {
  if (equal(new Uint8Array(found), chain)) return;
  throw failure('PROJECTION_FOREIGN', 'the database holds the projection of another chain', {
    action:
      'Point DATABASE_URL to a database of its own for this chain; nothing was changed there.',
  });
}

/** Moves on. Fails with PROJECTION_MOVED when it is not where it was believed to be. */
export async function moveOn(
  transaction: Transaction<Tables>,
  chain: Uint8Array,
  { from, to }: { readonly from: Progress; readonly to: Progress },
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .withSchema('evidence')
    .updateTable('follower')
    .set({ ...to })
    .where('chain', '=', chain)
    .where('logNext', '=', from.logNext)
    .where('lastNote', '=', from.lastNote)
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return;
  throw failure('PROJECTION_MOVED', 'somebody else has moved the projection on', {
    action: 'It is read anew by itself. Two processes should not share one projection.',
    retryable: true,
  });
}
