/**
 * Trying again. Every call of a transport may be repeated: reads change nothing, and submitting the same bytes twice records them
 * once, because a transaction's id is a hash of what was signed. So a retry never needs a second transaction, and never makes one.
 */

import { isCoded } from '@stele/base';
import type { LedgerApi } from '@stele/protocol';
import type { World } from './world.ts';

export interface RetryPolicy {
  /** Attempts in all; 1 never tries again. */
  readonly attemptsMax: number;
  /** The first pause; each next may be twice as long. */
  readonly pauseMs: number;
  readonly pauseMaxMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attemptsMax: 5, pauseMs: 100, pauseMaxMs: 5_000 };

/** `transport`, with retryable failures tried again. The last failure is thrown as it was. */
export function retrying(transport: LedgerApi, policy: RetryPolicy, world: World): LedgerApi {
  const again = <T>(attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> =>
    repeat(attempt, { policy, world, signal });
  return {
    chain: () => again(() => transport.chain()),
    block: (reference) => again(() => transport.block(reference)),
    transaction: (id) => again(() => transport.transaction(id)),
    receipt: (id, selection, options) => again(() => transport.receipt(id, selection, options)),
    entry: (index) => again(() => transport.entry(index)),
    payloadItems: (query) => again(() => transport.payloadItems(query)),
    row: (query) => again(() => transport.row(query)),
    find: (query) => again(() => transport.find(query)),
    prepare: (request) => again(() => transport.prepare(request)),
    submit: (submission, options) => again(() => transport.submit(submission, options)),
    submitMany: (submissions, options) => again(() => transport.submitMany(submissions, options)),
    events: (query) => again(() => transport.events(query), query.signal),
    log: (path) => again(() => transport.log(path)),
    classes: (page) => again(() => transport.classes(page)),
    assetClass: (id) => again(() => transport.assetClass(id)),
    balances: (query) => again(() => transport.balances(query)),
    outputs: (query) => again(() => transport.outputs(query)),
    holds: (query) => again(() => transport.holds(query)),
    output: (id) => again(() => transport.output(id)),
    trace: (query) => again(() => transport.trace(query)),
    liveProof: (query) => again(() => transport.liveProof(query)),
    collect: (submission, options) => again(() => transport.collect(submission, options)),
    addSignatures: (id, signatures, options) =>
      again(() => transport.addSignatures(id, signatures, options)),
    inbox: (query) => again(() => transport.inbox(query)),
    pending: (id) => again(() => transport.pending(id)),
    withdraw: (id, by) => again(() => transport.withdraw(id, by)),
  };
}

interface RepeatOptions {
  readonly policy: RetryPolicy;
  readonly world: World;
  readonly signal: AbortSignal | undefined;
}

async function repeat<T>(attempt: () => Promise<T>, options: RepeatOptions): Promise<T> {
  const { policy, world, signal } = options;
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error) || made >= policy.attemptsMax || signal?.aborted === true) {
        throw error;
      }
      await world.sleep(pauseBefore(made, error, options), signal);
    }
  }
}

function isRetryable(error: unknown): boolean {
  return isCoded(error) && error.retryable;
}

/** What the server asks for, else a random share of a span that doubles: clients that failed together do not return together. */
function pauseBefore(made: number, error: unknown, { policy, world }: RepeatOptions): number {
  const { retryAfterMs } = (isCoded(error) ? (error.data ?? {}) : {}) as { retryAfterMs?: unknown };
  const span = Math.min(policy.pauseMs * 2 ** (made - 1), policy.pauseMaxMs);
  const [share = 0] = world.random.bytes(1);
  const pauseMs = (span * (share + 1)) / 256;
  if (typeof retryAfterMs !== 'number') return pauseMs;
  return Math.min(retryAfterMs, policy.pauseMaxMs) + pauseMs;
}
