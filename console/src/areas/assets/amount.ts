/**
 * Amounts as people write them. The ledger counts whole units of a class as a bigint; a class of scale 2 counts cents, and a page shows
 * 12.50. Nothing here passes through a floating-point number: 2^128 − 1 has 39 digits.
 */

import { rejection } from '@stele/base';
import { AMOUNT_MAX } from '@stele/contracts';
import { amountToText, type Scale } from '@stele/sdk';

const GROUP = 3;
const WRITTEN = /^(\d+)(?:\.(\d*))?$/;

/** Units as text with the class's point and groups of three digits. */
export function amountText(units: bigint | string, scale: Scale): string {
  const [whole = '', ...fraction] = amountToText(BigInt(units), scale).split('.');
  return [grouped(whole), ...fraction].join('.');
}

/** As a form takes it: without groups, without zeros that say nothing. */
export function amountInput(units: bigint | string, scale: Scale): string {
  const [whole = '', fraction = ''] = amountText(units, scale).replaceAll(',', '').split('.');
  const kept = withoutLastZeros(fraction);
  return kept === '' ? whole : `${whole}.${kept}`;
}

/** Units from what somebody typed; commas and spaces between digits are theirs. Rejects with AMOUNT_MALFORMED, AMOUNT_TOO_FINE, AMOUNT_TOO_LARGE. */
export function amountFromText(text: string, scale: Scale): bigint {
  const match = WRITTEN.exec(text.trim().replaceAll(/(?<=\d)[,，\s](?=\d)/g, ''));
  if (match === null) throw rejection('AMOUNT_MALFORMED', 'an amount is written in digits');
  const [, whole = '', fraction = ''] = match;
  const places = scale ?? 0;
  const kept = withoutLastZeros(fraction);
  if (kept.length > places) {
    throw rejection('AMOUNT_TOO_FINE', `the class has ${String(places)} places`);
  }
  const units = BigInt(whole + kept.padEnd(places, '0'));
  if (units === 0n) throw rejection('AMOUNT_MALFORMED', 'an amount is at least one unit');
  if (units > AMOUNT_MAX) throw rejection('AMOUNT_TOO_LARGE', 'an amount is below 2^128');
  return units;
}

/** By hand: a pattern would try every run of zeros again from each of its places. */
function withoutLastZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

function grouped(digits: string): string {
  const first = digits.length % GROUP;
  const groups = first === 0 ? [] : [digits.slice(0, first)];
  for (let at = first; at < digits.length; at += GROUP) groups.push(digits.slice(at, at + GROUP));
  return groups.join(',');
}
