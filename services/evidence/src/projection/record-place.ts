/**
 * Where a record is: the entry, the call in it, the item in the call's payload. As one number it is the order in which records were
 * made, and the key of rows; calls and items are few enough (spec/limits.md) for all of it to fit a 64-bit column and a JavaScript number.
 */

import { assert } from '@stele/base';
import { CALLS_MAX, PAYLOAD_ITEMS_MAX } from '@stele/protocol';
import type { RecordPlace } from '../records/record-reader.ts';

const ITEMS = 2 ** 14;
const CALLS = 2 ** 4;
assert(PAYLOAD_ITEMS_MAX <= ITEMS && CALLS_MAX <= CALLS, 'a place has room for any item and call');

export function numberOfPlace({ index, call, item }: RecordPlace): number {
  const number = (index * CALLS + call) * ITEMS + item;
  assert(Number.isSafeInteger(number), 'the log has fewer entries than places have room for');
  return number;
}

export function placeOfNumber(number: number): RecordPlace {
  const item = number % ITEMS;
  const calls = (number - item) / ITEMS;
  const call = calls % CALLS;
  return { index: (calls - call) / CALLS, call, item };
}

/** The number of the call's first item. */
export function numberOfCall(place: RecordPlace): number {
  return numberOfPlace({ ...place, item: 0 });
}
