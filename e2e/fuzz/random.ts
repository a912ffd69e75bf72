/** Chance that can be repeated: the same seed makes the same inputs (mulberry32, 32 bits of state). */

export interface Chance {
  /** A whole number from 0 to below `bound`. */
  readonly below: (bound: number) => number;
  /** One of these; there has to be one. */
  readonly of: <Item>(items: readonly Item[]) => Item;
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const below = (bound: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
  return { below, of: (items) => items[below(items.length)] as never };
}
