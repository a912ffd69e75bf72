/** Step 5, first part: what the call does with a class the class allows, and who must act for it beside the holder does. */

import { refuse } from '@stele/kernel/contract';
import { allAct, isSame } from '../acting.ts';
import { actorsOfMove, type AssetClass } from '../asset-class.ts';
import type { Burnt, Made } from '../deed.ts';
import type { Desk } from '../desk.ts';
import { holdsOf } from '../making/owners.ts';
import type { Move } from '../schema/class.ts';
import type { Exit, Hold } from '../schema/owner.ts';

const PLEDGE_REASONS: ReadonlySet<string> = new Set(['pledge', 'lock']);

/** A move with a class. */
interface ClassMove {
  readonly of: AssetClass;
  readonly move: Move;
}

/** Refuses with MOVE_FORBIDDEN or ROLE_NOT_ACTING. `isSale`: whether money changes hands in the transaction. */
export function checkMoves(
  desk: Desk,
  made: readonly Made[],
  burnt: readonly Burnt[],
  isSale: boolean,
): void {
  const moves = new Map<string, ClassMove>();
  const add = (of: AssetClass, move: Move): void => {
    moves.set(of.name + move, { of, move });
  };
  for (const one of made) for (const move of movesOf(one, isSale)) add(one.of, move);
  for (const { of } of burnt) add(of, 'redeem');
  const all = [...moves.values()];
  for (const { of, move } of all) requireAllowed(of, move);
  for (const { of, move } of all) requireRoles(desk, of, move);
}

/** Refuses with MOVE_FORBIDDEN. */
export function requireAllowed(of: AssetClass, move: Move): void {
  if (actorsOfMove(of, move) === undefined) {
    refuse('MOVE_FORBIDDEN', `the class does not allow the move ${move}`);
  }
}

/** Refuses with ROLE_NOT_ACTING. */
export function requireRoles({ context }: Desk, of: AssetClass, move: Move): void {
  if (allAct(context.actors, actorsOfMove(of, move) ?? [])) return;
  refuse('ROLE_NOT_ACTING', `a role that must act for the move ${move} does not`);
}

/**
 * What it takes to make an output. An exit needs no move: what may become of a hold was agreed, and allowed, when it was made.
 */
function movesOf(made: Made, isSale: boolean): readonly Move[] {
  const moves: Move[] = [];
  if (made.origin === 'issue' || made.origin === 'step') moves.push(made.origin);
  if (made.origin === 'listed' && made.isHandedOver) moves.push('transfer');
  if (made.origin === 'listed' || made.origin === 'issue') {
    for (const hold of holdsOf(made.output.owner)) moves.push(...movesOfHold(hold));
  }
  if (isSale && isSold(made)) moves.push('sale');
  return moves;
}

/** An exit that pays makes an offer of it, but not of the exits beside it. */
function movesOfHold(hold: Hold): readonly Move[] {
  const { reason, exits } = hold;
  const isOffer = exits.some(({ pays }) => pays !== null);
  const moves: Move[] = isOffer ? ['offer'] : [];
  if (!isOffer || exits.some((exit) => isGift(hold, exit))) {
    moves.push(PLEDGE_REASONS.has(reason) ? 'pledge' : 'transfer');
  }
  if (exits.some(({ step }) => step !== '')) moves.push('step');
  return moves;
}

/** Whether it leads to somebody else for nothing. */
function isGift(hold: Hold, { pays, to }: Exit): boolean {
  if (pays !== null) return false;
  if (to === null) return true;
  return !isSame(to.kind === 'party' ? to.value : to.value.for, hold.for);
}

/** Whether it is handed over as goods are: money is what goods are paid with. */
export function isSold({ of, isHandedOver }: Made): boolean {
  return isHandedOver && !of.isMoney;
}
