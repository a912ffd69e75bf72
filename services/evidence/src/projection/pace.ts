/** Long work in short pieces: this process serves requests meanwhile, and none of them may wait for it. */

import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Clock } from '@stele/base';
import type { LedgerApi } from '@stele/protocol';

const PIECE_MS_MAX = 2;

export class Pace {
  readonly #clock: Clock;
  #sinceMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sinceMs = clock.monotonicMs();
  }

  /** Whether the present piece has been long enough; then call `pause`. */
  get isDue(): boolean {
    return this.#clock.monotonicMs() - this.#sinceMs >= PIECE_MS_MAX;
  }

  /** Lets everybody else go first, if it is time. */
  async breathe(): Promise<void> {
    if (this.isDue) await this.pause();
  }

  /** Lets everybody else go first. */
  async pause(): Promise<void> {
    await othersFirst();
    this.#sinceMs = this.#clock.monotonicMs();
  }
}

/** A ledger to be read with consideration. */
export interface PacedLedger {
  readonly ledger: LedgerApi;
  readonly pace: Pace;
}
