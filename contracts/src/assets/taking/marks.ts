/** Whether an order has frozen an output, by any of the five handles it has. */

import { getRow, hasRow } from '@stele/kernel/contract';
import type { AssetClass } from '../asset-class.ts';
import type { Desk } from '../desk.ts';
import { handleKey } from '../ids.ts';
import { MARK_COUNT_KEY, markCountsTable, marksTable } from '../tables.ts';
import { supplyOf } from '../writing/supplies.ts';
import type { Found } from './read-inputs.ts';

/** Marks are seldom, so first it is asked whether there are any in the class, or on parties. */
export function isMarked(desk: Desk, { key, output, of, party }: Found): boolean {
  const isMarkedInClass =
    marksIn(desk, of) > 0 &&
    [
      handleKey('output', key),
      handleKey('slot', of.id, output.slot),
      handleKey('class', of.id),
      handleKey('holder', of.id, party.id),
    ].some((handle) => hasMark(desk, handle));
  if (isMarkedInClass) return true;
  return marksOnParties(desk) > 0 && hasMark(desk, handleKey('party', party.id));
}

/** Whether a slot of a class, or all of it, is frozen: then nothing of it is issued either. */
export function isSlotMarked(desk: Desk, of: AssetClass, slot: Uint8Array): boolean {
  if (marksIn(desk, of) === 0) return false;
  return hasMark(desk, handleKey('class', of.id)) || hasMark(desk, handleKey('slot', of.id, slot));
}

function marksIn(desk: Desk, { id, name }: AssetClass): number {
  let count = desk.marks.get(name);
  if (count === undefined) desk.marks.set(name, (count = supplyOf(desk, id).marks));
  return count;
}

const ON_PARTIES = '';

function marksOnParties(desk: Desk): number {
  let count = desk.marks.get(ON_PARTIES);
  if (count === undefined) desk.marks.set(ON_PARTIES, (count = markedParties(desk)));
  return count;
}

export function markedParties({ context }: Desk): number {
  return getRow(context, markCountsTable, MARK_COUNT_KEY) ?? 0;
}

function hasMark({ context }: Desk, handle: Uint8Array): boolean {
  return hasRow(context, marksTable, handle);
}
