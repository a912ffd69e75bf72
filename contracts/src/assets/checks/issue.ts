/** Step 4 of an issue: not more than amounts can say, no token twice, paid for in quota, and within the supply. */

import { concat } from '@stele/base';
import { hasRow, refuse } from '@stele/kernel/contract';
import type { AssetClass } from '../asset-class.ts';
import { byteText } from '../byte-text.ts';
import type { Burnt, Made } from '../deed.ts';
import type { Desk } from '../desk.ts';
import { AMOUNT_MAX } from '../limits.ts';
import { slotsTable } from '../tables.ts';
import { outstanding, supplyOf } from '../writing/supplies.ts';

interface Issue {
  readonly issued: readonly Made[];
  readonly burnt: readonly Burnt[];
}

/** Answers what is issued. Refuses with AMOUNT_TOO_LARGE, TOKEN_EXISTS, SPEND_MISSING or SUPPLY_EXCEEDED. */
export function checkIssue(desk: Desk, of: AssetClass, { issued, burnt }: Issue): bigint {
  const supply = supplyOf(desk, of.id);
  const total = issued.reduce((sum, { output }) => sum + output.amount, 0n);
  checkAmounts(of, issued, (supply.issued ?? 0n) + total);
  if (of.definition.scale === null) requireNewTokens(desk, of, issued);
  checkSpends(of, burnt, total);
  const { supply: supplyMax } = of.definition.limits;
  if (supplyMax !== null && outstanding(supply) + total > supplyMax) {
    refuse('SUPPLY_EXCEEDED', 'there would be more of the class than there may be');
  }
  return total;
}

/** A token is one whole. */
function checkAmounts(of: AssetClass, issued: readonly Made[], everIssued: bigint): void {
  const isUnique = of.definition.scale === null;
  if (everIssued > AMOUNT_MAX || (isUnique && issued.some(({ output }) => output.amount > 1n))) {
    refuse('AMOUNT_TOO_LARGE', 'more than 2^128 − 1 in all, or more than one of a token');
  }
}

function requireNewTokens({ context }: Desk, of: AssetClass, issued: readonly Made[]): void {
  const slots = new Set<string>();
  for (const { output } of issued) {
    const name = byteText(output.slot);
    if (slots.has(name) || hasRow(context, slotsTable, concat(of.id, output.slot))) {
      refuse('TOKEN_EXISTS', 'a token with these attributes was issued before');
    }
    slots.add(name);
  }
}

/** Of the class that it spends exactly so much is burnt, and of no other anything is taken in. */
function checkSpends(of: AssetClass, burnt: readonly Burnt[], total: bigint): void {
  const { spends } = of.definition.limits;
  const wanted = spends === null ? 0n : BigInt(spends.rate) * total;
  const spent = spends === null ? undefined : byteText(spends.class);
  const isRight = burnt.every((one) => one.of.name === spent);
  const sum = burnt.reduce((all, { amount }) => all + amount, 0n);
  if (isRight && sum === wanted) return;
  refuse('SPEND_MISSING', 'an issue burns exactly what its class spends');
}
