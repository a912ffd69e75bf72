/**
 * From signed to recorded. Waiting is submitting the same bytes again: it never records twice, and it also brings back a transaction
 * that a node had accepted and lost in a crash.
 */

import { assert, failure, rejection, toHex } from '@stele/base';
import type {
  Collecting,
  EffectView,
  LedgerApi,
  Signature,
  Status,
  SubmitOptions,
  SubmitRejected,
  SubmitResult,
} from '@stele/protocol';
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
  options: WaitOptions,
  world: World,
): Promise<Submitted> {
  const ask = (hold: SubmitOptions) => transport.submit(signed.submission, hold);
  const result = await repeated(ask, { id: toHex(signed.id), options, world });
  return submitted(result);
}

/** The same for a transaction that others may still have to sign: then it waits at the node for their signatures. */
export async function collect(
  transport: LedgerApi,
  signed: SignedTransaction,
  options: WaitOptions,
  world: World,
): Promise<Submitted | Collecting> {
  const ask = (hold: SubmitOptions) => transport.collect(signed.submission, hold);
  const result = await repeated(ask, { id: toHex(signed.id), options, world });
  return result.status === 'collecting' ? result : submitted(result);
}

/** Adds signatures to a transaction that waits at the node, and waits for it when they are the last. */
export async function addSignatures(
  transport: LedgerApi,
  { id, signatures }: { readonly id: string; readonly signatures: readonly Signature[] },
  options: WaitOptions,
  world: World,
): Promise<Submitted | Collecting> {
  const ask = (hold: SubmitOptions) => transport.addSignatures(id, signatures, hold);
  const result = await repeated(ask, { id, options, world });
  return result.status === 'collecting' ? result : submitted(result);
}

interface Waiting {
  readonly id: string;
  readonly options: WaitOptions;
  readonly world: World;
}

/** Asks until the answer is the status waited for, or that signatures are missing. */
async function repeated<Result extends SubmitResult | Collecting>(
  ask: (hold: SubmitOptions) => Promise<Result>,
  { id, options, world }: Waiting,
): Promise<Result> {
  const { wait = 'committed', timeoutMs = TIMEOUT_MS } = options;
  const deadline = world.clock.monotonicMs() + timeoutMs;
  for (;;) {
    const leftMs = Math.max(0, deadline - world.clock.monotonicMs());
    const result = await ask({ wait, timeoutMs: Math.ceil(Math.min(leftMs, HOLD_MS_MAX)) });
    checkId(id, result.id);
    if (result.status === 'collecting') return result;
    if (isRefused(result)) throw refusal(result);
    if (RANKS[result.status] >= RANKS[wait]) return result;
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
    if (own !== undefined && id !== null) checkId(toHex(own.id), id);
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
function checkId(id: string, answered: string): void {
  if (answered !== id) throw otherTransaction();
}

function otherTransaction(): Error {
  return failure('ANSWER_MALFORMED', 'the node answered about another transaction', {
    action: 'Ask the operator of the node.',
  });
}
