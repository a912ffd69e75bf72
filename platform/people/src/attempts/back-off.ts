/**
 * How often one may be wrong: a few tries free, then a wait that doubles. A try is counted before it is judged, so that many at once do
 * not all pass while the first is still being hashed; a right one is forgiven. By a clock that is never set.
 */

import { type Clock, rejection } from '@stele/base';
import { TRIED_MAX, TRIES_FORGOTTEN_MS, TRIES_WAIT_MS_MIN } from '../limits.ts';

interface Tries {
  readonly count: number;
  /** When the last of them was. */
  readonly atMs: number;
}

export interface BackOffLimits {
  /** How many tries there are before waiting begins. */
  readonly free: number;
  readonly waitMsMax: number;
}

const NONE: Tries = { count: 0, atMs: 0 };

export class BackOff {
  readonly #clock: Clock;
  readonly #limits: BackOffLimits;
  /** The longest quiet first. */
  readonly #tried = new Map<string, Tries>();

  constructor(clock: Clock, limits: BackOffLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /**
   * Counts a try of `who`, and gives what takes it back when it turns out neither right nor wrong. Rejects with TRIES_TOO_MANY, and then
   * it does not count.
   */
  take(who: string): () => void {
    const nowMs = this.#clock.monotonicMs();
    const before = this.#triesOf(who, nowMs);
    const waitMs = this.#endOf(before) - nowMs;
    if (waitMs > 0) throw tooMany(waitMs);
    this.#tried.delete(who);
    this.#makeRoom();
    const made: Tries = { count: before.count + 1, atMs: nowMs };
    this.#tried.set(who, made);
    return () => {
      this.#giveBack(who, before, made);
    };
  }

  /** The last try was right: all before it are forgotten. */
  forgive(who: string): void {
    this.#tried.delete(who);
  }

  /** Others may have tried since, and their waits stand: then there is one try less, and nothing else. */
  #giveBack(who: string, before: Tries, made: Tries): void {
    const now = this.#tried.get(who);
    if (now === undefined) return;
    const rest = now === made ? before : { ...now, count: now.count - 1 };
    if (rest.count > 0) this.#tried.set(who, rest);
    else this.#tried.delete(who);
  }

  #triesOf(who: string, nowMs: number): Tries {
    const tries = this.#tried.get(who) ?? NONE;
    return nowMs < this.#endOf(tries) + TRIES_FORGOTTEN_MS ? tries : NONE;
  }

  /** When the wait after these is over. */
  #endOf({ count, atMs }: Tries): number {
    const beyond = count - this.#limits.free;
    if (beyond < 0) return atMs;
    return atMs + Math.min(TRIES_WAIT_MS_MIN * 2 ** beyond, this.#limits.waitMsMax);
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
