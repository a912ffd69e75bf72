/** Cursors of lists: where the next page begins, in a form that readers hand back and nobody interprets. */

import { fromBase64url, isCoded, rejection, toBase64url } from '@stele/base';
import { CALLS_MAX, decode, encode, PAYLOAD_ITEMS_MAX } from '@stele/protocol';
import type { RecordPlace } from '../records/record-reader.ts';

/** Far beyond any log, and small enough to be joined with call and item in one number. */
const INDEX_MAX = 2 ** 34;

export const LIMIT_DEFAULT = 50;

export function numbersCursor(...numbers: readonly number[]): string {
  return toBase64url(encode(numbers));
}

/** As many numbers as a list's cursors hold. Rejects with CURSOR_MALFORMED. */
export function numbersOfCursor(cursor: string, count: number): readonly number[] {
  const numbers = decoded(cursor);
  if (Array.isArray(numbers) && numbers.length === count && numbers.every(isIndex)) return numbers;
  throw malformed();
}

/** The number of an item. */
export function itemCursor(item: number): string {
  return numbersCursor(item);
}

export function itemOfCursor(cursor: string | undefined): number {
  return cursor === undefined ? 0 : (numbersOfCursor(cursor, 1)[0] ?? 0);
}

export function placeCursor({ index, call, item }: RecordPlace): string {
  return numbersCursor(index, call, item);
}

export function placeOfCursor(cursor: string): RecordPlace {
  const [index = 0, call = 0, item = 0] = numbersOfCursor(cursor, 3);
  if (index > INDEX_MAX || call >= CALLS_MAX || item >= PAYLOAD_ITEMS_MAX) throw malformed();
  return { index, call, item };
}

function decoded(cursor: string): unknown {
  try {
    return decode(fromBase64url(cursor));
  } catch (error) {
    if (isCoded(error)) throw malformed();
    throw error;
  }
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function malformed(): Error {
  return rejection('CURSOR_MALFORMED', 'this is not a cursor of this list');
}
