/**
 * Step 5, last part: what may not be paid for is not handed over in a transaction in which money changes hands. Goods and money may
 * stand in different calls, in either order, so what each call did is remembered for those after it.
 */

import { refuse } from '@stele/kernel/contract';
import { allAct } from '../acting.ts';
import { actorsOfMove } from '../asset-class.ts';
import type { Made } from '../deed.ts';
import type { Desk } from '../desk.ts';
import { isSold } from './moves.ts';

/** Money has changed hands. */
const PAID = 'paid';
/** The code with which money that changes hands later is refused. */
const UNPAYABLE = 'unpayable';
const YES = Uint8Array.of(1);
/** A code is remembered by its place here. */
const CODES = ['MOVE_FORBIDDEN', 'ROLE_NOT_ACTING', 'NOT_FOR_VALUE'] as const;
type SaleCode = (typeof CODES)[number];

/** Whether money changes hands in this call or has in an earlier one of the transaction. */
export function isPaid({ context }: Desk, made: readonly Made[]): boolean {
  return context.recall(PAID) !== undefined || made.some(isPayment);
}

function isPayment({ of, isHandedOver }: Made): boolean {
  return of.isMoney && isHandedOver;
}

/** Refuses with NOT_FOR_VALUE, or with what an earlier call has left for this case. */
export function checkSales(desk: Desk, made: readonly Made[], isSale: boolean): void {
  const { context } = desk;
  const sold = made.filter(isSold);
  if (isSale) {
    if (sold.some(isNotForValue)) refuse('NOT_FOR_VALUE', 'it may not be handed over for money');
    const code = CODES[context.recall(UNPAYABLE)?.[0] ?? CODES.length];
    if (code !== undefined) refuse(code, 'an earlier call hands over what is not for sale');
    context.remember(PAID, YES);
    return;
  }
  if (context.recall(UNPAYABLE) !== undefined) return;
  const code = faultOfSale(desk, sold);
  if (code !== undefined) context.remember(UNPAYABLE, Uint8Array.of(CODES.indexOf(code)));
}

/** The code with which these would be refused if money changed hands too. */
function faultOfSale({ context }: Desk, sold: readonly Made[]): SaleCode | undefined {
  const sellers = sold.map(({ of }) => actorsOfMove(of, 'sale'));
  if (sellers.includes(undefined)) return 'MOVE_FORBIDDEN';
  if (!sellers.every((by) => allAct(context.actors, by ?? []))) return 'ROLE_NOT_ACTING';
  return sold.some(isNotForValue) ? 'NOT_FOR_VALUE' : undefined;
}

function isNotForValue({ of, isPrimary }: Made): boolean {
  const { forValue } = of.definition.limits;
  return forValue === 'never' || (forValue === 'primary' && !isPrimary);
}
