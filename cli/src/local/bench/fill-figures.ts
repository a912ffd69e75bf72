/** What filling a ledger tells of itself: as a whole, and in its first and last tenth, which a ledger that scales has alike. */

export interface FillFigures extends Rate {
  readonly first: TenthFigures;
  readonly last: TenthFigures;
}

export interface TenthFigures extends Rate {
  /** Bytes of memory that no file backs, at its end. */
  readonly memory: number;
}

interface Rate {
  readonly perSecond: number;
  /** Processor time of all threads a record, in microseconds: other work on the machine changes it far less than the rate. */
  readonly processorUs: number;
}

/** What something took. */
export interface Spent {
  readonly ms: number;
  readonly processorUs: number;
}

interface Sum extends Spent {
  readonly count: number;
}

/** Adds up batches as they are committed. */
export class FillMeter {
  readonly #records: number;
  readonly #memory: () => number;
  #all: Sum = { count: 0, ms: 0, processorUs: 0 };
  #first: TenthFigures | undefined;
  #nine: Sum = this.#all;

  constructor(records: number, memory: () => number) {
    this.#records = records;
    this.#memory = memory;
  }

  add(records: number, spent: Spent): void {
    const { count, ms, processorUs } = this.#all;
    this.#all = {
      count: count + records,
      ms: ms + spent.ms,
      processorUs: processorUs + spent.processorUs,
    };
    if (this.#first === undefined && this.#all.count >= this.#records / 10) {
      this.#first = { ...rateOf(this.#all), memory: this.#memory() };
    }
    if (this.#nine.count === 0 && this.#all.count >= this.#records * 0.9) this.#nine = this.#all;
  }

  figures(): FillFigures {
    const all = this.#all;
    const whole = { ...rateOf(all), memory: this.#memory() };
    const { count, ms, processorUs } = this.#nine;
    const tenth = {
      count: all.count - count,
      ms: all.ms - ms,
      processorUs: all.processorUs - processorUs,
    };
    // Few batches have no tenths.
    const last = tenth.count > 0 ? { ...whole, ...rateOf(tenth) } : whole;
    return { ...rateOf(all), first: this.#first ?? whole, last };
  }
}

function rateOf({ count, ms, processorUs }: Sum): Rate {
  return { perSecond: (count / ms) * 1_000, processorUs: processorUs / count };
}
