/**
 * Transactions that wait for somebody's signature: read, made sure that it is the one asked for, understood here, and only then signed.
 */

import { failure, fromBase64url, fromHex, isCoded, rejection, toHex } from '@stele/base';
import { decodeBody, transactionId } from '@stele/protocol';
import type { Collecting, PendingView, Signer } from '@stele/protocol';
import type { Ledger } from '../ledger.ts';
import { signaturesOf } from '../transaction/sign.ts';
import { addSignatures } from '../transaction/submit.ts';
import type { Submitted, WaitOptions } from '../transaction/submit.ts';
import { learn } from './knowledge.ts';
import type { Source } from './knowledge.ts';
import { summarise } from './summary/summarise.ts';
import type { Summary } from './summary/summarise.ts';

export interface Pending {
  readonly body: Uint8Array;
  /** Of the body, by this program. */
  readonly summary: Summary;
  /** Who has not signed yet, as the node says. */
  readonly missing: readonly string[];
}

/** Transactions that wait for a signature for an account. What a node lists that is not what it names is left out, and counted. */
export async function inboxOf(
  source: Source,
  account: string,
): Promise<{ readonly pending: readonly Pending[]; readonly malformed: number }> {
  const views = await source.transport.inbox({ account });
  const read = await Promise.all(views.map((view) => unlessMalformed(pendingOf(source, view))));
  const pending = read.filter((one) => one !== undefined);
  return { pending, malformed: views.length - pending.length };
}

/** One that waits, by its id. PENDING_UNKNOWN; ANSWER_MALFORMED when what comes is another one. */
export async function readPending(source: Source, id: string): Promise<Pending> {
  const view = await source.transport.pending(id);
  if (view.id !== id) throw otherTransaction();
  return await pendingOf(source, view);
}

async function pendingOf(source: Source, view: PendingView): Promise<Pending> {
  const body = bodyOf(source, view);
  const knowledge = await learn(source, decodeBody(body));
  return { body, summary: summarise(source.chain, body, knowledge), missing: view.missing };
}

/** The body, once its own id is the one it is listed under. */
function bodyOf({ chain }: Source, { id, transaction }: PendingView): Uint8Array {
  const body = fromBase64url(transaction);
  const own = toHex(transactionId(chain.suite, chain.fingerprint, body));
  if (own !== id) throw otherTransaction();
  return body;
}

/** Signs what waits, and hands the signatures in. Rejects with SUMMARY_INCOMPLETE where not all of it could be checked. */
export async function signPending(
  { transport, world }: Pick<Ledger, 'transport' | 'world'>,
  { summary }: Pending,
  signers: readonly Signer[],
  options: WaitOptions = {},
): Promise<Submitted | Collecting> {
  checkComplete(summary);
  const id = { id: fromHex(summary.id) };
  const handed = { id: summary.id, signatures: signaturesOf(id, signers) };
  return await addSignatures(transport, handed, options, world);
}

/** Rejects with SUMMARY_INCOMPLETE, data: {gaps}. */
export function checkComplete({ gaps }: Summary): void {
  const [first] = gaps;
  if (first === undefined) return;
  throw rejection(
    'SUMMARY_INCOMPLETE',
    `not all of the transaction could be checked: ${first.en}`,
    {
      action: 'Do not sign what you cannot read. Ask whoever made the transaction.',
      data: { gaps },
    },
  );
}

async function unlessMalformed(read: Promise<Pending>): Promise<Pending | undefined> {
  try {
    return await read;
  } catch (error) {
    if (isCoded(error) && !error.retryable) return undefined;
    throw error;
  }
}

function otherTransaction(): Error {
  return failure('ANSWER_MALFORMED', 'the node answered with another transaction', {
    action: 'Do not sign it, and tell the operator of the node.',
  });
}
