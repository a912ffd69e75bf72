/** A schema as a function that lists faults: for what a route reads by itself, so that its answers are those of any JSON body. */

import type { TSchema } from 'typebox';
import { PROBLEM_ERRORS_MAX } from '../limits.ts';
import { faultsAt } from '../problem/faults.ts';
import type { Fault } from '../problem/problem.ts';
import { errorFinder, firstErrors } from './first-errors.ts';

/** The faults of a value, at most PROBLEM_ERRORS_MAX, with pointers under `at`; none when it fits. */
export type FaultFinder = (value: unknown, at?: string) => readonly Fault[];

/** Compiles a schema. */
export function checkAgainst(schema: TSchema): FaultFinder {
  const finder = errorFinder(schema);
  return (value, at = '#') =>
    finder.fits(value) ? [] : faultsAt(firstErrors(finder, value, PROBLEM_ERRORS_MAX), at);
}
