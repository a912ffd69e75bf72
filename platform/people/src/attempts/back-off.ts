/**
 * How often one may be wrong: a few tries free, then a wait that doubles. A try is counted before it is judged, so that many at once do
 * not all pass while the first is still being hashed; a right one is forgiven. By a clock that is never set.
 */

import { type Clock, rejection } from '@stele/base';
import { TRIED_MAX, TRIES_FORGOTTEN_MS, TRIES_WAIT_MS_MAX, TRIES_WAIT_MS_MIN } from '../limits.ts';

interface Tries {
  readonly count: number;
  readonly nextAtMs: number;
}

export class BackOff {
  readonly #clock: Clock;
  readonly #free: number;
  /** The longest quiet first. */
  readonly #tried = new Map<string, Tries>();

  constructor(clock: Clock, free: number) {
    this.#clock = clock;
    this.#free = free;
  }

  /** Counts a try of `who`. Rejects with TRIES_TOO_MANY, and then it does not count. */
  take(who: string): void {
    const nowMs = this.#clock.monotonicMs();
    const { count, nextAtMs } = this.#triesOf(who, nowMs);
    if (nowMs < nextAtMs) throw tooMany(nextAtMs - nowMs);
    this.#tried.delete(who);
    this.#makeRoom();
    this.#tried.set(who, { count: count + 1, nextAtMs: nowMs + this.#waitMs(count + 1) });
  }

  /** The last try was right: all before it are forgotten. */
  forgive(who: string): void {
    this.#tried.delete(who);
  }

  /** The last try was neither right nor wrong. */
  giveBack(who: string): void {
    const tries = this.#tried.get(who);
    const nextAtMs = this.#clock.monotonicMs();
    if (tries !== undefined) this.#tried.set(who, { count: tries.count - 1, nextAtMs });
  }

  #triesOf(who: string, nowMs: number): Tries {
    const tries = this.#tried.get(who);
    const isFresh = tries !== undefined && nowMs < tries.nextAtMs + TRIES_FORGOTTEN_MS;
    return isFresh ? tries : { count: 0, nextAtMs: 0 };
  }

  #waitMs(count: number): number {
    const beyond = count - this.#free;
    return beyond < 0 ? 0 : Math.min(TRIES_WAIT_MS_MIN * 2 ** beyond, TRIES_WAIT_MS_MAX);
  }

  #makeRoom(): void {
    if (this.#tried.size < TRIED_MAX) return;
    const [oldest] = this.#tried.keys();
    if (oldest !== undefined) this.#tried.delete(oldest);
  }
}

function tooMany(waitMs: number): Error {
  return rejection('TRIES_TOO_MANY', 'too many wrong tries', {
    retryable: true,
    data: { retryAfterMs: waitMs },
  });
}
