/** The deep runs: the same chains natively and, in as many parts as fit a test's time, in QuickJS. */

import type { Length } from './compete.ts';

/** Of each about fifty thousand transactions. */
export const DEEP_RUNS: readonly Length[] = [1, 2].map((seed) => ({
  chains: 1_100,
  rounds: 40,
  seed,
}));
