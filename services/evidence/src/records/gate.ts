/**
 * Whether it is worth asking the ledger just now. When it has said that it takes nothing (its disk is low, it is stopping), clients that
 * try again and again would otherwise have a note written for each attempt, onto the very disk that is running out.
 */

import { type Clock, type CodedError, isCoded } from '@stele/base';

/** The ledger is asked again after this. */
const CLOSED_MS = 1_000;

/** One for all lanes: what one of them is told holds for all. */
export class Gate {
  readonly #clock: Clock;
  #refusal: CodedError | undefined;
  #untilMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What the ledger said, while that is fresh. */
  get refusal(): CodedError | undefined {
    return this.#clock.monotonicMs() < this.#untilMs ? this.#refusal : undefined;
  }

  /** Told of what became of an attempt. */
  failed(error: unknown): void {
    if (!isCoded(error) || !REFUSES_ALL.has(error.code)) return;
    this.#refusal = error;
    this.#untilMs = this.#clock.monotonicMs() + CLOSED_MS;
  }
}

const REFUSES_ALL = new Set([
  'STORAGE_LOW',
  'STORAGE_FULL',
  'RULES_UNKNOWN',
  'NODE_FAILED',
  'NODE_STOPPING',
  'NODE_STOPPED',
]);
