/**
 * From signed to recorded. Waiting is submitting the same bytes again: it never records twice, and it also brings back a transaction
 * that a node had accepted and lost in a crash.
 */

import { assert, failure, rejection, toHex } from '@stele/base';
import type { EffectView, Status, SubmitRejected, SubmitResult, LedgerApi } from '@stele/protocol';
import type { World } from '../world.ts';
import type { SignedTransaction } from './sign.ts';

export interface WaitOptions {
  /** `committed` when absent. */
  readonly wait?: Status | undefined;
  /** In all, over as many requests as it takes; 30 s when absent. */
  readonly timeoutMs?: number | undefined;
}

/** A transaction that has the status waited for. */
export interface Submitted {
  readonly id: string;
  readonly status: Status;
  /** Place of the block and of the entry; absent while only accepted or ordered. */
  readonly height?: number;
  readonly index?: number;
  readonly committedAt?: string;
  readonly result: readonly EffectView[];
  readonly events: readonly EffectView[];
  /** It had been committed by an earlier attempt. */
  readonly replayed: boolean;
}

/** What a node may hold one request back; longer waits are several requests. */
const HOLD_MS_MAX = 10_000;
const TIMEOUT_MS = 30_000;
/** Before asking again when a node answered sooner than it was asked to. */
const PAUSE_MS = 50;

const RANKS: Readonly<Record<Status, number>> = {
  accepted: 0,
  ordered: 1,
  committed: 2,
  proven: 3,
};

/** Hands it in and waits. Rejects with the code of a refusal; WAIT_RAN_OUT when the time is over, which says nothing of the outcome. */
export async function submit(
  transport: LedgerApi,
  signed: SignedTransaction,
  { wait = 'committed', timeoutMs = TIMEOUT_MS }: WaitOptions,
  world: World,
): Promise<Submitted> {
  const deadline = world.clock.monotonicMs() + timeoutMs;
  for (;;) {
    const leftMs = Math.max(0, deadline - world.clock.monotonicMs());
    const hold = { wait, timeoutMs: Math.ceil(Math.min(leftMs, HOLD_MS_MAX)) };
    const result = await transport.submit(signed.submission, hold);
    checkId(signed, result.id);
    if (isRefused(result)) throw refusal(result);
    if (RANKS[result.status] >= RANKS[wait]) return submitted(result);
    if (world.clock.monotonicMs() >= deadline) throw ranOut(result, wait);
    await world.sleep(PAUSE_MS);
  }
}

/** Hands in many, each judged by itself; in the order given. Nothing is thrown for one of them. */
export async function submitMany(
  transport: LedgerApi,
  signed: readonly SignedTransaction[],
  { wait = 'committed', timeoutMs = HOLD_MS_MAX }: WaitOptions,
): Promise<readonly (SubmitResult | SubmitRejected)[]> {
  const submissions = signed.map(({ submission }) => submission);
  const results = await transport.submitMany(submissions, { wait, timeoutMs });
  if (results.length !== signed.length) throw otherTransaction();
  results.forEach(({ id }, i) => {
    const own = signed[i];
    if (own !== undefined && id !== null) checkId(own, id);
  });
  return results;
}

function isRefused({ code }: { readonly code?: string | undefined }): boolean {
  return code !== undefined && code !== '';
}

function submitted({ code, ...told }: SubmitResult): Submitted {
  assert(!isRefused({ code }), 'a refusal is thrown');
  return {
    ...told,
    result: told.result ?? [],
    events: told.events ?? [],
    replayed: told.replayed ?? false,
  };
}

function refusal({ id, status, height, index, committedAt, code = '' }: SubmitResult): Error {
  const place = `at index ${String(index)}`;
  return rejection(code, `the ledger refused the transaction, ${place}: ${code}`, {
    action: 'The transaction is over; mend what the code names, and build a new one.',
    data: { transaction: id, transactionStatus: status, height, index, committedAt },
  });
}

function ranOut({ id, status }: SubmitResult, wait: Status): Error {
  return failure('WAIT_RAN_OUT', `the transaction is ${status}, not ${wait} yet`, {
    action: 'Submit the same signed transaction again: that cannot record it twice.',
    retryable: true,
    data: { transaction: id, status },
  });
}

/** An answer about another transaction is not an answer. */
function checkId({ id }: SignedTransaction, answered: string): void {
  if (answered !== toHex(id)) throw otherTransaction();
}

function otherTransaction(): Error {
  return failure('ANSWER_MALFORMED', 'the node answered about another transaction', {
    action: 'Ask the operator of the node.',
  });
}
