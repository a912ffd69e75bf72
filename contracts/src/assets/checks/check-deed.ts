/** Steps 5 to 9 of a deed, whatever its method, and what it then writes (spec/assets.md, "Validation"). */

import type { Scalar } from '@stele/kernel/contract';
import type { Burnt, Deed } from '../deed.ts';
import type { Lot } from '../making/lots.ts';
import { balancesAfter } from '../writing/balances.ts';
import { commit } from '../writing/commit.ts';
import { checkCertified } from './certified.ts';
import { askHooks, checkCountersigners, classesOf } from './consent.ts';
import { checkDepths, checkHolders, checkParts, checkRest } from './limits.ts';
import { checkMoves } from './moves.ts';
import { checkSales, isPaid } from './sales.ts';
import { checkSteps } from './steps.ts';

/** What of a deed only some methods have. */
export interface Particulars {
  readonly lots: ReadonlyMap<string, Lot>;
  readonly burnt: readonly Burnt[];
  /** For the fields that a step sets. */
  readonly values: readonly Scalar[];
  /** Nobody acts for a timer, and what it does was countersigned when it was agreed. */
  readonly isTimer: boolean;
}

export const NO_PARTICULARS: Particulars = {
  lots: new Map(),
  burnt: [],
  values: [],
  isTimer: false,
};

/** Refuses with the codes of steps 5 to 9; else writes. */
export function carryOut(deed: Deed, { lots, burnt, values, isTimer }: Particulars): void {
  const { desk, spent, made } = deed;
  const isSale = isPaid(desk, made);
  checkMoves(desk, made, burnt, isSale);
  checkParts(made);
  checkDepths(made);
  checkRest(desk, spent, made, lots);
  const changes = balancesAfter(desk, spent, made);
  checkHolders(changes);
  checkSales(desk, made, isSale);
  checkCertified(desk, made);
  checkSteps(desk, deed.steps, values);
  const classes = classesOf(deed);
  if (!isTimer) checkCountersigners(desk, classes);
  askHooks(deed, classes);
  commit(deed, changes);
}
