/** What the exits taken in a call want paid, against what its listed outputs pay (spec/assets.md, "Payments"). */

import { refuse } from '@stele/kernel/contract';
import { byteText } from '../byte-text.ts';
import type { Spent } from '../deed.ts';
import { type Desk, partyFor } from '../desk.ts';
import type { Payment } from '../schema/owner.ts';
import type { Listed } from './listed.ts';

/** Sums by name. */
class Sums {
  readonly #sums = new Map<string, bigint>();

  add(name: string, amount: bigint): void {
    this.#sums.set(name, this.of(name) + amount);
  }

  of(name: string): bigint {
    return this.#sums.get(name) ?? 0n;
  }

  [Symbol.iterator](): IterableIterator<[string, bigint]> {
    return this.#sums.entries();
  }
}

/** Refuses with PAYMENT_MISSING. */
export function checkPayments(
  desk: Desk,
  spent: readonly Spent[],
  listed: readonly Listed[],
): void {
  const wanted = wantedBy(desk, spent);
  if (wanted === undefined) return;
  const paid = paidIn(spent, listed);
  for (const [name, amount] of wanted) {
    if (paid.of(name) < amount) refuse('PAYMENT_MISSING', 'an exit is not paid for in the call');
  }
}

/**
 * By payee and class, and by slot where one is named. What is wanted in a slot is wanted in the class too, so that one payment
 * does not count twice.
 */
function wantedBy(desk: Desk, spent: readonly Spent[]): Sums | undefined {
  let wanted: Sums | undefined;
  for (const { exit } of spent) {
    if (exit === undefined || exit.pays === null) continue;
    wanted ??= new Sums();
    const { class: of, slot, amount, to }: Payment = exit.pays;
    const payee = partyFor(desk, to).name;
    wanted.add(payee + byteText(of), amount);
    if (slot !== null) wanted.add(payee + byteText(of) + byteText(slot), amount);
  }
  return wanted;
}

/** What each party receives for itself, outside of holds, less what it put in. */
function paidIn(spent: readonly Spent[], listed: readonly Listed[]): Sums {
  const paid = new Sums();
  for (const { like, output, party } of listed) {
    if (output.to.kind === 'party') book(paid, party.name, like, output.amount);
  }
  for (const one of spent) {
    if (one.exit === undefined) book(paid, one.party.name, one, -one.output.amount);
  }
  return paid;
}

function book(paid: Sums, party: string, { of, output }: Spent, amount: bigint): void {
  paid.add(party + of.name, amount);
  paid.add(party + of.name + byteText(output.slot), amount);
}
