/** How much of the inbox each who hands in takes, and all together. */

export interface Share {
  readonly count: number;
  readonly bytes: number;
}

const NOTHING: Share = { count: 0, bytes: 0 };

export class Shares {
  readonly #of = new Map<string, Share>();
  #all = NOTHING;

  get all(): Share {
    return this.#all;
  }

  of(by: string): Share {
    return this.#of.get(by) ?? NOTHING;
  }

  /** Counts what somebody has, or no longer has when the numbers are negative. */
  add(by: string, change: Share): void {
    this.#all = sum(this.#all, change);
    const own = sum(this.of(by), change);
    if (own.count === 0) this.#of.delete(by);
    else this.#of.set(by, own);
  }
}

export function sum(a: Share, b: Share): Share {
  return { count: a.count + b.count, bytes: a.bytes + b.bytes };
}
