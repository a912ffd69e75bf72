/** What filling a ledger tells of itself: as a whole, and in its first and last tenth, which a ledger that scales has alike. */

export interface FillFigures {
  readonly perSecond: number;
  readonly first: TenthFigures;
  readonly last: TenthFigures;
}

export interface TenthFigures {
  readonly perSecond: number;
  /** Bytes of memory that no file backs, at its end. */
  readonly memory: number;
}

/** Adds up batches as they are committed. */
export class FillMeter {
  readonly #records: number;
  readonly #memory: () => number;
  #count = 0;
  #ms = 0;
  #first: TenthFigures | undefined;
  #nine = { count: 0, ms: 0 };

  constructor(records: number, memory: () => number) {
    this.#records = records;
    this.#memory = memory;
  }

  add(records: number, ms: number): void {
    this.#count += records;
    this.#ms += ms;
    if (this.#first === undefined && this.#count >= this.#records / 10) {
      this.#first = { perSecond: perSecond(this.#count, this.#ms), memory: this.#memory() };
    }
    if (this.#nine.count === 0 && this.#count >= this.#records * 0.9) {
      this.#nine = { count: this.#count, ms: this.#ms };
    }
  }

  figures(): FillFigures {
    const all = perSecond(this.#count, this.#ms);
    const whole = { perSecond: all, memory: this.#memory() };
    const { count, ms } = this.#nine;
    // Few batches have no tenths.
    const hasLast = this.#count > count;
    const last = hasLast
      ? { ...whole, perSecond: perSecond(this.#count - count, this.#ms - ms) }
      : whole;
    return { perSecond: all, first: this.#first ?? whole, last };
  }
}

function perSecond(count: number, ms: number): number {
  return (count / ms) * 1_000;
}
