/** What everybody has of every class, kept beside the outputs so that nobody has to add them up. */

import { concat } from '@stele/base';
import { getRow, putFiledRow } from '@stele/kernel/contract';
import type { AssetClass } from '../asset-class.ts';
import type { Made, Spent } from '../deed.ts';
import type { Desk, Party } from '../desk.ts';
import { balanceTerm, partyTerm } from '../ids.ts';
import { balancesTable } from '../tables.ts';
import { orNull } from './supplies.ts';

export interface Balance {
  readonly free: bigint;
  readonly held: bigint;
}

/** A balance that a call changes. */
export interface Change {
  readonly of: AssetClass;
  readonly party: Party;
  /** Whether the party has had nothing of the class ever. */
  readonly isFirst: boolean;
  readonly before: Balance;
  after: Balance;
}

/** By party and class, in the order in which they come. */
export type Changes = ReadonlyMap<string, Change>;

export function balancesAfter(desk: Desk, spent: readonly Spent[], made: readonly Made[]): Changes {
  const changes = new Map<string, Change>();
  const book = ({ of, party, output }: Spent | Made, amount: bigint): void => {
    const change = changeFor(desk, changes, of, party);
    const { free, held } = change.after;
    change.after =
      output.owner.kind === 'party' ? { free: free + amount, held } : { free, held: held + amount };
  };
  for (const one of spent) book(one, -one.output.amount);
  for (const one of made) book(one, one.output.amount);
  return changes;
}

function changeFor(desk: Desk, changes: Map<string, Change>, of: AssetClass, party: Party): Change {
  const name = party.name + of.name;
  let change = changes.get(name);
  if (change === undefined) {
    changes.set(name, (change = firstChange(desk, of, party)));
  }
  return change;
}

function firstChange({ context }: Desk, of: AssetClass, party: Party): Change {
  const row = getRow(context, balancesTable, concat(party.id, of.id));
  const before = { free: row?.free ?? 0n, held: row?.held ?? 0n };
  return { of, party, isFirst: row === undefined, before, after: before };
}

/**
 * Writes those that differ. A row of nothing stays: it is what the balance at a later height is found by. Under its party's term only
 * the first row of a class is filed: that is enough to find the class.
 */
export function putBalances({ context }: Desk, changes: Changes): void {
  for (const { of, party, isFirst, before, after } of changes.values()) {
    if (after.free === before.free && after.held === before.held) continue;
    putFiledRow(context, balancesTable, concat(party.id, of.id), {
      row: { free: orNull(after.free), held: orNull(after.held) },
      terms: [balanceTerm(party.id, of.id), ...(isFirst ? [partyTerm(party.id)] : [])],
    });
  }
}
