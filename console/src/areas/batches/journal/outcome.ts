/** What an answer to a batch means for the upload: recorded, to be sent again by itself, or a matter for the reader. */

import {
  type Fault,
  PERSON_CHANGED,
  problemOf,
  type Problem,
  UNREACHABLE,
} from '../../../api/api-error.ts';

export type Halt = 'signed-out' | 'refused' | 'journal' | 'elsewhere';

export type Outcome =
  | { readonly kind: 'again'; readonly afterMs: number; readonly problem: Problem }
  | { readonly kind: 'halt'; readonly why: Halt; readonly problem: Problem };

const BACKOFF_MS = [1_000, 2_000, 5_000, 10_000, 20_000] as const;
const RETRY_AFTER_MS_MAX = 120_000;
/** The server, or what stands before it, asks for patience: the same request may succeed later. */
const PASSING = new Set([429, 502, 503, 504]);

/** The upload waits for its own person. */
const NOT_IN_FORCE = new Set(['CSRF_TOKEN_WRONG', PERSON_CHANGED]);

/** `attempt` from 0. */
export function outcomeOf(error: unknown, attempt: number): Outcome {
  const problem = problemOf(error);
  if (problem.status === 401 || NOT_IN_FORCE.has(problem.code)) {
    return { kind: 'halt', why: 'signed-out', problem };
  }
  if (problem.code === 'UPLOAD_ELSEWHERE') return { kind: 'halt', why: 'elsewhere', problem };
  if (problem.code === 'JOURNAL_FAILED') return { kind: 'halt', why: 'journal', problem };
  if (problem.code === UNREACHABLE || PASSING.has(problem.status)) {
    return { kind: 'again', afterMs: waitMs(problem, attempt), problem };
  }
  return { kind: 'halt', why: 'refused', problem };
}

function waitMs({ retryAfterS }: Problem, attempt: number): number {
  const backoff = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0;
  if (retryAfterS === undefined) return backoff;
  return Math.min(RETRY_AFTER_MS_MAX, Math.max(backoff, retryAfterS * 1_000));
}

/** The faults of a batch by item of the upload: `#/items/17/name` is the eighteenth that was sent. */
export function faultsByItem(
  faults: readonly Fault[],
  sent: readonly number[],
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const { pointer, code } of faults) {
    const place = /^#\/items\/(\d+)(\/|$)/.exec(pointer)?.[1];
    const index = place === undefined ? undefined : sent[Number(place)];
    if (index !== undefined && !found.has(index)) found.set(index, code);
  }
  return found;
}
