/** Limits of a node's answers about assets and of its inbox, by name; docs/limits.md has them all with what happens beyond. */

import { assert } from '@stele/base';
import { ENVELOPE_BYTES_MAX } from '@stele/protocol';

/** Of a page of classes, outputs, holds, or steps of a trace. */
export const ASSETS_PAGE_MAX = 1_000;
/** Of a whole trace: what one page walks at most. */
export const TRACE_STEPS_MAX = 4_096;
/** How many effects may have ended since the height of a live proof: one proof reads at most 32 MiB of them. */
export const LIVE_LOOK_BACK_MAX = 4_194_304;
/** Inputs of a payment: dust is taken along up to here. */
export const INPUTS_PREPARED_MAX = 16;
/** Outputs looked at for one payment, oldest first: who has more has enough in them, or joins some first. */
export const COINS_MAX = 10_000;

/** Transactions that wait for signatures; all of them are in memory. */
export const INBOX_COUNT_MAX = 10_000;
export const INBOX_BYTES_MAX = 67_108_864;
/** Of one who hands in, so that nobody takes all the room. */
export const INBOX_SHARE_COUNT_MAX = 1_000;
export const INBOX_SHARE_BYTES_MAX = 8_388_608;

assert(
  Math.min(INBOX_SHARE_BYTES_MAX, 2 * ENVELOPE_BYTES_MAX) === 2 * ENVELOPE_BYTES_MAX,
  'a share holds any two transactions',
);
assert(
  Math.max(8 * INBOX_SHARE_BYTES_MAX, INBOX_BYTES_MAX) === INBOX_BYTES_MAX &&
    Math.max(8 * INBOX_SHARE_COUNT_MAX, INBOX_COUNT_MAX) === INBOX_COUNT_MAX,
  'it takes several to fill the inbox',
);
