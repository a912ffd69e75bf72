/** Whether an exit is open: who acts, when it is, and what is shown for it. What it wants paid is looked for later, among the outputs. */

import { equal } from '@stele/base';
import { type CallContext, refuse } from '@stele/kernel/contract';
import type { DigestAlgorithm } from '@stele/protocol';
import { acts } from '../acting.ts';
import type { Desk } from '../desk.ts';
import type { Exit, Hold, Owner } from '../schema/owner.ts';

interface Leaving {
  readonly exit: Exit | undefined;
  /** What is shown for it. */
  readonly preimage: Uint8Array | null;
}

export function findExit(owner: Owner, name: string): Exit | undefined {
  if (owner.kind === 'party') return undefined;
  return owner.value.exits.find((exit) => exit.name === name);
}

/** Refuses with EXIT_NOT_ACTING, EXIT_TOO_EARLY, EXIT_TOO_LATE or PREIMAGE_WRONG, the first that any of them has. */
export function checkExits({ context }: Desk, all: readonly Leaving[]): void {
  const exits = all.flatMap(({ exit }) => (exit === undefined ? [] : [exit]));
  if (exits.length > 0) checkTakers(context, exits);
  for (const { exit, preimage } of all) {
    if (opens(context, exit, preimage)) continue;
    refuse('PREIMAGE_WRONG', 'the exit wants another preimage, or none');
  }
}

function checkTakers({ actors, timeMs }: CallContext, exits: readonly Exit[]): void {
  if (!exits.every(({ by }) => by === null || acts(actors, by))) {
    refuse('EXIT_NOT_ACTING', 'who may take the exit does not act');
  }
  if (exits.some(({ from }) => from !== null && timeMs < from)) {
    refuse('EXIT_TOO_EARLY', 'the exit is not open yet');
  }
  if (exits.some(({ until }) => until !== null && timeMs >= until)) {
    refuse('EXIT_TOO_LATE', 'the exit is open no longer');
  }
}

/** A preimage where none is asked for is a mistake too. */
function opens(context: CallContext, exit: Exit | undefined, shown: Uint8Array | null): boolean {
  const wanted = exit?.preimage ?? null;
  if (wanted === null || shown === null) return wanted === shown;
  return equal(context.hash(wanted.algorithm as DigestAlgorithm, shown), wanted.digest);
}

/** The exit that a timer takes: of those open to anyone, for nothing, from some time on to somebody who is named, the earliest. */
export function lapseOf({ exits }: Hold): Exit | undefined {
  let earliest: Exit | undefined;
  for (const exit of exits) {
    if (!lapses(exit) || exit.from === null) continue;
    if (earliest === undefined || exit.from < (earliest.from ?? 0)) earliest = exit;
  }
  return earliest;
}

function lapses({ by, pays, preimage, to }: Exit): boolean {
  return by === null && pays === null && preimage === null && to !== null;
}
