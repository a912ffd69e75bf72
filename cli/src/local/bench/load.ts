/** Hands in many transactions as fast as a ledger takes them: several requests under way, what is refused for being too much again. */

import { setTimeout as delay } from 'node:timers/promises';

import { failure, isCoded } from '@stele/base';
import type { LedgerApi, Submission } from '@stele/protocol';

export type SubmitMany = LedgerApi['submitMany'];

const requestsAtOnce = 4;
const timeoutMs = 30_000;
const busyPauseMs = 5;

/** Resolves when all are committed; BENCH_REFUSED when the ledger refuses one for good. */
export async function submitAll(
  submitMany: SubmitMany,
  submissions: readonly Submission[],
  perRequest: number,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < submissions.length) {
      const request = submissions.slice(next, next + perRequest);
      next += request.length;
      await submitRequest(submitMany, request);
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, lane));
}

async function submitRequest(
  submitMany: SubmitMany,
  request: readonly Submission[],
): Promise<void> {
  for (let waiting = request; waiting.length > 0;) {
    waiting = await unfinished(submitMany, waiting);
    if (waiting.length > 0) await delay(busyPauseMs);
  }
}

async function unfinished(
  submitMany: SubmitMany,
  request: readonly Submission[],
): Promise<readonly Submission[]> {
  try {
    const results = await submitMany(request, { wait: 'committed', timeoutMs });
    return request.filter((_, i) => !isDone(results[i]));
  } catch (error) {
    if (isCoded(error) && error.retryable) return request;
    throw error;
  }
}

function isDone(result: Awaited<ReturnType<SubmitMany>>[number] | undefined): boolean {
  if (result === undefined) throw refused('no answer');
  if (result.status === 'rejected') {
    if (result.code === 'BUSY') return false;
    throw refused(result.code);
  }
  if (result.code !== undefined && result.code !== '') throw refused(result.code);
  return result.status === 'committed' || result.status === 'proven';
}

function refused(code: string): Error {
  return failure('BENCH_REFUSED', `the ledger refused a transaction of the benchmark: ${code}`);
}
