/** Outputs as rows: spent ones go, made ones come, with the terms they are found by and the timers that end their holds. */

import { equal } from '@stele/base';
import { deleteFiledRow, putFiledRow } from '@stele/kernel/contract';
import { type Principal, TERMS_MAX } from '@stele/protocol';
import type { Made, Spent } from '../deed.ts';
import { type Desk, type Party, partyFor } from '../desk.ts';
import { exitTerm, holdingTerm, outputKey } from '../ids.ts';
import type { Owner } from '../schema/owner.ts';
import { outputsTable } from '../tables.ts';
import { lapseOf } from '../taking/exits.ts';

export function deleteSpent(desk: Desk, spent: readonly Spent[]): void {
  for (const one of spent) {
    const { owner } = one.output;
    deleteFiledRow(desk.context, outputsTable, one.key, termsOf(desk, one));
    if (owner.kind === 'hold' && lapseOf(owner.value) !== undefined) {
      desk.context.unschedule(one.key);
    }
  }
}

export function putMade(desk: Desk, made: readonly Made[]): void {
  const { context } = desk;
  for (const [place, one] of made.entries()) {
    const key = outputKey({ index: context.entryIndex, call: context.callNumber, place });
    putFiledRow(context, outputsTable, key, { row: one.output, terms: termsOf(desk, one) });
    scheduleLapse(desk, key, one.output.owner);
  }
}

/** What is past already is due now, and not before what others wait for. */
function scheduleLapse({ context }: Desk, key: Uint8Array, owner: Owner): void {
  const from = owner.kind === 'hold' ? lapseOf(owner.value)?.from : undefined;
  if (typeof from === 'number') context.schedule(Math.max(from, context.timeMs), key);
}

interface Owned {
  readonly of: { readonly id: Uint8Array };
  readonly party: Party;
  readonly output: { readonly owner: Owner };
}

/** Who it counts for, and who may take it out of its hold, as many as a row has terms. */
function termsOf(desk: Desk, { of, party, output: { owner } }: Owned): readonly Uint8Array[] {
  const terms = [holdingTerm(party.id, of.id)];
  if (owner.kind === 'party') return terms;
  for (const { by } of owner.value.exits) {
    for (const one of by === null ? [] : [by, ...membersOf(by)]) {
      if (terms.length === TERMS_MAX) return terms;
      const term = exitTerm(partyFor(desk, one).id);
      if (!terms.some((other) => equal(other, term))) terms.push(term);
    }
  }
  return terms;
}

/** So that each of several who act together finds what waits for them. */
function membersOf(principal: Principal): readonly Principal[] {
  if (principal.kind !== 'threshold') return [];
  return principal.members.flatMap((member) => [member, ...membersOf(member)]);
}
