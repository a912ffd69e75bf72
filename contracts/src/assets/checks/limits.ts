/** Step 5, second part: the class's limits on parts, hands, rest and holders. Each is looked at for the whole call before the next. */

import { refuse } from '@stele/kernel/contract';
import type { Made, Spent } from '../deed.ts';
import type { Desk } from '../desk.ts';
import { DAY_MS } from '../limits.ts';
import { depthAfter, isGiving, type Lot } from '../making/lots.ts';
import type { Changes } from '../writing/balances.ts';

/** Refuses with PART_TOO_SMALL. Exits and steps leave an amount as it is. */
export function checkParts(made: readonly Made[]): void {
  for (const { of, output, origin } of made) {
    const { partMin } = of.definition.limits;
    if (partMin === null || origin === 'exit' || origin === 'step') continue;
    if (output.amount < partMin) {
      refuse('PART_TOO_SMALL', 'an output is smaller than a part may be');
    }
  }
}

/** Refuses with DEPTH_EXCEEDED. */
export function checkDepths(made: readonly Made[]): void {
  for (const { of, output, isHandedOver } of made) {
    const { depthMax } = of.definition.limits;
    if (depthMax === null || !isHandedOver || output.depth <= depthMax) continue;
    refuse('DEPTH_EXCEEDED', 'it has gone through as many hands as it may');
  }
}

/**
 * Refuses with RESTING: of a lot that changes hands, all that its givers put in must have rested; and what rests as a first holder's, where
 * joining it would make a later one's of it.
 */
export function checkRest(
  desk: Desk,
  spent: readonly Spent[],
  made: readonly Made[],
  lots: ReadonlyMap<string, Lot>,
): void {
  const leaving = spent.filter(({ exit }) => exit !== undefined);
  const exits = made.filter(({ origin }) => origin === 'exit');
  for (const [i, one] of leaving.entries()) {
    if (exits[i]?.isHandedOver === true) requireRested(desk, one);
  }
  for (const lot of lots.values()) for (const one of restingIn(lot)) requireRested(desk, one);
}

function restingIn(lot: Lot): readonly Spent[] {
  const { of, spent, shares } = lot;
  if (of.definition.limits.rest === null) return [];
  const isHandedOver = [...shares.values()].some(({ before, after }) => after > before);
  return spent.filter(({ party, output }) => {
    const share = shares.get(party.name);
    if (share === undefined) return false;
    const isJoined = output.depth === 1 && share.after > 0n && depthAfter(lot, share) > 1;
    return isJoined || (isHandedOver && isGiving(share));
  });
}

function requireRested({ context }: Desk, { of, output }: Spent): void {
  const { rest } = of.definition.limits;
  if (rest === null || output.depth === 0) return;
  const days = output.depth === 1 ? rest.firstDays : rest.nextDays;
  if (context.timeMs - output.acquiredAtMs >= days * DAY_MS) return;
  refuse('RESTING', 'whoever holds it may not hand it over yet');
}

/** Refuses with HOLDER_LIMIT_EXCEEDED. Those whom the class names in a role may have any amount. */
export function checkHolders(changes: Changes): void {
  for (const { of, party, before, after } of changes.values()) {
    const { perHolder } = of.definition.limits;
    if (perHolder === null || of.organs.has(party.name)) continue;
    const total = after.free + after.held;
    if (total <= before.free + before.held || total <= perHolder) continue;
    refuse('HOLDER_LIMIT_EXCEEDED', 'nobody may have so much of the class');
  }
}
