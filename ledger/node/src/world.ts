/** The outside world as the node is given it by default: the machine's clocks and its random source. */

import { randomBytes } from 'node:crypto';

import type { Clock, Random } from '@stele/base';

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

export const systemRandom: Random = {
  bytes: (count) => new Uint8Array(randomBytes(count)),
};
