/** Choices out of a list of numbers that fast-check has drawn: the same numbers, the same choices; when they run out, the first of all. */

export class Dice {
  readonly #throws: readonly number[];
  #next = 0;

  constructor(throws: readonly number[]) {
    this.#throws = throws;
  }

  /** 0 … sides − 1 */
  below(sides: number): number {
    const one = this.#throws[this.#next++] ?? 0;
    return one % sides;
  }

  /** True once in `sides`. Never when the numbers have run out. */
  seldom(sides: number): boolean {
    return this.below(sides) === sides - 1;
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.below(list.length)];
  }

  /** As pick, of what is never empty. */
  one<T>(first: T, ...others: readonly T[]): T {
    return this.pick([first, ...others]) ?? first;
  }

  /** `usual`, but once in `sides` `rare`. */
  rarely<T>(sides: number, rare: T, usual: T): T {
    return this.seldom(sides) ? rare : usual;
  }
}
