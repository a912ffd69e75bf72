/** A world whose time passes only by sleeping, and whose randomness is a count. */

import type { World } from '../index.ts';

export interface FakeWorld extends World {
  /** How long each sleep was. */
  readonly slept: readonly number[];
}

export function fakeWorld(startMs = 1_700_000_000_000): FakeWorld {
  let nowMs = startMs;
  let drawn = 0;
  const slept: number[] = [];
  return {
    slept,
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
    random: {
      bytes: (count) => Uint8Array.from({ length: count }, () => (drawn++ * 37) % 256),
    },
    sleep: (ms, signal) => {
      if (signal?.aborted !== true) {
        slept.push(ms);
        nowMs += ms;
      }
      // A turn of the real clock, so that a loop which only sleeps does not keep everything else from happening.
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
}
