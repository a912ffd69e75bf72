/** Step 2: whoever spends may: a holder acts, or an exit of the hold is open to those who act. */

import { refuse } from '@stele/kernel/contract';
import { acts } from '../acting.ts';
import type { Spent } from '../deed.ts';
import type { Desk } from '../desk.ts';
import type { Exit } from '../schema/owner.ts';
import { checkExits, findExit } from './exits.ts';
import type { Taken } from './read-inputs.ts';

/**
 * For a transfer, which may take exits. Refuses with HOLDER_NOT_ACTING, EXIT_UNKNOWN, EXIT_NOT_ACTING, EXIT_TOO_EARLY,
 * EXIT_TOO_LATE, PREIMAGE_WRONG or HELD.
 */
export function authorise(desk: Desk, taken: readonly Taken[]): readonly Spent[] {
  requireHolders(desk, taken);
  const spent = taken.map((one) => ({ ...one, exit: exitOf(one), preimage: one.input.preimage }));
  checkExits(desk, spent);
  requireNotHeld(spent);
  return spent;
}

/** For calls that take no exits. Refuses with HOLDER_NOT_ACTING, EXIT_UNKNOWN or HELD. */
export function authoriseHolders(desk: Desk, taken: readonly Taken[]): readonly Spent[] {
  requireHolders(desk, taken);
  return withoutExits(taken);
}

/** For calls that others than the holder make too. Refuses with EXIT_UNKNOWN or HELD. */
export function withoutExits(taken: readonly Taken[]): readonly Spent[] {
  if (taken.some(({ input }) => input.exit !== '' || input.preimage !== null)) {
    refuse('EXIT_UNKNOWN', 'exits are taken by a transfer');
  }
  const spent = taken.map((one) => ({ ...one, exit: undefined }));
  requireNotHeld(spent);
  return spent;
}

function requireHolders({ context }: Desk, taken: readonly Taken[]): void {
  for (const { input, output } of taken) {
    const { owner } = output;
    if (owner.kind === 'hold' || input.exit !== '' || acts(context.actors, owner.value)) continue;
    refuse('HOLDER_NOT_ACTING', 'who holds the output does not act');
  }
}

function exitOf({ input, output: { owner } }: Taken): Exit | undefined {
  if (input.exit === '') return undefined;
  return (
    findExit(owner, input.exit) ?? refuse('EXIT_UNKNOWN', 'the output has no exit of this name')
  );
}

function requireNotHeld(spent: readonly Spent[]): void {
  for (const { output, exit } of spent) {
    if (exit !== undefined || output.owner.kind === 'party') continue;
    refuse('HELD', 'the output is in a hold: only an exit of it leads out');
  }
}
