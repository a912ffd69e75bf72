/** A refusal of what was ordered is told as an error over HTTP (422); for a LedgerApi it is an outcome like any other. */

import type { Status, SubmitResult } from '@stele/protocol';
import type { RequestError } from '../request-error.ts';

/** The outcome that an error tells of; undefined when it tells of none. */
export function refusedResult(error: RequestError): SubmitResult | undefined {
  const data = (error.data ?? {}) as {
    readonly transaction?: string;
    readonly transactionStatus?: Status;
    readonly height?: number;
    readonly index?: number;
    readonly committedAt?: string;
    readonly refusal?: string;
  };
  const { transaction, transactionStatus, height, index, committedAt, refusal } = data;
  if (transaction === undefined || height === undefined || index === undefined) return undefined;
  return {
    id: transaction,
    status: transactionStatus ?? 'committed',
    height,
    index,
    ...(committedAt === undefined ? {} : { committedAt }),
    code: refusal ?? error.code,
  };
}
