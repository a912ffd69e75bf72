/** Rows of the ledger's state, read by the tables of the contracts that write them. */

import { fromBase64url } from '@stele/base';
import { decodeRow, type Table } from '@stele/kernel/contract';

import { request } from '../../api/request.ts';
import { CHAIN, orNull } from './queries.ts';

export interface Place<Content> {
  readonly contract: string;
  readonly table: Table<Content>;
  /** Hexadecimal. */
  readonly key: string;
}

export interface Kept<Content> {
  /** Number of the effect that put it. */
  readonly effect: number;
  readonly content: Content;
}

interface RowView {
  readonly effect: number;
  /** base64url of canonical CBOR. */
  readonly value: string;
}

/** Null: there is none. */
export async function keptRow<Content>(
  { contract, table, key }: Place<Content>,
  signal: AbortSignal,
): Promise<Kept<Content> | null> {
  const path = `${CHAIN}/rows/${contract}/${table.name}`;
  const row = await orNull('ROW_UNKNOWN', request<RowView>(path, { query: { key }, signal }));
  if (row === null) return null;
  return { effect: row.effect, content: decodeRow(table, fromBase64url(row.value)) };
}
