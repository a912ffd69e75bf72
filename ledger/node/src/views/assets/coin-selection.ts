/**
 * Which outputs pay an amount: the fewest of one slot that reach it, and with them the smallest others, so that dust does not pile up. A
 * pure function; never across slots, because their amounts do not mix.
 */

import { assert, compare } from '@stele/base';
import { INPUTS_MAX } from '@stele/contracts';

import { INPUTS_PREPARED_MAX } from '../../limits.ts';

/** What can be spent: in the hands of who pays, and not marked. */
export interface Coin {
  readonly key: Uint8Array;
  readonly amount: bigint;
  /** Names what may be joined: slot, and where it has them, state and payload. */
  readonly lot: string;
}

assert(Math.max(INPUTS_PREPARED_MAX, INPUTS_MAX) === INPUTS_MAX, 'what is prepared fits a call');

export type Selection =
  | { readonly kind: 'chosen'; readonly coins: readonly Coin[] }
  /** There is less than that. */
  | { readonly kind: 'missing'; readonly free: bigint }
  /** It takes more outputs than a call takes: so many reach so far. */
  | { readonly kind: 'scattered'; readonly reached: bigint }
  /** No lot reaches it by itself, or several do. */
  | { readonly kind: 'ambiguous'; readonly lots: readonly string[] };

/** Chooses among the coins of all lots; takes dust along up to `inputsMax` coins. */
export function selectCoins(
  coins: readonly Coin[],
  wanted: bigint,
  inputsMax = INPUTS_PREPARED_MAX,
): Selection {
  const lots = [...Map.groupBy(coins, ({ lot }) => lot)];
  const reaching = lots.filter(([, some]) => sumOf(some) >= wanted);
  const [first, ...others] = reaching;
  if (first !== undefined && others.length === 0) return selectInLot(first[1], wanted, inputsMax);
  const free = sumOf(coins);
  if (free < wanted) return { kind: 'missing', free };
  const meant = reaching.length > 0 ? reaching : lots;
  return { kind: 'ambiguous', lots: meant.map(([lot]) => lot) };
}

function selectInLot(coins: readonly Coin[], wanted: bigint, inputsMax: number): Selection {
  const largestFirst = coins.toSorted(
    (a, b) => descending(a.amount, b.amount) || compare(a.key, b.key),
  );
  const count = countReaching(largestFirst, wanted);
  if (count > INPUTS_MAX) {
    return { kind: 'scattered', reached: sumOf(largestFirst.slice(0, INPUTS_MAX)) };
  }
  const needed = largestFirst.slice(0, count);
  const room = Math.max(0, inputsMax - count);
  const smallestFirst = largestFirst.slice(count).toReversed();
  return { kind: 'chosen', coins: [...needed, ...smallestFirst.slice(0, room)] };
}

/** How many of the largest it takes; they reach it together. */
function countReaching(largestFirst: readonly Coin[], wanted: bigint): number {
  let sum = 0n;
  let count = 0;
  for (const { amount } of largestFirst) {
    if (sum >= wanted) break;
    sum += amount;
    count++;
  }
  return count;
}

export function sumOf(coins: readonly Coin[]): bigint {
  return coins.reduce((sum, { amount }) => sum + amount, 0n);
}

function descending(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
