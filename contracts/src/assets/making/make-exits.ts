/** Step 3: what leaves a hold goes where its exit says, whole and unchanged but for the exit's step. */

import { assert } from '@stele/base';
import type { Made, Spent, TakenStep } from '../deed.ts';
import { type Desk, partyOfOwner } from '../desk.ts';
import type { Owner } from '../schema/owner.ts';
import { beginsAnew } from './lots.ts';
import { steppedState } from './steps.ts';

/** In the order of the inputs. */
export function makeExits(desk: Desk, spent: readonly Spent[]): readonly Made[] {
  const made: Made[] = [];
  for (const one of spent) {
    if (one.exit !== undefined) made.push(makeExit(desk, one, one.exit));
  }
  return made;
}

function makeExit(
  desk: Desk,
  { output, of, party: from }: Spent,
  { to, step }: NonNullable<Spent['exit']>,
): Made {
  const owner = to ?? takerOf(desk);
  const party = partyOfOwner(desk, owner);
  const isHandedOver = party.name !== from.name;
  const depth = beginsAnew(of, party, owner) ? 0 : output.depth + 1;
  const state = steppedState(of, output.state, step, []);
  const age = isHandedOver ? { acquiredAtMs: desk.context.timeMs, depth } : {};
  return {
    output: { ...output, state, owner, ...age },
    of,
    party,
    origin: 'exit',
    isHandedOver,
    isPrimary: isHandedOver && of.issuers.has(from.name) && output.depth === 0,
  };
}

/** Whoever takes an exit that leads to its taker: the first actor. */
function takerOf({ context }: Desk): Owner {
  const [value] = context.actors;
  assert(value !== undefined, 'no timer takes an exit that leads to its taker');
  return { kind: 'party', value };
}

/** The steps that exits take. */
export function stepsOfExits(spent: readonly Spent[]): readonly TakenStep[] {
  return spent.flatMap((one) =>
    one.exit === undefined || one.exit.step === '' ? [] : [{ spent: one, name: one.exit.step }],
  );
}
