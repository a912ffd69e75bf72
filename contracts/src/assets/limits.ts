/** What the contract `assets` counts and bounds (spec/assets.md, "Limits"), and the relations between the bounds. */

import { assert } from '@stele/base';
import { TX_BYTES_MAX } from '@stele/protocol';

/** Of one call, taken in and listed: their keys number places with one byte. */
export const INPUTS_MAX = 256;
export const OUTPUTS_MAX = 256;
/** Of one issue: a series of tokens, each with attributes of its own. */
export const PARTS_MAX = 64;
/** Holds inside of each other, the outermost counted. */
export const HOLD_DEPTH_MAX = 3;
/** Encoded. What a step or a marked input makes the chain write again is a multiple of this. */
export const HOLD_BYTES_MAX = 4_096;
export const EXITS_MAX = 8;
export const ATTRIBUTES_MAX = 16;
export const FIELDS_MAX = 16;
export const STATES_MAX = 16;
export const STEPS_MAX = 32;
/** Of a set, those that take a step together. */
export const TOGETHER_MAX = 16;
export const ROLES_MAX = 16;
export const MOVES_MAX = 8;
/** 2^128 − 1: what may exist of a class, and what one holder may have. */
export const AMOUNT_MAX = (1n << 128n) - 1n;
/** The most decimal digits behind the point: 2^128 has 39. */
export const SCALE_MAX = 38;
/** A hundred years: whoever may never hand on is forbidden the move. */
export const REST_DAYS_MAX = 36_525;
export const DAY_MS = 86_400_000;

/** Outputs taken in and listed that a call counts one unit for (spec/assets.md, "Methods"). */
export const OUTPUTS_PER_UNIT = 32;

/** Units of a call of so many. */
export function unitsOf(outputs: number): number {
  return Math.max(1, Math.ceil(outputs / OUTPUTS_PER_UNIT));
}

/** Places that one byte numbers. */
const PLACES = 2 ** 8;

assert(Math.max(INPUTS_MAX, OUTPUTS_MAX) <= PLACES, 'a place in a call is one byte');
assert(2 * PARTS_MAX <= PLACES, 'an issue with its change fits a call');
assert(HOLD_BYTES_MAX * 8 < TX_BYTES_MAX, 'a transaction has room for several holds');
