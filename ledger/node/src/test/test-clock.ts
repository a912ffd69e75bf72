/** A clock that tests set. */

import type { Clock } from '@stele/base';

export class TestClock implements Clock {
  wallMs: number;
  #monotonicMs = 0;

  constructor(wallMs = 1_760_000_000_000) {
    this.wallMs = wallMs;
  }

  nowMs(): number {
    return this.wallMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  /** Time goes by. */
  advance(ms: number): void {
    this.wallMs += ms;
    this.#monotonicMs += ms;
  }
}
