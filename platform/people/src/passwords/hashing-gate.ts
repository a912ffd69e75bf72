/** How many passwords are hashed at once: strangers may ask for it, and each takes memory and time that records need too. */

import { rejection } from '@stele/base';
import { HASHING_MAX, HASHING_WAITING_MAX } from '../limits.ts';

export type HashingGate = <T>(work: () => Promise<T>) => Promise<T>;

/** Runs what it is given in turn. Rejects with SIGN_IN_BUSY when too many wait already. */
export function hashingGate(): HashingGate {
  const waiting: (() => void)[] = [];
  let running = 0;
  const enter = async (): Promise<void> => {
    if (running < HASHING_MAX) {
      running++;
      return;
    }
    if (waiting.length >= HASHING_WAITING_MAX) throw busy();
    // Whoever leaves hands over his place.
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  };
  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}

function busy(): Error {
  return rejection('SIGN_IN_BUSY', 'too many people are signing in at this moment', {
    retryable: true,
  });
}
