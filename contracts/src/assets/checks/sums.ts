/** Step 4: nothing comes of nothing, and nothing is lost but what is burnt. */

import { refuse } from '@stele/kernel/contract';
import type { Burnt } from '../deed.ts';
import type { Lot } from '../making/lots.ts';

/** For calls that only hand on. Refuses with SUMS_DIFFER. */
export function requireEqualSums(lots: ReadonlyMap<string, Lot>): void {
  for (const { before, after } of lots.values()) if (before !== after) differ();
}

/** For calls that burn what is not listed again. By class, in the order of the inputs. Refuses with SUMS_DIFFER. */
export function burntOf(lots: ReadonlyMap<string, Lot>): readonly Burnt[] {
  const burnt = new Map<string, Burnt>();
  for (const { of, before, after } of lots.values()) {
    if (after > before) differ();
    const amount = (burnt.get(of.name)?.amount ?? 0n) + before - after;
    burnt.set(of.name, { of, amount });
  }
  return [...burnt.values()];
}

function differ(): never {
  refuse('SUMS_DIFFER', 'the sums of a lot differ between what is taken in and what is made');
}
