/** How entries of the ledger's catalogues are written. */

import type { CodeEntry } from '@stele/server';

export const entry = (
  status: number,
  title: string,
  action: string,
  shows?: string[],
): CodeEntry => ({
  status,
  title,
  action,
  ...(shows === undefined ? {} : { shows }),
});

/** Ordered or not: what a refusal says of the transaction. */
export const REFUSAL_FIELDS = [
  'transaction',
  'transactionStatus',
  'height',
  'index',
  'committedAt',
];

export const refused = (title: string, action: string, shows: string[] = []): CodeEntry =>
  entry(422, title, action, [...REFUSAL_FIELDS, ...shows]);
