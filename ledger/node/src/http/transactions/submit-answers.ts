/** How the outcome of a submission is told over HTTP: 201, 200, 202, or the ledger's refusal as a problem. */

import { rejection } from '@stele/base';
import type { FastifyReply } from 'fastify';
import type { Status, SubmitRejected, SubmitResult } from '@stele/protocol';
import { LEDGER_CODES } from '../catalogue.ts';
import type { LedgerContext } from '../context.ts';
import { transactionLinks } from './read-routes.ts';

const RANKS: Readonly<Record<Status, number>> = {
  accepted: 0,
  ordered: 1,
  committed: 2,
  proven: 3,
};

/**
 * Answers with what became of one transaction: 201 when it is committed now and has the status waited for; 200 when it had been
 * committed before (sending the same bytes again is the way to ask, and never records twice); 202 when the wait ran out first.
 * Rejects with the code of a refusal.
 */
export function answerSubmitted(
  context: LedgerContext,
  reply: FastifyReply,
  { result, wait }: { readonly result: SubmitResult; readonly wait: Status },
): FastifyReply {
  if (isRefused(result)) throw refusal(result);
  const view = withLinks(context, result);
  if (view.links['self'] !== undefined) reply.header('location', view.links['self']);
  return reply.code(statusOf(result, wait)).send(view);
}

function statusOf({ status, replayed }: SubmitResult, wait: Status): number {
  const isSuccess = RANKS[status] >= RANKS.committed && RANKS[status] >= RANKS[wait];
  if (!isSuccess) return 202;
  return replayed === true ? 200 : 201;
}

function isRefused({ code }: SubmitResult): boolean {
  return code !== undefined && code !== '';
}

const UNPROCESSABLE = 422;

/**
 * The refusal of a transaction that was ordered: where its entry is, and what the code says. A code that means something else over
 * HTTP, or nothing, is told inside REFUSED: whatever the ledger refuses is a 422.
 */
function refusal({ id, status, height, index, committedAt, code = '' }: SubmitResult): Error {
  const data = { transaction: id, transactionStatus: status, height, index, committedAt };
  const detail = `the transaction is in the log at index ${String(index)}, refused with ${code}`;
  if (LEDGER_CODES[code]?.status === UNPROCESSABLE) return rejection(code, detail, { data });
  return rejection('REFUSED', detail, { data: { refusal: code, ...data } });
}

/** One line of the answer to many: the outcome as it is; refused and rejected ones are told by their code. */
export function presentOne(
  context: LedgerContext,
  result: SubmitResult | SubmitRejected,
): SubmitRejected | (SubmitResult & { readonly links: Readonly<Record<string, string>> }) {
  return result.status === 'rejected' ? result : withLinks(context, result);
}

function withLinks(
  context: LedgerContext,
  result: SubmitResult,
): SubmitResult & { readonly links: Readonly<Record<string, string>> } {
  return { ...result, links: transactionLinks(context, result) };
}
