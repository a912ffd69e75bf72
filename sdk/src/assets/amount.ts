/**
 * Amounts as people write them: "12.50" is 1250 of a class whose scale is 2. Exact both ways, because an amount never is a float: what
 * has more digits than the class is refused, not rounded (spec/assets.md, "Amounts").
 */

import { rejection } from '@stele/base';
import { AMOUNT_MAX } from '@stele/contracts';

/** Digits behind the point; null: units are unique, and the only amount is 1. */
export type Scale = number | null;

const DECIMAL = /^(0|[1-9][0-9]{0,38})(?:\.([0-9]{1,38}))?$/;

/** Rejects with AMOUNT_MALFORMED: not a plain decimal, more digits behind the point than the class has, nothing, or too much. */
export function amountFromText(text: string, scale: Scale): bigint {
  const amount = unitsIn(text, scale ?? 0);
  if (amount === 0n) throw malformed(text, 'an amount is more than nothing');
  if (scale === null && amount > 1n) throw malformed(text, 'units of this class are unique');
  if (amount > AMOUNT_MAX) throw malformed(text, 'too large');
  return amount;
}

function unitsIn(text: string, digits: number): bigint {
  const [, whole, fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) throw malformed(text, 'an amount is digits, and perhaps a point');
  if (fraction.length > digits) {
    throw malformed(text, `this class has ${String(digits)} digits behind the point`);
  }
  return BigInt(whole + fraction.padEnd(digits, '0'));
}

/** With all the digits that the class has: 1250 of scale 2 is "12.50". Negative amounts are differences. */
export function amountToText(amount: bigint, scale: Scale): string {
  const sign = amount < 0n ? '-' : '';
  const digits = String(amount < 0n ? -amount : amount);
  if (scale === null || scale === 0) return sign + digits;
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

function malformed(text: string, why: string): Error {
  return rejection('AMOUNT_MALFORMED', `"${text.slice(0, 60)}" is not an amount: ${why}`, {
    action: 'Write it as 12 or 12.50.',
    data: { value: text.slice(0, 60), why },
  });
}
