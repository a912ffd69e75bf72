/** What the SDK takes from the machine, so that a test, or a platform that has it elsewhere, can give something else. */

import type { Clock, Random } from '@stele/base';

export interface World {
  readonly clock: Clock;
  readonly random: Random;
  /** Resolves after `ms`, or as soon as `signal` is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The globals that browsers and Node share. */
export const hostWorld: World = {
  clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
  random: { bytes: randomBytes },
  sleep,
};

/** Drawn at once: asking the system for 16 bytes costs as much as for thousands. */
const POOL_BYTES = 4_096;
const pool = { bytes: new Uint8Array(0), used: 0 };

/** Every byte is handed out once, in a copy that nobody else has. */
function randomBytes(count: number): Uint8Array {
  if (count > POOL_BYTES) return crypto.getRandomValues(new Uint8Array(count));
  if (pool.used + count > pool.bytes.length) {
    pool.bytes = crypto.getRandomValues(new Uint8Array(POOL_BYTES));
    pool.used = 0;
  }
  const bytes = pool.bytes.slice(pool.used, pool.used + count);
  pool.bytes.fill(0, pool.used, pool.used + count);
  pool.used += count;
  return bytes;
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish, { once: true });
    function finish(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    }
  });
}
